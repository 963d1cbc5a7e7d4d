// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "schema/schemadifference.h"

namespace Schema {

/// Where a migration stands in a database.
enum class MigrationState {
    Applied,
    Changed,     ///< applied, but its file is no longer what was applied
    Pending,     ///< to be applied
    Interrupted, ///< begun outside of a transaction and not finished; applying it goes on with it
    Superseded,  ///< the web application has made what it would make; never applied
    Adoptable,   ///< what it would make is there, but the history does not say so: see adopt()
    Unavailable, ///< needs an extension that may not be made here; the program works without it, slower
    Elsewhere,   ///< in the history, and this program knows nothing of it; never touched
};

/// The state's word, translated; and for scripts: "applied", "changed", "pending", …
[[nodiscard]] QString wordOf(MigrationState state);
[[nodiscard]] QString keyOf(MigrationState state);

/// One line of the list.
struct MigrationEntry
{
    QString id;
    MigrationState state = MigrationState::Pending;
    bool isOwn = false;   ///< carried by the program; else from the team's folder, or Elsewhere
    bool hasDown = false; ///< can be taken back
    QString note;         ///< why it stands there, translated; may be empty
    QString appliedBy;    ///< empty: not known
    QString appliedAt;    ///< UTC, "2026-01-31 12:00:00"; empty: not known
    qint64 milliseconds = 0;
    QString checksum; ///< of the file; empty: Elsewhere
    QString up;       ///< SQL, as in the files
    QString down;
    QStringList words; ///< what `up` does, one sentence a statement
};

/// All that is known of a database and its migrations, at one moment.
struct MigrationStatus
{
    QList<MigrationEntry> entries; ///< in the order in which they are applied
    Lineage lineage = Lineage::Empty;
    QString explanation;           ///< of the lineage, for people
    QList<Difference> differences; ///< expected against real
    QStringList warnings;          ///< further sentences: rows newer than everything known, a held lock
    DatabaseState state;
    QList<Migration> catalogue;

    [[nodiscard]] QStringList idsIn(MigrationState state) const;
    /// Something that apply would do.
    [[nodiscard]] bool hasPending() const;
    /// A file that changed after it was applied, or tables that are not as expected.
    [[nodiscard]] bool hasDrift() const;
    [[nodiscard]] const MigrationEntry *entry(const QString &id) const;
    /// Rows of the history that are newer than all that this program knows of, the web application's
    /// included: their tables may be others than it expects.
    [[nodiscard]] QStringList unknownNewerRows() const;
};

/// Reads the folder and the database; changes nothing. Error: those of migrations() and readState().
[[nodiscard]] Core::Result<MigrationStatus> readStatus(const Target &target, Core::JobContext &context);
/// The same on a session that is there.
[[nodiscard]] Core::Result<MigrationStatus> statusOf(Db::Session &session, const QString &folder);

} // namespace Schema
