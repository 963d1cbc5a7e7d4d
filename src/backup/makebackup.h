// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "backup/wrapping.h"
#include "core/job.h"
#include "db/sessionoptions.h"

namespace Backup {

/// What a backup is to be made of, and where it goes.
struct Request
{
    Kind kind = Kind::Portable;
    Scope scope = Scope::Everything; ///< other than Everything: Script only, and OneTable also Portable
    QString table;                   ///< OneTable: its name
    Db::ConnectionSpec source;       ///< the direct way in, not a pooler's
    Db::SessionOptions options;      ///< query log and name; the gate does not matter for reading
    Origin origin;                   ///< engine, serverVersion, database and identity are filled in
    QString file;                    ///< the final name; nothing may be there
    Wrapping wrapping;
    QString dumpTool; ///< Dump and Script: absolute path of pg_dump; empty: findDumpTool() decides
    bool isSafetyCopy = false;
};

struct Made
{
    QString file;
    Manifest manifest;
};

/// Makes the backup, reads it whole again and compares it with what was counted and hashed in the same
/// snapshot, and writes its manifest. The thread that calls does the work. After an Error, a cancel, a kill
/// or a full disk nothing is under the final name. Error: Unsupported (the kind does not go with the engine,
/// no pg_dump is new enough, a pooled host for pg_dump), Connection, Io, Conflict (the name is taken),
/// Corrupt (what was read back differs), Cancelled.
[[nodiscard]] Core::Result<Made> makeBackup(const Request &request, Core::JobContext &context);

/// The same by hand, to copy: "sqlite3 …", "pg_dump -Fc …" or "gsc-admin backup …"; without secrets.
[[nodiscard]] QString equivalentCommand(const Request &request, const QString &target);

/// A rough size of the file in bytes and the free space of its folder, before the start. Asks the server.
struct Estimate
{
    qint64 size = 0;      ///< 0: not known
    qint64 freeSpace = 0; ///< bytes
};
[[nodiscard]] Core::Result<Estimate> estimate(const Request &request);

} // namespace Backup
