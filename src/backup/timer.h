// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace Backup {

struct Schedule;

/// The systemd user timer of a schedule: gsc-admin-backup-<profile id>.{service,timer} in
/// ~/.config/systemd/user.
struct Timer
{
    QString serviceFile, serviceText;
    QString timerFile, timerText; ///< Persistent=true: a missed run is caught up
};
/// `program`: the absolute path of gsc-admin. Empty for a schedule that never runs.
[[nodiscard]] Timer timerFor(const Schedule &schedule, const QString &profileName, const QString &program);
/// Writes the files, replacing those of an older schedule, and tells systemctl --user. Error: Io, Permission,
/// Syntax (the schedule never runs), Unsupported (no systemd for this user); the files are as before then.
/// Not for the GUI thread: systemctl may take seconds.
[[nodiscard]] Core::Result<void> installTimer(const Timer &timer);
/// Stops it and deletes its files; nothing there is success. Error: Io, Syntax (no profile's id). Not for the
/// GUI thread.
[[nodiscard]] Core::Result<void> removeTimer(const QString &profile);
[[nodiscard]] bool isTimerInstalled(const QString &profile);

} // namespace Backup
