// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "core/job.h"

namespace Backup {

/// A pg_dump or pg_restore of this computer.
struct DumpTool
{
    QString path;    ///< absolute
    int major = 0;   ///< 15
    QString version; ///< "15.20"
};

/// Every pg_dump (`program`) of the computer, by /usr/lib/postgresql/*/bin, other usual folders and PATH,
/// without Debian's wrapper; lowest major first. `userPath` (a file or folder chosen by the user) goes first.
/// Runs each once for its version: not for the GUI thread.
[[nodiscard]] QList<DumpTool> dumpTools(const QString &program = QStringLiteral("pg_dump"),
                                        const QString &userPath = {});
/// The lowest that is not older than the server; the newest for 0, a version that nobody knows. Error:
/// Unsupported with a summary that names what is installed and what is needed, and offers the portable
/// snapshot.
[[nodiscard]] Core::Result<DumpTool> findDumpTool(int serverMajor, const QString &userPath = {});
/// 160004 or "16.4 (Debian …)" → 16; 0: cannot be read.
[[nodiscard]] int majorOf(const QString &serverVersion);

/// Runs pg_dump with its output in `output` (an existing file, which is emptied; not through a link). The
/// password goes through a 0600 password file that exists in memory only, nothing secret through argv; the
/// child has a clean environment, and is killed on cancel and when this process dies. `snapshot`:
/// Db::Snapshot::exportedName(). Needs no event loop. Error: its redacted words; Unsupported (a pooled host,
/// no PostgreSQL, a kind without pg_dump, a password with a line break); NotFound, Io, Cancelled.
struct DumpRun
{
    DumpTool tool;
    Db::ConnectionSpec source;
    Kind kind = Kind::Dump;
    Scope scope = Scope::Everything;
    QString table;
    QString snapshot;
    QString output;
};
[[nodiscard]] Core::Result<void> runDump(const DumpRun &run, Core::JobContext &context);

/// Turns a pg_dump archive into SQL text in `output`, by pg_restore -f; connects to nothing.
/// Error: Unsupported (no pg_restore, or the archive is newer), Corrupt, Cancelled.
[[nodiscard]] Core::Result<void> scriptOfDump(const QString &dump, const QString &output,
                                              Core::JobContext &context);

} // namespace Backup
