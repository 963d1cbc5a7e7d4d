// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupreader.h"

namespace Backup {

/// rehearse() for a backup that was opened and found good; notes the outcome in its manifest. `beside`: where
/// the scratch place is made; none: a file in the reader's work folder.
[[nodiscard]] Core::Result<Rehearsal> rehearseOpened(BackupReader &reader,
                                                     const std::optional<Db::ConnectionSpec> &beside,
                                                     Core::JobContext &context);

} // namespace Backup
