// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/integritycheck.h"
#include "backup/makebackup.h"
#include "db/sqlitefile.h"
#include "tables/tablesource.h"

namespace Backup {

/// What a database held at the moment of its backup; what the file is compared with.
struct Contents
{
    QString serverVersion;
    QString dumpToolVersion;
    Tables::SchemaModel schema; ///< of the tables in the backup
    QList<Tables::TableSummary> tables;
    Tables::Marks marks;
};

/// Each writes one kind of backup into `plain`, an empty file or none, and counts and hashes what it writes
/// at the same moment of the database. Error: as makeBackup(); `plain` is then to be thrown away.
/// `integrity` is started as soon as the pages are there.
[[nodiscard]] Core::Result<Contents> writeSqliteSnapshot(const Request &request, const QString &plain,
                                                         IntegrityCheck &integrity,
                                                         Core::JobContext &context);
[[nodiscard]] Core::Result<Contents> writePortableSnapshot(const Request &request, const QString &plain,
                                                           Core::JobContext &context);
/// Dump and Script. `plain` exists.
[[nodiscard]] Core::Result<Contents> writeDump(const Request &request, const QString &plain,
                                               Core::JobContext &context);

/// What a reader of every page takes beside the check of the same database, which needs the memory;
/// kilobytes.
inline constexpr int memoryBesideCheck = 2048;

/// The rows of a backup of a SQLite kind. Error: those of Tables::sourceOf() and Tables::checkHarmless().
[[nodiscard]] Core::Result<std::unique_ptr<Tables::TableSource>>
harmlessSourceOf(std::unique_ptr<Db::SqliteFile> file);

/// Puts a finished file on the disk, and out of the memory: what is read back afterwards is what lies there.
/// Error: Io.
[[nodiscard]] Core::Result<void> settle(const QString &file);

/// The tables that a request of scope OneTable names, else all. Error: NotFound.
[[nodiscard]] Core::Result<Tables::SchemaModel> schemaInScope(const Tables::SchemaModel &schema,
                                                              const Request &request);
/// What of `found` is not as `expected`, in words; nullopt: nothing.
[[nodiscard]] std::optional<QString> differenceOf(const QList<Tables::TableSummary> &expected,
                                                  const QList<Tables::TableSummary> &found);
[[nodiscard]] QStringList namesOf(const Tables::SchemaModel &schema);

} // namespace Backup
