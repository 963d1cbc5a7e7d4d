// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/schemamodel.h"

#include <functional>

namespace Tables {

/// The table in which a portable snapshot keeps what it knows beside the rows; no table of the application.
/// See docs/portable-snapshot.md.
inline const QString portableTable = QStringLiteral("__gsc_backup");

using SqliteCells = QList<Db::Cell>;
/// Runs a statement on an SQLite database, whoever holds it, and gives its rows.
using AskSqlite = std::function<Core::Result<QList<SqliteCells>>(const QString &sql)>;

[[nodiscard]] Core::Result<SchemaModel> readSqliteSchema(const AskSqlite &ask);
/// About how many rows the tables have, at the cost of a look at the end of each.
[[nodiscard]] qint64 estimateSqliteRows(const AskSqlite &ask, const SchemaModel &schema);

} // namespace Tables
