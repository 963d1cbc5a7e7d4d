// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/schedule.h"

#include <QTimeZone>

namespace Backup {

namespace {

constexpr qint64 minute = 60; // s
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

/// The same moment where people's days and times are meant.
QDateTime zoned(const QDateTime &now)
{
    return now.timeSpec() == Qt::UTC ? now.toLocalTime() : now;
}

/// `time` of that day; where clocks skip it, the first minute behind the gap. Asked by the way back, since
/// what Qt makes of a time that does not exist depends on its version and on the kind of zone.
QDateTime momentOn(const QDate &date, const QTime &time, const QDateTime &zone)
{
    const QTimeZone timeZone = zone.timeZone();
    const qint64 wanted = QDateTime(date, time, Qt::UTC).toSecsSinceEpoch();
    const auto clockAt = [&](qint64 second) {
        const QDateTime utc = QDateTime::fromSecsSinceEpoch(second, Qt::UTC);
        return second + timeZone.offsetFromUtc(utc);
    };
    // The offset a day before and a day after bound what it can be on the day; the earliest moment whose
    // clock is not before the wanted time is the answer, for a time that comes twice the first of the two.
    const auto offsetAt = [&](qint64 second) { return clockAt(second) - second; };
    const qint64 early = wanted - std::max(offsetAt(wanted - 2 * day), offsetAt(wanted + 2 * day));
    const qint64 late = wanted - std::min(offsetAt(wanted - 2 * day), offsetAt(wanted + 2 * day));
    qint64 second = early;
    while (second < late && clockAt(second) < wanted)
        second += minute;
    return QDateTime::fromSecsSinceEpoch(second, timeZone);
}

bool isRunDay(const Schedule &schedule, const QDate &date)
{
    return schedule.every == Schedule::Every::Day || date.dayOfWeek() == int(schedule.weekday);
}

/// The last planned time that is not after `now`.
QDateTime lastPlanned(const Schedule &schedule, const QDateTime &now)
{
    for (QDate date = now.date().addDays(1);; date = date.addDays(-1)) {
        if (!isRunDay(schedule, date))
            continue;
        const QDateTime planned = momentOn(date, schedule.at, now);
        if (planned <= now)
            return planned;
    }
}

QDateTime nextPlanned(const Schedule &schedule, const QDateTime &now)
{
    for (QDate date = now.date().addDays(-1);; date = date.addDays(1)) {
        if (!isRunDay(schedule, date))
            continue;
        const QDateTime planned = momentOn(date, schedule.at, now);
        if (planned > now)
            return planned;
    }
}

/// A note from a day that has not come yet was made under a wrong clock.
bool isBelievable(const QDateTime &noted, const QDateTime &now)
{
    return noted.isValid() && noted <= now.addSecs(day);
}

bool canRun(const Schedule &schedule)
{
    return schedule.every != Schedule::Every::Never && schedule.at.isValid();
}

} // namespace

Retention Schedule::retention() const
{
    Retention result = keep;
    if (!alsoWeekly)
        result.weekly = 0;
    return result;
}

Schedule presetOf(Preset preset)
{
    Schedule result;
    if (preset == Preset::Local)
        return result;
    result.every = Schedule::Every::Day;
    result.keep.daily = 7;
    if (preset == Preset::Production) {
        result.keep.daily = 30;
        result.alsoWeekly = true;
        result.keep.weekly = 12;
    }
    return result;
}

bool isDue(const Schedule &schedule, const QDateTime &now)
{
    if (!canRun(schedule))
        return false;
    const QDateTime local = zoned(now);
    const bool triedJustNow = schedule.lastTry.isValid() && schedule.lastTry <= local.addSecs(minute) &&
                              schedule.lastTry.secsTo(local) < hour;
    if (triedJustNow)
        return false;
    return !isBelievable(schedule.lastRun, local) || schedule.lastRun < lastPlanned(schedule, local);
}

QDateTime nextRun(const Schedule &schedule, const QDateTime &now)
{
    if (!canRun(schedule))
        return {};
    const QDateTime local = zoned(now);
    if (isDue(schedule, local))
        return local;
    // After a failed try the pause ends before the next planned time.
    const bool isMissing =
        !isBelievable(schedule.lastRun, local) || schedule.lastRun < lastPlanned(schedule, local);
    const QDateTime next = nextPlanned(schedule, local);
    const QDateTime afterPause = schedule.lastTry.addSecs(hour).toTimeZone(local.timeZone());
    return isMissing && afterPause < next ? afterPause : next;
}

} // namespace Backup
