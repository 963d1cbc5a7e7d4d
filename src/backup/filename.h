// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"

namespace Backup {

/// A file name from a template with {profile}, {database}, {kind}, {date} (20251211), {time} (093000),
/// {environment} and {scope}: nothing for everything, "data_", "schema_", or the table and a "_". Words are
/// written as in the guide: "Staging West" becomes "staging_west". What a file system would not take, also
/// that of a USB stick, becomes '_'. Never empty, no '/', no leading dot or '-', and short enough for every
/// ending. A result that does not tell the kind gets the kind's ending.
[[nodiscard]] QString fileName(const QString &nameTemplate, const Origin &origin, Kind kind, Scope scope,
                               const QDateTime &localTime, const QString &table = {});
/// As in the guide: "{database}.{date}_{time}" for SQLite files, "{profile}_{scope}backup_{date}_{time}" with
/// the kind's ending for the others.
[[nodiscard]] QString defaultTemplate(Db::Engine engine, Kind kind);
/// ".db", ".dump", ".sql"; for a wrapped file with ".zst" and ".enc" after it.
[[nodiscard]] QString ending(Kind kind, bool isCompressed, bool isEncrypted);
/// The part of it that says how the bytes are wrapped: ".zst", ".enc", ".zst.enc" or nothing.
[[nodiscard]] QString wrappingEnding(bool isCompressed, bool isEncrypted);
/// What the name tells where there is no manifest: "gsctracking.db.20251211_093000", "x.dump.zst". A portable
/// snapshot is called like any SQLite file.
[[nodiscard]] std::optional<Kind> kindFromName(const QString &file);
/// The folder offered first: "GSC Tracking backups" in the user's documents.
[[nodiscard]] QString defaultFolder();

} // namespace Backup
