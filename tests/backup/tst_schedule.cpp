// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/schedule.h"
#include "filefixture.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Every = Schedule::Every;
using Tests::contentOf;
using Tests::namesIn;
using Tests::writeTo;

namespace {

const QString id = u"0b54c2b5-6f5e-4b0a-9f6e-0123456789ab"_s;

Schedule daily(const QTime &at = QTime(12, 30))
{
    Schedule schedule;
    schedule.profile = id;
    schedule.every = Every::Day;
    schedule.at = at;
    return schedule;
}

QDateTime in(const char *zone, const QDate &date, const QTime &time)
{
    return {date, time, QTimeZone(zone)};
}

/// "2025-03-30 03:00" of the zone that the moment has.
QString text(const QDateTime &moment)
{
    return moment.toString(u"yyyy-MM-dd HH:mm"_s);
}

/// Every field has a value that is not its default.
Schedule full()
{
    Schedule schedule;
    schedule.profile = id;
    schedule.every = Every::Week;
    schedule.weekday = Qt::Thursday;
    schedule.at = QTime(23, 5);
    schedule.alsoWeekly = true;
    schedule.kind = Kind::Script;
    schedule.folder = u"/media/büro stick/\tx"_s;
    schedule.compress = false;
    schedule.keep = {1, 2, 3, 4};
    schedule.lastRun = QDateTime(QDate(2025, 12, 11), QTime(9, 30, 0, 7), Qt::UTC);
    schedule.lastTry = schedule.lastRun.addDays(1);
    schedule.lastProblem = u"The server “x” did not answer.\nTry again."_s;
    return schedule;
}

/// What this program does as a child of itself: "save LIST COUNT PREFIX".
int runChild(const QStringList &words)
{
    ScheduleStore store(words.value(1));
    for (int i = 0; i < words.value(2).toInt(); ++i) {
        Schedule schedule = daily();
        schedule.profile = words.value(3) + QString::number(i);
        if (!store.save(schedule))
            return 1;
    }
    return 0;
}

} // namespace

class TestSchedule final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"config/schedules.json"_s);
    }
    void presetsAreTheGuides();
    void neverIsNever();
    void isDueOnceADay();
    void isDueOnceAWeek();
    void missedRunsAreCaughtUpOnce();
    void timesThatClocksSkip_data();
    void timesThatClocksSkip();
    void timesThatComeTwice_data();
    void timesThatComeTwice();
    void everyDayOfTheYearOnce_data();
    void everyDayOfTheYearOnce();
    void utcIsAMomentAndNoZone();
    void aClockSetBack();
    void aFailedTryMakesAPause();

    void everyFieldComesBack();
    void runsAreNoted();
    void aDialogDoesNotUndoARun();
    void unknownKeysStay();
    void refusesWhatCannotBeReadBack_data();
    void refusesWhatCannotBeReadBack();
    void damagedFileIsSetAside_data();
    void damagedFileIsSetAside();
    void newerFileIsLeftAlone_data();
    void newerFileIsLeftAlone();
    void processesLoseNothing();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestSchedule::presetsAreTheGuides()
{
    QCOMPARE(presetOf(Preset::Local).every, Every::Never);
    QVERIFY(presetOf(Preset::Local).retention().isNone());
    const Schedule staging = presetOf(Preset::Staging);
    QCOMPARE(staging.every, Every::Day);
    QVERIFY(staging.retention() == Retention{.daily = 7});
    const Schedule production = presetOf(Preset::Production);
    QCOMPARE(production.every, Every::Day);
    QVERIFY(production.alsoWeekly);
    QVERIFY((production.retention() == Retention{.daily = 30, .weekly = 12}));
    Schedule without = production;
    without.alsoWeekly = false;
    QVERIFY(without.retention() == Retention{.daily = 30});
}

void TestSchedule::neverIsNever()
{
    const QDateTime now = in("Europe/Berlin", QDate(2025, 12, 11), QTime(12, 0));
    Schedule schedule = daily();
    schedule.every = Every::Never;
    QVERIFY(!isDue(schedule, now));
    QVERIFY(!nextRun(schedule, now).isValid());
    schedule = daily(QTime());
    QVERIFY(!isDue(schedule, now) && !nextRun(schedule, now).isValid());
}

void TestSchedule::isDueOnceADay()
{
    Schedule schedule = daily();
    const QDate day(2025, 12, 11);
    const auto at = [&](int hour, int minute) { return in("Europe/Berlin", day, QTime(hour, minute)); };
    QVERIFY(isDue(schedule, at(8, 0))); // nothing was ever made
    QCOMPARE(nextRun(schedule, at(8, 0)), at(8, 0));
    schedule.lastRun = at(8, 1).toUTC();
    QVERIFY(!isDue(schedule, at(8, 2)));
    QCOMPARE(text(nextRun(schedule, at(8, 2))), u"2025-12-11 12:30"_s);
    QVERIFY(!isDue(schedule, at(12, 29)));
    QVERIFY(isDue(schedule, at(12, 30)));
    schedule.lastRun = at(12, 30).addSecs(20).toUTC();
    QVERIFY(!isDue(schedule, at(12, 31)));
    QVERIFY(!isDue(schedule, at(23, 59)));
    QCOMPARE(text(nextRun(schedule, at(23, 59))), u"2025-12-12 12:30"_s);
    QVERIFY(isDue(schedule, at(12, 30).addDays(1)));
}

void TestSchedule::isDueOnceAWeek()
{
    Schedule schedule = daily();
    schedule.every = Every::Week;
    schedule.weekday = Qt::Wednesday;
    const auto at = [&](int day, int hour) {
        return in("Europe/Berlin", QDate(2025, 12, day), QTime(hour, 30));
    };
    schedule.lastRun = at(10, 12).toUTC(); // a Wednesday
    for (int day = 10; day < 17; ++day)
        for (int hour = day == 10 ? 12 : 0; hour < 24; ++hour) {
            QVERIFY(!isDue(schedule, at(day, hour)));
            QCOMPARE(text(nextRun(schedule, at(day, hour))), u"2025-12-17 12:30"_s);
        }
    QVERIFY(!isDue(schedule, at(17, 11)));
    QVERIFY(isDue(schedule, at(17, 12)));
    QVERIFY(isDue(schedule, at(20, 0))); // missed
}

void TestSchedule::missedRunsAreCaughtUpOnce()
{
    Schedule schedule = daily();
    const QDateTime last = in("Europe/Berlin", QDate(2025, 12, 1), QTime(12, 30));
    schedule.lastRun = last.toUTC();
    const QDateTime back = last.addDays(9).addSecs(-3600); // on again after nine days, at 11:30
    QVERIFY(isDue(schedule, back));
    schedule.lastRun = back.toUTC();
    QVERIFY(!isDue(schedule, back.addSecs(60)));
    QCOMPARE(text(nextRun(schedule, back.addSecs(60))), u"2025-12-10 12:30"_s);
}

void TestSchedule::timesThatClocksSkip_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QTime>("at");
    QTest::addColumn<QString>("expected");
    QTest::newRow("Berlin") << QByteArray("Europe/Berlin") << QDate(2025, 3, 30) << QTime(2, 30)
                            << u"2025-03-30 03:00"_s;
    QTest::newRow("Berlin, just before")
        << QByteArray("Europe/Berlin") << QDate(2025, 3, 30) << QTime(1, 59) << u"2025-03-30 01:59"_s;
    QTest::newRow("Berlin, the end") << QByteArray("Europe/Berlin") << QDate(2025, 3, 30) << QTime(3, 0)
                                     << u"2025-03-30 03:00"_s;
    QTest::newRow("New York") << QByteArray("America/New_York") << QDate(2025, 3, 9) << QTime(2, 15)
                              << u"2025-03-09 03:00"_s;
    QTest::newRow("Lord Howe, half an hour")
        << QByteArray("Australia/Lord_Howe") << QDate(2025, 10, 5) << QTime(2, 10) << u"2025-10-05 02:30"_s;
    QTest::newRow("Beirut, at midnight")
        << QByteArray("Asia/Beirut") << QDate(2025, 3, 30) << QTime(0, 30) << u"2025-03-30 01:00"_s;
    QTest::newRow("Apia, a whole day")
        << QByteArray("Pacific/Apia") << QDate(2011, 12, 30) << QTime(12, 30) << u"2011-12-31 00:00"_s;
}

void TestSchedule::timesThatClocksSkip()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, day);
    QFETCH(QTime, at);
    QFETCH(QString, expected);
    Schedule schedule = daily(at);
    const QDateTime before = in(zone.constData(), day.addDays(-1), QTime(23, 0));
    schedule.lastRun = before.toUTC();
    const QDateTime next = nextRun(schedule, before);
    QCOMPARE(text(next), expected);
    QVERIFY(!isDue(schedule, next.addSecs(-1)));
    QVERIFY(isDue(schedule, next));
    schedule.lastRun = next.toUTC();
    QVERIFY(!isDue(schedule, next.addSecs(1)));
}

void TestSchedule::timesThatComeTwice_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDateTime>("expected"); // the first of the two
    QTest::newRow("Berlin") << QByteArray("Europe/Berlin")
                            << QDateTime(QDate(2025, 10, 26), QTime(0, 30), Qt::UTC);
    QTest::newRow("New York") << QByteArray("America/New_York")
                              << QDateTime(QDate(2025, 11, 2), QTime(5, 30), Qt::UTC);
}

void TestSchedule::timesThatComeTwice()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDateTime, expected);
    const QDateTime local = expected.toTimeZone(QTimeZone(zone));
    Schedule schedule = daily(local.time());
    schedule.lastRun = expected.addSecs(-3 * 3600);
    QCOMPARE(nextRun(schedule, local.addSecs(-3 * 3600)).toUTC(), expected);
    QVERIFY(isDue(schedule, local));
    schedule.lastRun = expected.addSecs(5);
    const QDateTime again = local.addSecs(3600);
    QCOMPARE(again.time(), local.time()); // the same time on the clock
    QVERIFY(!isDue(schedule, again));
    QVERIFY(!isDue(schedule, again.addSecs(60)));
    QCOMPARE(nextRun(schedule, again).date(), local.date().addDays(1));
}

void TestSchedule::everyDayOfTheYearOnce_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QTime>("at");
    for (const char *zone :
         {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "UTC"})
        for (const QTime &at : {QTime(0, 0), QTime(2, 30), QTime(23, 59)})
            QTest::addRow("%s %s", zone, qPrintable(at.toString(u"HH:mm"_s))) << QByteArray(zone) << at;
}

void TestSchedule::everyDayOfTheYearOnce()
{
    QFETCH(QByteArray, zone);
    QFETCH(QTime, at);
    // The program looks every half an hour, and a run takes no time.
    Schedule schedule = daily(at);
    QDateTime now = in(zone.constData(), QDate(2024, 12, 31), QTime(23, 59)).addSecs(60);
    schedule.lastRun = now.addSecs(-60).toUTC();
    int runs = 0;
    for (; now.date().year() < 2026; now = now.addSecs(1800)) {
        if (!isDue(schedule, now))
            continue;
        const qint64 hours = schedule.lastRun.secsTo(now) / 3600;
        QVERIFY2(runs++ == 0 || (hours >= 22 && hours <= 26), qPrintable(now.toString(Qt::ISODate)));
        schedule.lastRun = now.toUTC();
        QVERIFY(nextRun(schedule, now) > now);
    }
    // The one of 23:59 is made at the next midnight, which for the last day is in another year.
    QCOMPARE(runs, at == QTime(23, 59) ? 364 : 365);
}

void TestSchedule::utcIsAMomentAndNoZone()
{
    qputenv("TZ", "America/New_York");
    ::tzset();
    Schedule schedule = daily();
    const QDateTime noon = in("America/New_York", QDate(2025, 12, 11), QTime(12, 30));
    schedule.lastRun = noon.addSecs(-3600).toUTC();
    const bool before = isDue(schedule, noon.toUTC().addSecs(-1));
    const bool then = isDue(schedule, noon.toUTC());
    const QDateTime next = nextRun(schedule, noon.toUTC().addSecs(-60));
    const bool local = isDue(schedule, QDateTime(QDate(2025, 12, 11), QTime(12, 30)));
    qunsetenv("TZ");
    ::tzset();
    QVERIFY(!before && then && local);
    QCOMPARE(next.toUTC(), noon.toUTC());
}

void TestSchedule::aClockSetBack()
{
    Schedule schedule = daily();
    const QDateTime now = in("Europe/Berlin", QDate(2025, 12, 11), QTime(12, 31));
    // By some hours: the run of 12:30 was made, and is not made again.
    schedule.lastRun = now.toUTC();
    for (int hours = 0; hours < 8; ++hours)
        QVERIFY(!isDue(schedule, now.addSecs(-3600 * hours)));
    // By years: the run was noted under a wrong clock, and must not stop all others until then.
    schedule.lastRun = now.addYears(5).toUTC();
    QVERIFY(isDue(schedule, now));
    QCOMPARE(nextRun(schedule, now), now);
    schedule.lastRun = now.toUTC();
    QVERIFY(!isDue(schedule, now.addSecs(60)));
    // A failure noted then makes no pause of years either.
    schedule.lastRun = now.addDays(-2).toUTC();
    schedule.lastTry = now.addYears(5).toUTC();
    QVERIFY(isDue(schedule, now));
}

void TestSchedule::aFailedTryMakesAPause()
{
    Schedule schedule = daily();
    const QDateTime noon = in("Europe/Berlin", QDate(2025, 12, 11), QTime(12, 30));
    schedule.lastRun = noon.addDays(-1).toUTC();
    schedule.lastTry = noon.addSecs(30).toUTC();
    schedule.lastProblem = u"no line"_s;
    QVERIFY(!isDue(schedule, noon.addSecs(60)));
    QCOMPARE(nextRun(schedule, noon.addSecs(60)), noon.addSecs(30 + 3600));
    QVERIFY(!isDue(schedule, noon.addSecs(29 + 3600)));
    QVERIFY(isDue(schedule, noon.addSecs(30 + 3600)));
    // A problem of a run that nothing is missing of (it was started by hand) changes no time.
    schedule.lastRun = noon.addSecs(10).toUTC();
    QCOMPARE(text(nextRun(schedule, noon.addSecs(60))), u"2025-12-12 12:30"_s);
}

void TestSchedule::everyFieldComesBack()
{
    ScheduleStore store(m_file);
    const auto none = store.schedules();
    QVERIFY_OK(none);
    QVERIFY(none->isEmpty());
    QCOMPARE(namesIn(m_folder->path()), QStringList()); // looking leaves nothing behind
    Schedule other = daily();
    other.profile = u"other"_s;
    QVERIFY_OK(store.save(full()));
    QVERIFY_OK(store.save(other));
    const auto read = store.schedules();
    QVERIFY_OK(read);
    QVERIFY2((*read == QList<Schedule>{full(), other}), contentOf(m_file).constData());
    QCOMPARE(Tests::modeOf(m_file), 0600);
    for (const Every every : {Every::Never, Every::Day, Every::Week})
        for (int kind = 0; kind < 4; ++kind) {
            other.every = every;
            other.kind = Kind(kind);
            QVERIFY_OK(store.save(other));
            QVERIFY(store.schedules()->at(1) == other);
        }
    QVERIFY_OK(store.remove(id));
    QVERIFY_OK(store.remove(u"unknown"_s));
    QVERIFY(*store.schedules() == QList<Schedule>{other});
}

void TestSchedule::runsAreNoted()
{
    ScheduleStore store(m_file);
    QVERIFY_OK(store.save(daily()));
    const QDateTime when(QDate(2025, 12, 11), QTime(12, 30), Qt::UTC);
    QVERIFY_OK(store.noteRun(id, when, {}));
    Schedule read = store.schedules()->constFirst();
    QCOMPARE(read.lastRun, when);
    QVERIFY(read.lastProblem.isEmpty() && !read.lastTry.isValid());
    QVERIFY_OK(store.noteRun(id, when.addDays(1), u"no line"_s));
    read = store.schedules()->constFirst();
    QCOMPARE(read.lastRun, when);
    QCOMPARE(read.lastTry, when.addDays(1));
    QCOMPARE(read.lastProblem, u"no line"_s);
    QVERIFY_OK(store.noteRun(id, when.addDays(2), {}));
    read = store.schedules()->constFirst();
    QCOMPARE(read.lastRun, when.addDays(2));
    QVERIFY(read.lastProblem.isEmpty() && !read.lastTry.isValid());
    QCOMPARE(store.noteRun(u"unknown"_s, when, {}).error().kind, ErrorKind::NotFound);
    QCOMPARE(store.schedules()->size(), 1);
}

void TestSchedule::aDialogDoesNotUndoARun()
{
    ScheduleStore store(m_file);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    Schedule shown = daily();
    shown.lastRun = now.addDays(-1);
    QVERIFY_OK(store.save(shown));
    QVERIFY_OK(store.noteRun(id, now.addSecs(-60), u"no line"_s)); // while the dialog is open
    shown.at = QTime(1, 0);
    QVERIFY_OK(store.save(shown));
    Schedule read = store.schedules()->constFirst();
    QCOMPARE(read.at, QTime(1, 0));
    QCOMPARE(read.lastProblem, u"no line"_s);
    QCOMPARE(read.lastTry.toSecsSinceEpoch(), now.addSecs(-60).toSecsSinceEpoch());
    // A newer note of its own is saved, and so is one instead of a note under a wrong clock.
    for (const QDateTime &noted : {now, now.addYears(5)}) {
        QVERIFY_OK(store.noteRun(id, noted, {}));
        read = store.schedules()->constFirst();
        read.lastRun = now.addSecs(1);
        QVERIFY_OK(store.save(read));
        QCOMPARE(store.schedules()->constFirst().lastRun.toMSecsSinceEpoch(),
                 now.addSecs(1).toMSecsSinceEpoch());
    }
}

void TestSchedule::unknownKeysStay()
{
    ScheduleStore store(m_file);
    QVERIFY_OK(store.save(full()));
    QJsonObject object = QJsonDocument::fromJson(contentOf(m_file)).object();
    QJsonObject schedule = object.value(u"schedules"_s).toArray().at(0).toObject();
    QJsonObject keep = schedule.value(u"keep"_s).toObject();
    keep.insert(u"yearly"_s, 9);
    schedule.insert(u"keep"_s, keep);
    schedule.insert(u"notify"_s, u"me"_s);
    object.insert(u"schedules"_s, QJsonArray{schedule});
    object.insert(u"paused"_s, false);
    QVERIFY(writeTo(m_file, QJsonDocument(object).toJson()));
    Schedule changed = full();
    changed.compress = true;
    QVERIFY_OK(store.save(changed));
    schedule.insert(u"compress"_s, true);
    object.insert(u"schedules"_s, QJsonArray{schedule});
    QCOMPARE(QJsonDocument::fromJson(contentOf(m_file)).object(), object);
}

void TestSchedule::refusesWhatCannotBeReadBack_data()
{
    QTest::addColumn<int>("which");
    for (int which = 0; which < 8; ++which)
        QTest::addRow("%d", which) << which;
}

void TestSchedule::refusesWhatCannotBeReadBack()
{
    QFETCH(int, which);
    ScheduleStore store(m_file);
    QVERIFY_OK(store.save(full()));
    const QByteArray before = contentOf(m_file);
    Schedule wrong = daily();
    wrong.profile = which == 0   ? QString()
                    : which == 1 ? u"../../etc/cron"_s
                    : which == 2 ? u"a b"_s
                    : which == 3 ? QString(65, u'x')
                                 : id;
    if (which == 4)
        wrong.at = QTime();
    if (which == 5)
        wrong.folder = u"relative"_s;
    if (which == 6)
        wrong.keep.daily = -1;
    if (which == 7)
        wrong.folder = u'/' + QString(5000, u'x');
    QCOMPARE(store.save(wrong).error().kind, ErrorKind::Syntax);
    QCOMPARE(contentOf(m_file), before);
}

void TestSchedule::damagedFileIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"version\": 1, \"schedules\": [");
    QTest::newRow("no version") << QByteArray("{\"schedules\": []}");
    QTest::newRow("no list") << QByteArray("{\"version\": 1, \"schedules\": 3}");
    QTest::newRow("no object") << QByteArray("{\"version\": 1, \"schedules\": [[]]}");
    const QByteArray start("{\"version\": 1, \"schedules\": [{\"profile\": \"a\", ");
    QTest::newRow("no time") << start + "\"every\": \"day\"}]}";
    QTest::newRow("wrong time") << start + "\"at\": \"25:00\"}]}";
    QTest::newRow("wrong day") << start + "\"at\": \"12:30\", \"weekday\": 8}]}";
    QTest::newRow("wrong number") << start + "\"at\": \"12:30\", \"keep\": {\"daily\": -1}}]}";
    QTest::newRow("twice") << start + "\"at\": \"12:30\"}, {\"profile\": \"a\", \"at\": \"12:30\"}]}";
}

void TestSchedule::damagedFileIsSetAside()
{
    QFETCH(QByteArray, content);
    ScheduleStore store(m_file);
    QVERIFY(QDir(m_folder->path()).mkdir(u"config"_s));
    QVERIFY(writeTo(m_file, content));
    const auto read = store.schedules();
    QCOMPARE(read.error().kind, ErrorKind::Corrupt);
    QVERIFY(!QFile::exists(m_file));
    QStringList aside = namesIn(m_folder->filePath(u"config"_s));
    aside.removeAll(u"schedules.json.lock"_s);
    QCOMPARE(aside.size(), 1);
    QCOMPARE(contentOf(m_folder->filePath(u"config/"_s + aside.constFirst())), content);
    QVERIFY2(read.error().summary.contains(aside.constFirst()), qPrintable(read.error().summary));
    QVERIFY_OK(store.schedules()); // told once
    QVERIFY_OK(store.save(full()));
}

void TestSchedule::newerFileIsLeftAlone_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("version") << QByteArray("{\"version\": 2, \"schedules\": 3}");
    QTest::newRow("word") << QByteArray("{\"version\": 1, \"schedules\": [{\"profile\": \"a\", \"at\": "
                                        "\"12:30\", \"every\": \"fortnight\"}]}");
}

void TestSchedule::newerFileIsLeftAlone()
{
    QFETCH(QByteArray, content);
    ScheduleStore store(m_file);
    QVERIFY(QDir(m_folder->path()).mkdir(u"config"_s));
    QVERIFY(writeTo(m_file, content));
    QCOMPARE(store.schedules().error().kind, ErrorKind::Unsupported);
    QCOMPARE(store.save(full()).error().kind, ErrorKind::Unsupported);
    QCOMPARE(store.remove(id).error().kind, ErrorKind::Unsupported);
    QCOMPARE(store.noteRun(id, QDateTime::currentDateTimeUtc(), {}).error().kind, ErrorKind::Unsupported);
    QCOMPARE(contentOf(m_file), content);
}

void TestSchedule::processesLoseNothing()
{
    constexpr int each = 40;
    std::array<QProcess, 3> processes;
    for (std::size_t i = 0; i < processes.size(); ++i)
        processes.at(i).start(QCoreApplication::applicationFilePath(),
                              {u"--child"_s, u"save"_s, m_file, QString::number(each), u"p%1-"_s.arg(i)});
    for (QProcess &process : processes) {
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
    }
    const auto read = ScheduleStore(m_file).schedules();
    QVERIFY_OK(read);
    QCOMPARE(read->size(), 3 * each);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--child")
        return runChild(arguments.mid(2));
    TestSchedule test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_schedule.moc"
