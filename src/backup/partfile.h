// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <QFile>

#include <memory>

namespace Backup {

/// A file on its way to its final name, so that after a failure, a kill or a power cut there is either
/// nothing under that name or all of it: NAME.part is made new (never through a link, 0600), and finish()
/// syncs it, gives it its name without replacing anything, and syncs the folder. Removed when it goes without
/// finish(). While it lives it holds a lock, so that removeLeftovers() of another process leaves it alone.
class PartFile final
{
public:
    /// Error: Io, Permission, Constraint (something of the final name is there already), Unsupported (the
    /// folder is no folder).
    [[nodiscard]] static Core::Result<std::unique_ptr<PartFile>> create(const QString &finalName);
    ~PartFile();
    Q_DISABLE_COPY_MOVE(PartFile)

    [[nodiscard]] QString path() const; ///< of the .part
    [[nodiscard]] QString finalName() const;
    /// For SQLite, which wants to make the file itself: it may open path() and write while this lives.
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes);
    /// After everything was written and checked. Error: Io, Constraint; nothing is under the name then.
    [[nodiscard]] Core::Result<void> finish();

private:
    PartFile();
    struct Private;
    std::unique_ptr<Private> d;
};

/// Deletes the .part files (and SQLite's -journal/-wal/-shm of them) that dead processes left in `folder`.
/// Returns their names.
QStringList removeLeftovers(const QString &folder);

/// SHA-256 of a regular file, read in one go; follows no link. Not for a database that is open in this
/// process. Error: NotFound, Unsupported, Io, Cancelled.
[[nodiscard]] Core::Result<QByteArray> hashOfFile(const QString &file, Core::JobContext &context);

} // namespace Backup
