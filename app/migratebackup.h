// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "profiles/profile.h"

#include <functional>

namespace App {

/// Makes the verified backup that goes before a migration, of the kind that keeps the most: a copy of the
/// file, pg_dump's archive, or a portable snapshot where no pg_dump is new enough. `folder`: where it goes;
/// empty: Backup::defaultFolder(). Returns its file.
[[nodiscard]] std::function<Core::Result<QString>(Core::JobContext &)>
migrationBackup(const Profiles::Profile &profile, const Db::ConnectionSpec &connection,
                const QString &folder);

} // namespace App
