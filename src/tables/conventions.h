// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/schemamodel.h"

#include <optional>

namespace Tables {

/// What EF Core's conventions make of one type on the two engines; see docs/decisions/0010.

/// SQLite declares booleans INTEGER and timestamps TEXT, so only the application's own columns tell which is
/// which; other columns are what they are declared.
[[nodiscard]] ValueKind kindOnSqlite(const QString &table, const QString &column, const QString &type);
/// `typeName`: pg_type.typname, of a domain that of the type below; `type`: as the catalogue declares it. A
/// numeric without a scale keeps each value's own number of zeros, so that it is Text here.
[[nodiscard]] ValueKind kindOnPostgres(const QString &typeName, const QString &type);

[[nodiscard]] QString sqliteType(ValueKind kind);
/// `isNarrow`: an integer that numbers rows or refers to a number.
[[nodiscard]] QString postgresType(const QString &table, const ColumnModel &column, bool isNarrow);

/// A default in the words of `to`; empty: it cannot be said there.
[[nodiscard]] QString defaultFor(const ColumnModel &column, Db::Engine to);
/// The condition of an index of `table` in the words of `to`; nullopt: it cannot be said there.
[[nodiscard]] std::optional<QString> conditionFor(const QString &condition, const TableModel &table,
                                                  Db::Engine to);

/// "schema"."name"; without a schema's name where it is empty.
[[nodiscard]] QString qualified(const QString &schemaName, const QString &name);
/// "a", "b"
[[nodiscard]] QString quotedList(const QStringList &names);
[[nodiscard]] QString literal(const QString &text);

} // namespace Tables
