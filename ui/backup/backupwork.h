// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "backup/shelf.h"

/// Pieces of work of the backup dialogs, for threads of jobs: those of src/backup, and what belongs to them
/// in the window. That a finished backup could not be put on the list of known ones is no failure of it: the
/// file is there, and lies beside others that are found again.
namespace Gui::BackupWork {

/// What is known about any file that may be a backup: its manifest, else what its first bytes and its name
/// show. Error: NotFound, Io.
[[nodiscard]] Core::Result<Backup::Entry> entryOf(const QString &file);

[[nodiscard]] Core::Result<Backup::Made> make(const Backup::Request &request, Core::JobContext &context);
[[nodiscard]] Core::Result<Backup::Verification> verify(const QString &file, const QString &passphrase,
                                                        Core::JobContext &context);
[[nodiscard]] Core::Result<Backup::Restored> restore(const Backup::RestoreRequest &request,
                                                     Core::JobContext &context);
/// Deletes these backups; returns how many are gone. Goes on with the next where one cannot be deleted, and
/// then gives that error.
[[nodiscard]] Core::Result<int> removeAll(const QStringList &files, Core::JobContext &context);

} // namespace Gui::BackupWork
