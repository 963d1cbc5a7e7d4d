// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"

namespace Schema {

/// A row of EF Core's "__EFMigrationsHistory".
struct HistoryRow
{
    QString id;
    QString productVersion;
};

/// What this program notes of a migration in "__GscMigrations", a table of its own that EF Core never looks
/// at.
struct OwnRecord
{
    QString id;
    QString checksum; ///< of the script that was applied
    QString appliedBy;
    QString appliedAt; ///< UTC, "2026-01-31 12:00:00"
    qint64 milliseconds = 0;
    int progress = 0; ///< statements that surely ran, outside of a transaction
    bool isDone = false;
};

/// What a database knows about its migrations.
struct History
{
    bool hasTable = false;   ///< EF Core's
    bool hasRecords = false; ///< ours
    QList<HistoryRow> rows;  ///< in the order of their ids
    QList<OwnRecord> records;
    /// SQLite: EF Core is migrating, or was killed while it did: the time in its lock. nullopt: not locked.
    std::optional<QString> efLock;

    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] bool contains(const QString &id) const;
    [[nodiscard]] const OwnRecord *record(const QString &id) const;
};

/// Reads it in two round trips.
[[nodiscard]] Core::Result<History> readHistory(Db::Snapshot &snapshot, Db::Engine engine);

/// What a step writes, and what it locks. EF Core's own names and types throughout.
namespace HistorySql {

[[nodiscard]] Db::Statement createHistory(Db::Engine engine);
[[nodiscard]] Db::Statement createRecords(Db::Engine engine);
/// PostgreSQL: the lock that EF Core takes, until the end of the transaction. On SQLite the transaction is
/// it.
[[nodiscard]] Db::Statement lock();
[[nodiscard]] Db::Statement selectIds();
[[nodiscard]] Db::Statement insertRow(const QString &id);
[[nodiscard]] Db::Statement removeRow(const QString &id);
/// Replaces what was noted before.
[[nodiscard]] Db::Statement putRecord(Db::Engine engine, const OwnRecord &record);
[[nodiscard]] Db::Statement setProgress(const QString &id, int progress);
[[nodiscard]] Db::Statement removeRecord(const QString &id);
/// SQLite: one row where EF Core's lock is held.
[[nodiscard]] Db::Statement selectEfLockTable();
[[nodiscard]] Db::Statement selectEfLock();

} // namespace HistorySql

/// Who is at work here: the account of this computer, for OwnRecord::appliedBy.
[[nodiscard]] QString operatorName();

} // namespace Schema
