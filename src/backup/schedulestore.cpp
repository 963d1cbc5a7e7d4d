// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/schedule.h"
#include "core/jsonrest.h"
#include "core/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;
using Core::JsonReader;

constexpr qsizetype maxSchedules = 1000;
constexpr qsizetype maxPath = 4096;
constexpr qsizetype maxProblem = 20'000;
constexpr int maxKept = 10'000;

// In the order of the enumerations.
constexpr std::array everyKeys{"never", "day", "week"};
constexpr std::array kindKeys{"sqlite", "portable", "dump", "script"};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::ScheduleStore)
};

QJsonObject toJson(const Schedule &schedule)
{
    return {{QStringLiteral("profile"), schedule.profile},
            {QStringLiteral("every"), QLatin1String(everyKeys.at(std::size_t(schedule.every)))},
            {QStringLiteral("weekday"), int(schedule.weekday)},
            {QStringLiteral("at"), schedule.at.toString(QStringLiteral("HH:mm"))},
            {QStringLiteral("alsoWeekly"), schedule.alsoWeekly},
            {QStringLiteral("kind"), keyOf(schedule.kind)},
            {QStringLiteral("folder"), schedule.folder},
            {QStringLiteral("compress"), schedule.compress},
            {QStringLiteral("keep"), QJsonObject{{QStringLiteral("last"), schedule.keep.last},
                                                 {QStringLiteral("daily"), schedule.keep.daily},
                                                 {QStringLiteral("weekly"), schedule.keep.weekly},
                                                 {QStringLiteral("monthly"), schedule.keep.monthly}}},
            {QStringLiteral("lastRun"), Core::momentText(schedule.lastRun)},
            {QStringLiteral("lastTry"), Core::momentText(schedule.lastTry)},
            {QStringLiteral("lastProblem"), schedule.lastProblem}};
}

Schedule fromJson(const QJsonObject &json, const QString &place, std::optional<Core::JsonProblem> &problem)
{
    static const QRegularExpression id(QStringLiteral(R"(\A[A-Za-z0-9-]{1,64}\z)"));
    JsonReader reader(json, place, problem);
    Schedule result;
    result.profile = reader.text("profile", 64);
    result.every = Schedule::Every(reader.word("every", everyKeys));
    result.weekday = Qt::DayOfWeek(reader.number("weekday", Qt::Monday, Qt::Sunday, Qt::Monday));
    const QString at = reader.text("at", 5);
    result.at = QTime::fromString(at, QStringLiteral("HH:mm"));
    result.alsoWeekly = reader.flag("alsoWeekly");
    result.kind = Kind(reader.word("kind", kindKeys));
    result.folder = reader.text("folder", maxPath, JsonReader::Shape::Any);
    result.compress = reader.flag("compress");
    JsonReader keep(reader.object("keep"), reader.placeOf(QStringLiteral("keep")), problem);
    result.keep = {keep.number("last", 0, maxKept, 0), keep.number("daily", 0, maxKept, 0),
                   keep.number("weekly", 0, maxKept, 0), keep.number("monthly", 0, maxKept, 0)};
    result.lastRun = reader.moment("lastRun");
    result.lastTry = reader.moment("lastTry");
    result.lastProblem = reader.text("lastProblem", maxProblem, JsonReader::Shape::Any);
    if (!id.match(result.profile).hasMatch())
        reader.fail(QStringLiteral("profile"));
    if (!result.at.isValid())
        reader.fail(QStringLiteral("at"));
    if (!result.folder.isEmpty() && !QDir::isAbsolutePath(result.folder))
        reader.fail(QStringLiteral("folder"));
    return result;
}

QList<Schedule> schedulesIn(const QJsonObject &object, std::optional<Core::JsonProblem> &problem)
{
    QList<Schedule> result;
    JsonReader reader(object, {}, problem);
    const QJsonArray list = reader.array("schedules", maxSchedules);
    for (const QJsonValue &item : list) {
        const QString place = QStringLiteral("schedules[%1]").arg(result.size());
        Schedule schedule = fromJson(item.toObject(), place, problem);
        const bool isTwice = std::any_of(result.begin(), result.end(), [&](const Schedule &other) {
            return other.profile == schedule.profile;
        });
        if (isTwice)
            reader.fail(place);
        result.append(std::move(schedule));
    }
    return result;
}

std::optional<Core::JsonProblem> check(const QJsonObject &object)
{
    std::optional<Core::JsonProblem> problem;
    (void)schedulesIn(object, problem);
    return problem;
}

/// What a run left: the later of the two, unless it comes from a clock that was ahead.
void keepNewerNotes(Schedule &schedule, const Schedule &inFile)
{
    const QDateTime latest = QDateTime::currentDateTimeUtc().addDays(1);
    const auto last = [&](const Schedule &of) {
        QDateTime result;
        for (const QDateTime &moment : {of.lastRun, of.lastTry})
            if (moment.isValid() && moment <= latest && (!result.isValid() || moment > result))
                result = moment;
        return result;
    };
    const QDateTime ours = last(schedule);
    const QDateTime theirs = last(inFile);
    if (!theirs.isValid() || (ours.isValid() && ours >= theirs))
        return;
    schedule.lastRun = inFile.lastRun;
    schedule.lastTry = inFile.lastTry;
    schedule.lastProblem = inFile.lastProblem;
}

/// The list with one schedule changed by `change`, added where it is not there; keys of newer versions stay.
Core::Result<void>
changeOne(const ListFile &list, const QString &profile,
          const std::function<Core::Result<Schedule>(const std::optional<Schedule> &)> &change)
{
    return list.update([&](QJsonObject &object) -> Core::Result<void> {
        QJsonArray schedules = object.value(QLatin1String("schedules")).toArray();
        qsizetype at = 0;
        while (at < schedules.size() &&
               schedules.at(at).toObject().value(QLatin1String("profile")).toString() != profile)
            ++at;
        const QJsonObject old = at < schedules.size() ? schedules.at(at).toObject() : QJsonObject();
        std::optional<Core::JsonProblem> problem;
        const auto changed =
            change(at < schedules.size() ? std::optional(fromJson(old, {}, problem)) : std::nullopt);
        if (!changed)
            return changed.error();
        const QJsonObject known = toJson(*changed);
        const QJsonObject merged = Core::JsonRest::merged(known, Core::JsonRest::of(old, known));
        if (at < schedules.size())
            schedules[at] = merged;
        else
            schedules.append(merged);
        object.insert(QStringLiteral("schedules"), schedules);
        return {};
    });
}

} // namespace

ScheduleStore::ScheduleStore(const QString &file)
    : m_list(file.isEmpty() ? Core::Paths::config() + QStringLiteral("/schedules.json") : file, &check)
{}

Core::Result<QList<Schedule>> ScheduleStore::schedules() const
{
    const auto object = m_list.read();
    if (!object)
        return object.error();
    std::optional<Core::JsonProblem> problem;
    return schedulesIn(*object, problem);
}

Core::Result<void> ScheduleStore::save(const Schedule &schedule)
{
    return changeOne(m_list, schedule.profile, [&](const std::optional<Schedule> &old) {
        Schedule result = schedule;
        if (old)
            keepNewerNotes(result, *old);
        return Core::Result<Schedule>(result);
    });
}

Core::Result<void> ScheduleStore::noteRun(const QString &profile, const QDateTime &when,
                                          const QString &problem)
{
    return changeOne(m_list, profile, [&](const std::optional<Schedule> &old) -> Core::Result<Schedule> {
        if (!old)
            return Error{ErrorKind::NotFound,
                         Text::tr("There is no schedule for this profile any more. Nothing was changed."),
                         {},
                         {}};
        Schedule result = *old;
        result.lastProblem = problem.left(maxProblem);
        result.lastTry = problem.isEmpty() ? QDateTime() : when.toUTC();
        if (problem.isEmpty())
            result.lastRun = when.toUTC();
        return result;
    });
}

Core::Result<void> ScheduleStore::remove(const QString &profile)
{
    return m_list.update([&](QJsonObject &object) -> Core::Result<void> {
        QJsonArray kept;
        for (const QJsonValue &item : object.value(QLatin1String("schedules")).toArray())
            if (item.toObject().value(QLatin1String("profile")).toString() != profile)
                kept.append(item);
        object.insert(QStringLiteral("schedules"), kept);
        return {};
    });
}

} // namespace Backup
