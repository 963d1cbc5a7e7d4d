// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"

namespace Backup {

/// A file name from a template with {profile}, {database}, {kind}, {date} (20251211), {time} (093000),
/// {environment}. What a file system would not take becomes '_'. Never empty, no '/' and no leading dot.
[[nodiscard]] QString fileName(const QString &nameTemplate, const Origin &origin, Kind kind, Scope scope,
                               const QDateTime &localTime);
/// As in the guide: "{database}.{date}_{time}" for SQLite files, "{profile}_backup_{date}_{time}" with the
/// kind's ending for PostgreSQL.
[[nodiscard]] QString defaultTemplate(Db::Engine engine, Kind kind);
/// ".db", ".dump", ".sql"; for a wrapped file with ".zst" and ".enc" after it.
[[nodiscard]] QString ending(Kind kind, bool isCompressed, bool isEncrypted);
/// The folder offered first: "GSC Tracking backups" in the user's documents.
[[nodiscard]] QString defaultFolder();

} // namespace Backup
