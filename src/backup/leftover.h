// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLatin1String>

namespace Backup {

/// The ending of a file that has not got its final name yet. See PartFile.
inline constexpr QLatin1String partEnding(".gsc-admin.part");

/// What became of a .part that was in the way.
enum class Leftover {
    Removed,  ///< its writer is dead
    Vanished, ///< nothing is there any more
    Alive,    ///< it is being written
    Foreign,  ///< no file of ours, or not to be judged: left alone
};

/// Deletes `partName` in the open folder when no living process holds it, SQLite's files of it and a manifest
/// whose backup never got its name first.
Leftover removeLeftover(int folder, const QByteArray &partName);

/// Deletes SQLite's files beside a database that nobody has open.
void removeSqliteFiles(int folder, const QByteArray &databaseName);

/// The manifest is written before the backup gets its name. Where that never happened nothing has use for it:
/// deletes it unless there is something under the backup's name.
void removeOrphanedManifest(int folder, const QByteArray &backupName);

/// Whether the name in the folder is still the file that is open, and not something put in its place.
bool isSameFile(int folder, const QByteArray &name, int descriptor);

} // namespace Backup
