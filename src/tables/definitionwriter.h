// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/schemamodel.h"

namespace Tables {

/// Statements for tables that are in the words of their engine already.
[[nodiscard]] Definition sqliteDefinition(const SchemaModel &schema);
[[nodiscard]] Definition postgresDefinition(const SchemaModel &schema, const QString &schemaName);

/// CREATE TABLE in the words and the shape in which EF Core writes it.
[[nodiscard]] QString sqliteTable(const TableModel &table);

/// `CREATE UNIQUE INDEX "name" ON "schema"."table"`: what stands before the part of an index's definition
/// that is its own.
[[nodiscard]] QString indexHead(const IndexModel &index, const QString &schemaName, const QString &table);
/// ` ("a", "b") WHERE …` from the columns and the condition.
[[nodiscard]] QString indexTail(const IndexModel &index);

/// `CONSTRAINT "name" `; empty where there is no name.
[[nodiscard]] QString constraint(const QString &name);
/// `FOREIGN KEY ("a") REFERENCES "t" ("b") ON DELETE CASCADE`
[[nodiscard]] QString foreignKeyClause(const ForeignKey &key, const QString &schemaName);

} // namespace Tables
