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
    Gone,    ///< its writer is dead: it was deleted, or somebody else did
    Alive,   ///< it is being written
    Foreign, ///< no file of ours, or not to be judged: left alone
};

/// Deletes `partName` in the open folder when no living process holds it, SQLite's files of it first.
Leftover removeLeftover(int folder, const QByteArray &partName);

/// Deletes SQLite's files beside a database that nobody has open.
void removeSqliteFiles(int folder, const QByteArray &databaseName);

/// Whether the name in the folder is still the file that is open, and not something put in its place.
bool isSameFile(int folder, const QByteArray &name, int descriptor);

} // namespace Backup
