// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupreader.h"
#include "db/session.h"
#include "tables/tablesource.h"

namespace Backup {

/// How the rows of one table of a backup fit those of the database.
struct TablePlan
{
    Tables::TableModel inBackup;
    Tables::TableModel inDatabase;
    QStringList columns;       ///< with values of their own in both, in the database's order
    QList<int> backupPlaces;   ///< of each of `columns` among storedColumns() of the backup's table
    QList<int> databasePlaces; ///< the same for the database's table
    QList<int> keyPlaces;      ///< of the primary key in `columns`
    int updatedAt = -1;        ///< of "UpdatedAt" in `columns`; -1: there is none
    [[nodiscard]] bool hasNumberKey() const;
};

/// What is restored into what.
struct RestorePlan
{
    bool isEmptyTarget = false;
    QList<TablePlan> tables; ///< a table after those that it refers to; none where the target is empty
    QStringList warnings;    ///< translated
};

/// A foreign key of the database, from any table of it to one that may be restored.
struct Reference
{
    QString from;      ///< the referring table as SQL
    QString fromTable; ///< its name where it is one of the application's; else empty
    QStringList columns;
    QString to;
    QStringList otherColumns;
};

/// What the database has, as far as a restore has to know.
struct Target
{
    Db::Engine engine = Db::Engine::SQLite;
    Tables::SchemaModel schema;
    Tables::Marks marks;
    QList<Reference> references;
};
/// In one snapshot.
[[nodiscard]] Core::Result<Target> readTarget(Db::Session &session);

/// Opens the backup of a request and notes what verification finds. Error: as verifyBackup(), and Corrupt
/// where it found something.
[[nodiscard]] Core::Result<std::unique_ptr<BackupReader>>
openForRestore(const RestoreRequest &request, const Target &target, Core::JobContext &context);

/// Error: Unsupported (a table or column is missing in the database, or has no primary key), NotFound (the
/// backup has no such table).
[[nodiscard]] Core::Result<RestorePlan> planRestore(const BackupReader &backup, const Target &target,
                                                    const RestoreRequest &request);

/// EF Core's own tables: which migrations were applied, and its lock.
[[nodiscard]] bool isMigrationTable(const QString &name);
/// Whether there are tables beside Entity Framework's.
[[nodiscard]] bool hasOwnTables(const Tables::SchemaModel &schema);

/// Whether the target may be changed at all. Error: ReadOnly.
[[nodiscard]] Core::Result<void> checkGate(const RestoreRequest &request);
/// Whether what was chosen goes together. Error: Unsupported.
[[nodiscard]] Core::Result<void> checkChoice(const RestoreRequest &request);

} // namespace Backup
