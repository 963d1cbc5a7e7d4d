// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"
#include "tables/tablesource.h"

namespace Tables {

/// Makes the tables of `source` in a database without them and fills them, in the running transaction:
/// tables, rows, then keys and indexes; numbers that the database gives go on after the highest.
/// `schemaName`: PostgreSQL only. Returns what was written, counted and hashed on the way. Error: Conflict (a
/// table of that name is there), Cancelled, the server's.
[[nodiscard]] Core::Result<QList<TableSummary>>
copyInto(Db::Transaction &transaction, Db::Engine engine, TableSource &source, Core::JobContext &context,
         const QString &schemaName = QStringLiteral("public"));

/// Sets the numbering of every identity column of `table` after its highest value.
[[nodiscard]] Core::Result<void> continueNumbering(Db::Transaction &transaction, Db::Engine engine,
                                                   const TableModel &table,
                                                   const QString &schemaName = QStringLiteral("public"));

} // namespace Tables
