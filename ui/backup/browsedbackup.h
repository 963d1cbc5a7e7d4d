// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"
#include "core/job.h"
#include "profiles/profile.h"

#include <memory>

namespace Gui {

/// A backup that is looked into: a profile that opens it read-only, marked as a backup, and the private copy
/// that an unwrapped one needs for as long as it is open.
struct BrowsedBackup
{
    Profiles::Profile profile;
    std::shared_ptr<const void> copy; ///< null: the backup's own file is opened
};

/// Checks the file as untrusted, and unwraps it first where it is compressed or encrypted. Blocking, for a
/// job. Error: Unsupported (dumps and scripts are no databases), Authentication, Corrupt, Io, Cancelled, ….
[[nodiscard]] Core::Result<BrowsedBackup> browse(const Backup::Entry &entry, const QString &passphrase,
                                                 Core::JobContext &context);
/// Whether a window shows a backup: it is in no list of databases.
[[nodiscard]] bool isBrowsed(const Profiles::Profile &profile);

} // namespace Gui
