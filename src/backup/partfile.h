// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <memory>

namespace Backup {

/// A file on its way to its final name, so that after a failure, a kill or a power cut there is either
/// nothing under that name or all of it: NAME.gsc-admin.part is made new (never through a link, 0600), and
/// finish() syncs it, gives it its name without replacing anything, and syncs the folder. Removed when it
/// goes without finish(). While it lives it holds a lock, so that removeLeftovers() of another process leaves
/// it alone. The long ending tells it from unfinished downloads of other programs.
class PartFile final
{
public:
    enum class Existing {
        Refuse,
        Replace, ///< for small files that change: what had the name is there until finish(), or stays
    };

    /// Makes the folder only where it is defaultFolder(): a disk that is not mounted must not become a
    /// folder. Error: Io, Permission, NotFound (no such folder), Conflict (something of the final name is
    /// there already), Unsupported (the folder is no folder), Busy (another program is writing this very
    /// file).
    [[nodiscard]] static Core::Result<std::unique_ptr<PartFile>> create(const QString &finalName,
                                                                        Existing existing = Existing::Refuse);
    ~PartFile();
    Q_DISABLE_COPY_MOVE(PartFile)

    [[nodiscard]] QString path() const; ///< of the .part
    [[nodiscard]] QString finalName() const;
    /// For SQLite, which wants to make the file itself: it may open path() and write while this lives, and is
    /// closed again before finish().
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes);
    /// After everything was written and checked. Error: Io, Conflict; nothing is under the name then (with
    /// Replace: what was there before, but for an error that says that it may not survive a power cut).
    [[nodiscard]] Core::Result<void> finish();

private:
    PartFile();
    struct Private;
    std::unique_ptr<Private> d;
};

/// Deletes the .part files (and SQLite's -journal/-wal/-shm of them, and a manifest whose backup never got
/// its name) that dead processes of this user left in `folder`. Returns the names of the .part files.
QStringList removeLeftovers(const QString &folder);

/// SHA-256 of a regular file, read in one go; follows no link. Enters a phase of its own. Not for a database
/// that is open in this process. Error: NotFound, Unsupported, Permission, Io (also when the file changed
/// meanwhile), Cancelled.
[[nodiscard]] Core::Result<QByteArray> hashOfFile(const QString &file, Core::JobContext &context);

} // namespace Backup
