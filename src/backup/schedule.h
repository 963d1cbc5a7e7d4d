// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"

#include <QTime>

namespace Backup {

/// When backups of a profile are made by themselves, and how many are kept.
struct Schedule
{
    enum class Every { Never, Day, Week };

    QString profile; ///< id
    Every every = Every::Never;
    QTime at = QTime(12, 30);
    bool alsoWeekly = false; ///< Production: a weekly one that is kept longer
    Kind kind = Kind::Portable;
    QString folder; ///< empty: defaultFolder()
    bool compress = true;
    Retention keep;
    QDateTime lastRun;   ///< UTC, of a success; invalid: never
    QString lastProblem; ///< of the last try; empty: it went well
    friend bool operator==(const Schedule &, const Schedule &) = default;
};

/// The guide's recommendation: Local never; Staging daily for 7 days; Production daily for 30 days and
/// weekly.
enum class Preset { Local, Staging, Production };
[[nodiscard]] Schedule presetOf(Preset preset);

/// Whether a run is due at `now`, also one that was missed while the computer was off.
[[nodiscard]] bool isDue(const Schedule &schedule, const QDateTime &now);
/// invalid: never.
[[nodiscard]] QDateTime nextRun(const Schedule &schedule, const QDateTime &now);

/// schedules.json in the config folder, durable.
class ScheduleStore final
{
public:
    explicit ScheduleStore(const QString &file = {});
    [[nodiscard]] Core::Result<QList<Schedule>> schedules() const;
    [[nodiscard]] Core::Result<void> save(const Schedule &schedule);
    [[nodiscard]] Core::Result<void> remove(const QString &profile);

private:
    QString m_file;
};

/// The systemd user timer of a schedule: gsc-admin-backup-<profile id>.{service,timer} in
/// ~/.config/systemd/user.
struct Timer
{
    QString serviceFile, serviceText;
    QString timerFile, timerText; ///< Persistent=true: a missed run is caught up
};
[[nodiscard]] Timer timerFor(const Schedule &schedule, const QString &profileName, const QString &program);
/// Writes the files and tells systemctl --user. Error: Io, Unsupported (no systemd for this user: the files
/// are not left). Not for the GUI thread.
[[nodiscard]] Core::Result<void> installTimer(const Timer &timer);
[[nodiscard]] Core::Result<void> removeTimer(const QString &profile);
[[nodiscard]] bool isTimerInstalled(const QString &profile);

} // namespace Backup
