// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "backup/workfolder.h"
#include "tables/tablesource.h"

namespace Backup {

/// What a plain (unwrapped) backup file turned out to hold. Nothing of it runs.
struct Inside
{
    Kind kind = Kind::Portable;
    QString script; ///< Dump and Script: the SQL text
    /// The rows. Null: a script whose columns nobody knows.
    std::unique_ptr<Tables::TableSource> source;
    std::unique_ptr<Core::JobContext::Stopper> stopper; ///< ends what the source does; goes before it
};

/// Opens and checks the shape of a plain file: SQLite's integrity and keys, pg_dump's archive and closing
/// line. `schema`: what the columns of a script are, null where unknown. Error: Corrupt, Syntax, Unsupported
/// (not a backup, or refused), Io, Cancelled.
[[nodiscard]] Core::Result<Inside> openInside(const QString &plain, Kind kind,
                                              const Tables::SchemaModel *schema, const WorkFolder &work,
                                              Core::JobContext &context);

/// What the first bytes of a plain file say. Portable counts as SqliteSnapshot here: both are SQLite files.
/// nullopt: neither a database nor text.
[[nodiscard]] Core::Result<std::optional<Kind>> kindOf(const QString &plain);

/// A backup that was opened and read whole: what was found wrong, or its rows.
class BackupReader final
{
public:
    /// `fallback`: the columns for a script without a manifest. Error: as verifyBackup().
    [[nodiscard]] static Core::Result<std::unique_ptr<BackupReader>>
    open(const QString &file, const QString &passphrase, Core::JobContext &context,
         const Tables::SchemaModel *fallback = nullptr);

    [[nodiscard]] const Verification &verification() const { return m_verification; }
    [[nodiscard]] Kind kind() const { return m_inside.kind; }
    /// Null where there is something wrong, and for a script whose columns nobody knows.
    [[nodiscard]] Tables::TableSource *source() const { return m_inside.source.get(); }
    /// A script that nobody knows the columns of, or that has no rows, can only be run.
    [[nodiscard]] bool hasRows() const
    {
        return m_inside.source && m_verification.manifest.scope != Scope::SchemaOnly;
    }
    [[nodiscard]] const QString &script() const { return m_inside.script; }
    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] const WorkFolder &work() const { return *m_work; }
    /// Writes the outcome into the manifest. Where that cannot be written the backup stays as it is: the
    /// outcome is in verification() all the same.
    void note() const;

private:
    BackupReader() = default;
    [[nodiscard]] Core::Result<void> readManifestOf(const QString &file, Core::JobContext &context);
    [[nodiscard]] Core::Result<void> unwrapInto(QString &plain, const QString &passphrase,
                                                Core::JobContext &context);
    [[nodiscard]] Core::Result<void> look(const QString &plain, const Tables::SchemaModel *fallback,
                                          Core::JobContext &context);
    [[nodiscard]] Core::Result<void> compare(Core::JobContext &context);
    /// Notes a problem of the backup, as opposed to one of the program or its surroundings.
    [[nodiscard]] Core::Result<void> problem(const Core::Error &error);

    QString m_file;
    bool m_manifestIsReadable = false;
    Verification m_verification;
    std::unique_ptr<WorkFolder> m_work;
    Inside m_inside;
};

} // namespace Backup
