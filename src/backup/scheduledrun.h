// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/makebackup.h"
#include "backup/schedule.h"
#include "backup/shelf.h"

namespace Backup {

/// What a scheduled run did.
struct ScheduledRun
{
    Made made;
    QStringList removed; ///< files that the schedule's retention no longer keeps
};

/// Makes the backup that `schedule` asks for, puts it on the shelf, and then deletes what its retention no
/// longer keeps of the same database. Success and problem are noted in `store`, so that everybody sees when
/// it last went well. `base`: source, options and origin; the rest is the schedule's. Error: those of
/// makeBackup(); that old backups could not be deleted is none, it is noted in `store`.
[[nodiscard]] Core::Result<ScheduledRun> runSchedule(const Schedule &schedule, const Request &base,
                                                     ScheduleStore &store, Shelf &shelf,
                                                     Core::JobContext &context);

} // namespace Backup
