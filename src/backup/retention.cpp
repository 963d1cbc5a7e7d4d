// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/retention.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>
#include <functional>

namespace Backup {

namespace {

constexpr qint64 graceDays = 30;
constexpr qint64 dayLength = 86'400; // s

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Retention)
};

bool isNewer(const Entry &a, const Entry &b)
{
    return a.manifest.finished != b.manifest.finished ? a.manifest.finished > b.manifest.finished
                                                      : a.file > b.file;
}

bool isGood(const Manifest &manifest)
{
    return manifest.problem.isEmpty() && (manifest.verified.isValid() || manifest.rehearsed.isValid());
}

/// It would be the newest one for years, and good ones would make room for it.
bool isFromTheFuture(const Entry &entry, const QDateTime &now)
{
    return entry.manifest.finished > now.addSecs(dayLength);
}

/// Why the rule has no say in an entry; empty: it has.
QString exemption(const Entry &entry, const QDateTime &now)
{
    const Manifest &manifest = entry.manifest;
    if (entry.state != Entry::State::Present || !entry.hasManifest)
        return Text::tr("not checked: it or its manifest is missing or was changed");
    if (manifest.isPinned)
        return Text::tr("pinned");
    if (manifest.scope != Scope::Everything)
        return Text::tr("a part of the database, made by hand");
    if (isFromTheFuture(entry, now))
        return Text::tr("its time is in the future: a clock was or is wrong");
    const bool isYoung = manifest.finished.secsTo(now) < graceDays * dayLength;
    if (manifest.isSafetyCopy && isYoung)
        return Text::tr("made before a restore, kept for %n day(s)", nullptr, int(graceDays));
    if (!manifest.problem.isEmpty() && isYoung)
        return Text::tr("a check found a problem, kept for %n day(s)", nullptr, int(graceDays));
    return {};
}

/// What takes a place in the rule: a whole backup that is there and that nothing is wrong with, pinned or
/// not.
bool counts(const Entry &entry, const QDateTime &now)
{
    return !isFromTheFuture(entry, now) && entry.state == Entry::State::Present && entry.hasManifest &&
           !entry.manifest.isSafetyCopy && entry.manifest.problem.isEmpty() &&
           entry.manifest.scope == Scope::Everything;
}

/// Takes the first entry of each period, for so many periods.
class Periods final
{
public:
    Periods(int count, std::function<QString(const QDate &)> period)
        : m_left(count)
        , m_period(std::move(period))
    {}
    bool takes(const QDate &day)
    {
        const QString period = m_period(day);
        if (m_left <= 0 || m_seen.contains(period))
            return false;
        m_seen.insert(period);
        --m_left;
        return true;
    }

private:
    int m_left;
    std::function<QString(const QDate &)> m_period;
    QSet<QString> m_seen;
};

} // namespace

RetentionPlan planRetention(const QList<Entry> &entries, const Retention &rule, const QDateTime &now)
{
    QList<Entry> sorted = entries;
    std::sort(sorted.begin(), sorted.end(), &isNewer);
    const auto newestGood = std::find_if(sorted.cbegin(), sorted.cend(), [&now](const Entry &entry) {
        return entry.state == Entry::State::Present && entry.hasManifest && !isFromTheFuture(entry, now) &&
               entry.manifest.scope == Scope::Everything && isGood(entry.manifest);
    });

    int last = rule.last;
    Periods days(rule.daily, [](const QDate &day) { return day.toString(Qt::ISODate); });
    Periods weeks(rule.weekly, [](const QDate &day) -> QString {
        int year = 0; // of the week, which at the turn of the year may be another than the day's
        const int week = day.weekNumber(&year);
        return QString::number(year) + u'-' + QString::number(week);
    });
    Periods months(rule.monthly, [](const QDate &day) { return day.toString(QStringLiteral("yyyy-MM")); });

    RetentionPlan plan;
    for (auto entry = sorted.cbegin(); entry != sorted.cend(); ++entry) {
        QStringList reasons;
        if (counts(*entry, now)) {
            const QDate date = entry->manifest.finished.toTimeZone(now.timeZone()).date();
            if (last-- > 0)
                reasons += Text::tr("one of the last %n", nullptr, rule.last);
            if (days.takes(date))
                reasons += Text::tr("the newest of its day");
            if (weeks.takes(date))
                reasons += Text::tr("the newest of its week");
            if (months.takes(date))
                reasons += Text::tr("the newest of its month");
        }
        if (const QString exempt = exemption(*entry, now); !exempt.isEmpty())
            reasons = QStringList{exempt};
        else if (rule.isNone())
            reasons += Text::tr("no rule says how many to keep");
        else if (entry == newestGood)
            reasons += Text::tr("the newest one that was verified");
        if (reasons.isEmpty())
            plan.remove.append(*entry);
        else
            plan.keep.append({*entry, reasons.join(QStringLiteral(", "))});
    }
    return plan;
}

} // namespace Backup
