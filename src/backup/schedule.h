// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/listfile.h"
#include "backup/retention.h"
#include "backup/timer.h"

#include <QTime>

namespace Backup {

/// When backups of a profile are made by themselves, and how many are kept.
struct Schedule
{
    enum class Every { Never, Day, Week };

    QString profile; ///< id
    Every every = Every::Never;
    Qt::DayOfWeek weekday = Qt::Monday; ///< Every::Week
    QTime at = QTime(12, 30);           ///< local
    bool alsoWeekly = false; ///< Production: the newest of each week is kept longer, keep.weekly weeks
    Kind kind = Kind::Portable;
    QString folder; ///< empty: defaultFolder()
    bool compress = true;
    Retention keep;
    QDateTime lastRun;   ///< UTC, of a success; invalid: never
    QDateTime lastTry;   ///< UTC, of a try that failed after it; invalid: none
    QString lastProblem; ///< of the last try; empty: it went well

    /// What planRetention() is to be given: `keep`, without weekly ones unless they are wanted.
    [[nodiscard]] Retention retention() const;
    friend bool operator==(const Schedule &, const Schedule &) = default;
};

/// The guide's recommendation: Local never; Staging daily for 7 days; Production daily for 30 days and
/// weekly for 12 weeks.
enum class Preset { Local, Staging, Production };
[[nodiscard]] Schedule presetOf(Preset preset);

/// Whether a run is due at `now`, also one that was missed while the computer was off, or never made. After a
/// failed try there is an hour's pause. A time that a change of clocks skips counts from its end, one that
/// comes twice counts once, and a run noted under a clock that was ahead by days does not count. `now` tells
/// the time zone of `at`; UTC is taken for a moment, not for a zone.
[[nodiscard]] bool isDue(const Schedule &schedule, const QDateTime &now);
/// `now` where a run is due, else the next time, in the zone of `at`; invalid: never.
[[nodiscard]] QDateTime nextRun(const Schedule &schedule, const QDateTime &now);

/// schedules.json in the config folder, durable. Several programs may use it at once. A damaged file is
/// renamed and told once (Corrupt); one of a newer version is left alone (Unsupported). Blocking.
class ScheduleStore final
{
public:
    explicit ScheduleStore(const QString &file = {});
    [[nodiscard]] Core::Result<QList<Schedule>> schedules() const;
    /// What is noted of runs in the file stays where it is newer, so that a dialog does not undo it.
    /// Error also: Syntax (no profile's id, or no time).
    [[nodiscard]] Core::Result<void> save(const Schedule &schedule);
    /// Notes the end of a try at `when`; `problem` empty: a success. Error also: NotFound (no such schedule).
    [[nodiscard]] Core::Result<void> noteRun(const QString &profile, const QDateTime &when,
                                             const QString &problem);
    [[nodiscard]] Core::Result<void> remove(const QString &profile);

private:
    ListFile m_list;
};

} // namespace Backup
