// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"

namespace Backup {

/// Removes what killed runs left behind: unfinished files in the folders of the known backups, and the
/// folders that jobs worked in. What a living process still writes stays. Returns the names of the files.
/// Blocking: not for the GUI thread. Error: that of Shelf::entries().
[[nodiscard]] Core::Result<QStringList> tidyUp(const Shelf &shelf);

} // namespace Backup
