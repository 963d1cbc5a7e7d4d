// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/makebackup.h"

namespace Backup {

/// Makes the verified backup that goes before a migration, of the kind that keeps the most: a copy of the
/// file, pg_dump's archive, or a portable snapshot where no pg_dump is new enough. Of `request` only source,
/// options and origin count. `folder`: where it goes; empty: defaultFolder(). Returns its file. Error: Io,
/// and those of makeBackup().
[[nodiscard]] Core::Result<QString> backUpBeforeMigration(const Request &request, const QString &folder,
                                                          Core::JobContext &context);

} // namespace Backup
