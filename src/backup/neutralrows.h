// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/session.h"
#include "tables/tablesource.h"

namespace Backup {

/// Reads the database: on a snapshot, or in the transaction of a restore.
using Reader = std::function<Core::Result<qint64>(const Db::Statement &query, const Db::EachRow &each)>;

[[nodiscard]] Reader readerOf(Db::Transaction &transaction);
[[nodiscard]] Reader readerOf(Db::Snapshot &snapshot);

/// Calls `each` for every row of a table of the database, all stored columns in neutral text, and counts and
/// hashes them, with progress.
[[nodiscard]] Core::Result<Tables::TableSummary> readNeutral(const Reader &reader, Db::Engine engine,
                                                             const Tables::TableModel &table,
                                                             Core::JobContext &context,
                                                             const Db::EachRow &each);

/// The table as SQL.
[[nodiscard]] QString tableName(const QString &table, Db::Engine engine);
[[nodiscard]] Db::Statement selectFrom(const QString &table, const QStringList &columns, Db::Engine engine);

} // namespace Backup
