// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/makebackup.h"

namespace Backup {

/// What a check of a backup found. A problem with the backup is a result, not an Error.
struct Verification
{
    bool isGood = false;
    bool hasManifest = false; ///< without one only the file's own shape could be checked
    QString problem;          ///< what is wrong, and what it means; translated
    Manifest manifest;
    QList<Tables::TableSummary> found; ///< counted and hashed in the file itself
};

/// Reads the whole file: manifest, SHA-256, unwrapping, integrity, every row, counts and hashes; notes the
/// outcome in the manifest. Untrusted: nothing of the file runs. Error: NotFound, Authentication (passphrase
/// missing or another one), Io, Cancelled.
[[nodiscard]] Core::Result<Verification> verifyBackup(const QString &file, const QString &passphrase,
                                                      Core::JobContext &context);

enum class RestoreMode {
    Replace, ///< afterwards the tables hold what the backup holds
    Merge,   ///< missing rows are added, older ones updated; nothing is removed
};

struct RestoreRequest
{
    QString file;
    QString passphrase;
    Db::ConnectionSpec target;  ///< the direct way in
    Db::SessionOptions options; ///< with the gate: read-only is respected
    Origin targetOrigin;        ///< for the safety backup's name and manifest
    RestoreMode mode = RestoreMode::Replace;
    QStringList tables;   ///< empty: all
    QStringList ids;      ///< of Customer, Merge with one table: only these rows; empty: all
    QString safetyFolder; ///< where the safety backup goes; empty: defaultFolder()
    bool withRehearsal = true;
};

struct TableChange
{
    QString table;
    qint64 added = 0;
    qint64 changed = 0;
    qint64 removed = 0;
    qint64 kept = 0;        ///< newer in the database than in the backup (Merge), or not in the backup
    qint64 unremovable = 0; ///< not in the backup, but other rows refer to them
};

/// What a restore would do; nothing is changed by finding out.
struct Preview
{
    Manifest manifest;
    bool isVerified = false;    ///< the manifest is there and everything fits
    bool isEmptyTarget = false; ///< the tables are made
    QList<TableChange> tables;
    QString newestInBackup; ///< UpdatedAt
    QString newestInDatabase;
    QStringList examples; ///< a few changed customers in words: "Ada Lovelace: Phone 1 → 2"
    QStringList warnings; ///< other migrations, a column that the backup lacks, no manifest, …
};
/// Error: those of verifyBackup(); Corrupt (the verification failed); Unsupported (not a backup, too new, the
/// database lacks columns); Connection.
[[nodiscard]] Core::Result<Preview> previewRestore(const RestoreRequest &request, Core::JobContext &context);

/// What a rehearsal found. That the backup cannot be restored is a result.
struct Rehearsal
{
    bool isGood = false;
    QString where;   ///< "a scratch database on db.example.com", "a scratch file"
    QString problem; ///< translated
    QList<Tables::TableSummary> tables;
    qint64 milliseconds = 0;
};
/// Restores into a scratch place that is removed afterwards and compares counts and hashes; notes the outcome
/// in the manifest. `scratch`: a PostgreSQL database on whose server a scratch database or schema is made;
/// none: a scratch SQLite file (which cannot carry dumps and scripts further than reading them).
[[nodiscard]] Core::Result<Rehearsal> rehearse(const QString &file, const QString &passphrase,
                                               const std::optional<Db::ConnectionSpec> &scratch,
                                               Core::JobContext &context);

struct Restored
{
    QList<TableChange> tables;
    QStringList unremovable; ///< "Customer 17": what other rows refer to and the backup does not have
    QString safetyBackup;    ///< the way back: restore it with Replace; empty: the database was empty
    std::optional<Rehearsal> rehearsal;
};
/// Verify, safety backup, rehearsal, then all changes in one transaction, counts and hashes compared before
/// it is committed. Error: ReadOnly, Busy, Corrupt, OutcomeUnknown, Cancelled, …; but for OutcomeUnknown
/// nothing is changed.
[[nodiscard]] Core::Result<Restored> restore(const RestoreRequest &request, Core::JobContext &context);

/// One customer that differs between a backup and the database.
struct RowDifference
{
    enum class Kind { OnlyInBackup, Changed, OnlyInDatabase };
    Kind kind = Kind::Changed;
    QString id;
    QString name;
    struct Field
    {
        QString column;
        std::optional<QString> inBackup;
        std::optional<QString> inDatabase;
    };
    QList<Field> fields;
};
/// The customers that differ, at most `limit`, by id. Reads only.
[[nodiscard]] Core::Result<QList<RowDifference>>
compareCustomers(const QString &file, const QString &passphrase, const Db::ConnectionSpec &database,
                 const Db::SessionOptions &options, int limit, Core::JobContext &context);

} // namespace Backup
