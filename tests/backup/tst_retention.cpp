// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/retention.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace Backup;

namespace {

/// A moment in Berlin.
QDateTime at(int month, int day, int hour = 12, int minute = 0, int year = 2025)
{
    return {QDate(year, month, day), QTime(hour, minute), QTimeZone("Europe/Berlin")};
}

Entry entryAt(const QDateTime &finished)
{
    Entry entry;
    entry.file = u"/b/"_s + finished.toUTC().toString(u"yyyyMMdd_HHmmss"_s);
    entry.hasManifest = true;
    entry.manifest.finished = finished.toUTC();
    return entry;
}

QStringList files(const QList<Entry> &entries)
{
    QStringList result;
    for (const Entry &entry : entries)
        result.append(entry.file);
    return result;
}

QStringList kept(const RetentionPlan &plan)
{
    QStringList result;
    for (const auto &[entry, reason] : plan.keep)
        result.append(entry.file);
    return result;
}

QString reasonFor(const RetentionPlan &plan, const Entry &of)
{
    for (const auto &[entry, reason] : plan.keep)
        if (entry.file == of.file)
            return reason;
    return {};
}

const QDateTime now = at(12, 11, 18);

} // namespace

class TestRetention final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noRuleKeepsAll();
    void keepsTheLast();
    void keepsTheNewestOfEachDay();
    void daysAreThoseOfTheTimeZone();
    void weeksGoFromMondayAndOverTheYear();
    void keepsTheNewestOfEachMonth();
    void guidesRules();
    void neverTheseOnes_data();
    void neverTheseOnes();
    void theseTakeNobodysPlace_data();
    void theseTakeNobodysPlace();
    void graceEnds();
    void theNewestVerifiedOneStays();
    void aBackupFromTheFuture();
    void everythingIsInOneOfTheLists();
};

void TestRetention::noRuleKeepsAll()
{
    const QList<Entry> entries{entryAt(at(12, 1)), entryAt(at(1, 1))};
    const RetentionPlan plan = planRetention(entries, {}, now);
    QVERIFY(plan.remove.isEmpty());
    QCOMPARE(plan.keep.size(), 2);
    QVERIFY(planRetention(entries, {-1, 0, -5, 0}, now).remove.isEmpty());
    QVERIFY(planRetention({}, {1, 1, 1, 1}, now).keep.isEmpty());
}

void TestRetention::keepsTheLast()
{
    const Entry a = entryAt(at(12, 11, 9));
    const Entry b = entryAt(at(12, 11, 8));
    const Entry c = entryAt(at(12, 11, 7));
    const RetentionPlan plan = planRetention({b, c, a}, {.last = 2}, now);
    QCOMPARE(kept(plan), files({a, b}));
    QCOMPARE(files(plan.remove), files({c}));
    QVERIFY2(reasonFor(plan, a).contains(u"2"), qPrintable(reasonFor(plan, a)));
}

void TestRetention::keepsTheNewestOfEachDay()
{
    // A day without backups does not count: seven days are seven backups, however long ago.
    const Entry today = entryAt(at(12, 11, 12));
    const Entry todayEarlier = entryAt(at(12, 11, 9));
    const Entry lastWeek = entryAt(at(12, 4, 23, 59));
    const Entry lastWeekEarlier = entryAt(at(12, 4, 0, 0));
    const Entry older = entryAt(at(12, 3));
    const QList<Entry> all{older, today, lastWeek, todayEarlier, lastWeekEarlier};
    QCOMPARE(kept(planRetention(all, {.daily = 2}, now)), files({today, lastWeek}));
    QCOMPARE(kept(planRetention(all, {.daily = 3}, now)), files({today, lastWeek, older}));
    QCOMPARE(kept(planRetention(all, {.last = 2, .daily = 1}, now)), files({today, todayEarlier}));
}

void TestRetention::daysAreThoseOfTheTimeZone()
{
    // 23:30 UTC of the 10th is the 11th in Berlin.
    const Entry late = entryAt(QDateTime(QDate(2025, 12, 10), QTime(23, 30), Qt::UTC));
    const Entry early = entryAt(QDateTime(QDate(2025, 12, 10), QTime(22, 30), Qt::UTC));
    QCOMPARE(planRetention({late, early}, {.daily = 9}, now).remove.size(), 0);
    QCOMPARE(files(planRetention({late, early}, {.daily = 9}, now.toUTC()).remove), files({early}));
    // The day that has 25 hours.
    const Entry first = entryAt(at(10, 26, 0, 5));
    const Entry second = entryAt(at(10, 26, 23, 55));
    QCOMPARE(files(planRetention({first, second}, {.daily = 9}, now).remove), files({first}));
}

void TestRetention::weeksGoFromMondayAndOverTheYear()
{
    const QDateTime january = at(1, 20, 12, 0, 2026);
    const Entry monday = entryAt(at(12, 29));
    const Entry sunday = entryAt(at(1, 4, 12, 0, 2026)); // of the same week, which is the first of 2026
    const Entry before = entryAt(at(12, 28));
    const Entry yearBefore = entryAt(at(1, 4)); // a Saturday of 2025's first week
    const RetentionPlan plan = planRetention({monday, sunday, before, yearBefore}, {.weekly = 9}, january);
    QCOMPARE(kept(plan), files({sunday, before, yearBefore}));
    QCOMPARE(kept(planRetention({monday, sunday, before}, {.weekly = 1}, january)), files({sunday}));
}

void TestRetention::keepsTheNewestOfEachMonth()
{
    const Entry december = entryAt(at(12, 1));
    const Entry november = entryAt(at(11, 30));
    const Entry novemberEarlier = entryAt(at(11, 1));
    const Entry lastYear = entryAt(at(11, 30, 12, 0, 2024));
    const RetentionPlan plan =
        planRetention({december, november, novemberEarlier, lastYear}, {.monthly = 3}, now);
    QCOMPARE(kept(plan), files({december, november, lastYear}));
}

void TestRetention::guidesRules()
{
    // Production: daily for 30 days and weekly for 12 weeks, a backup each day of a year.
    QList<Entry> year;
    for (int days = 0; days < 365; ++days)
        year.append(entryAt(now.addDays(-days)));
    const RetentionPlan plan = planRetention(year, {.daily = 30, .weekly = 12}, now);
    // 30 days; of the 12 weeks the last 5 or so are among them.
    const QStringList names = kept(plan);
    QVERIFY(names.size() >= 30 + 6 && names.size() <= 30 + 8);
    for (int days = 0; days < 30; ++days)
        QVERIFY(names.contains(year.at(days).file));
    QCOMPARE(plan.keep.size() + plan.remove.size(), 365);
    // Run daily it comes to the same, and nothing that is to be kept goes on the way.
    QList<Entry> shelf;
    for (int days = 364; days >= 0; --days) {
        shelf.append(year.at(days));
        QList<Entry> left;
        for (const auto &[entry, reason] :
             planRetention(shelf, {.daily = 30, .weekly = 12}, now.addDays(-days)).keep)
            left.append(entry);
        shelf = left;
    }
    QCOMPARE(files(shelf), names);
}

void TestRetention::neverTheseOnes_data()
{
    QTest::addColumn<Entry>("entry");
    const Entry old = entryAt(at(11, 20));
    Entry entry = old;
    entry.manifest.isPinned = true;
    QTest::newRow("pinned") << entry;
    entry = old;
    entry.manifest.isSafetyCopy = true;
    QTest::newRow("safety copy") << entry;
    entry = old;
    entry.manifest.problem = u"3 rows differ"_s;
    QTest::newRow("a problem") << entry;
    entry = old;
    entry.manifest.scope = Scope::OneTable;
    QTest::newRow("one table") << entry;
    for (const auto state : {Entry::State::Changed, Entry::State::Missing, Entry::State::Unreadable}) {
        entry = old;
        entry.state = state;
        QTest::addRow("state %d", int(state)) << entry;
    }
    entry = old;
    entry.hasManifest = false;
    QTest::newRow("no manifest") << entry;
    entry = old;
    entry.manifest.verified = at(11, 21).toUTC();
    QTest::newRow("verified") << entry;
    entry = old;
    entry.manifest.rehearsed = at(11, 21).toUTC();
    QTest::newRow("rehearsed") << entry;
}

void TestRetention::neverTheseOnes()
{
    QFETCH(Entry, entry);
    const Entry newer = entryAt(at(12, 10));
    const Entry ordinary = entryAt(at(11, 19));
    const RetentionPlan plan = planRetention({newer, entry, ordinary}, {.last = 1}, now);
    QCOMPARE(kept(plan), files({newer, entry}));
    QVERIFY(!reasonFor(plan, entry).isEmpty());
    QCOMPARE(files(plan.remove), files({ordinary}));
}

void TestRetention::theseTakeNobodysPlace_data()
{
    QTest::addColumn<Entry>("entry");
    const Entry today = entryAt(at(12, 11, 15));
    Entry entry = today;
    entry.manifest.isSafetyCopy = true;
    QTest::newRow("safety copy") << entry;
    entry = today;
    entry.manifest.problem = u"3 rows differ"_s;
    QTest::newRow("a problem") << entry;
    entry = today;
    entry.manifest.scope = Scope::SchemaOnly;
    QTest::newRow("the schema alone") << entry;
    entry = today;
    entry.state = Entry::State::Changed;
    QTest::newRow("changed") << entry;
    entry = today;
    entry.hasManifest = false;
    QTest::newRow("no manifest") << entry;
}

void TestRetention::theseTakeNobodysPlace()
{
    QFETCH(Entry, entry);
    const Entry good = entryAt(at(12, 11, 9));
    for (const Retention &rule :
         {Retention{.last = 1}, Retention{.daily = 1}, Retention{.weekly = 1}, Retention{.monthly = 1}})
        QCOMPARE(kept(planRetention({entry, good}, rule, now)), files({entry, good}));
}

void TestRetention::graceEnds()
{
    const Entry newest = entryAt(at(12, 11, 9));
    for (const bool isSafetyCopy : {true, false}) {
        Entry young = entryAt(now.addDays(-30).addSecs(60));
        Entry old = entryAt(now.addDays(-30).addSecs(-60));
        for (Entry *entry : {&young, &old}) {
            entry->manifest.isSafetyCopy = isSafetyCopy;
            entry->manifest.problem = isSafetyCopy ? QString() : u"3 rows differ"_s;
        }
        const RetentionPlan plan = planRetention({newest, young, old}, {.last = 9}, now);
        QCOMPARE(kept(plan), files({newest, young}));
        QCOMPARE(files(plan.remove), files({old}));
        QVERIFY(planRetention({newest, young, old}, {}, now).remove.isEmpty());
    }
}

void TestRetention::theNewestVerifiedOneStays()
{
    Entry first = entryAt(at(1, 1));
    Entry second = entryAt(at(2, 1));
    Entry bad = entryAt(at(3, 1));
    for (Entry *entry : {&first, &second, &bad})
        entry->manifest.verified = now.toUTC();
    bad.manifest.problem = u"3 rows differ"_s;
    const Entry unverified = entryAt(at(12, 11));
    const RetentionPlan plan = planRetention({first, second, bad, unverified}, {.last = 1}, now);
    QCOMPARE(kept(plan), files({unverified, second}));
    QVERIFY2(reasonFor(plan, second).contains(u"verified"), qPrintable(reasonFor(plan, second)));
}

void TestRetention::aBackupFromTheFuture()
{
    Entry future = entryAt(at(12, 11, 12, 0, 2030));
    future.manifest.verified = future.manifest.finished;
    Entry good = entryAt(at(12, 11, 9));
    Entry verified = entryAt(at(12, 10));
    verified.manifest.verified = now.toUTC();
    const RetentionPlan plan = planRetention({future, good, verified}, {.last = 1}, now);
    QCOMPARE(kept(plan), files({future, good, verified}));
    QVERIFY(reasonFor(plan, future).contains(u"future"));
}

void TestRetention::everythingIsInOneOfTheLists()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 300; ++round) {
        QList<Entry> entries;
        for (int i = 0; i < random.bounded(40); ++i) {
            Entry entry = entryAt(now.addSecs(-random.bounded(90 * 24 * 3600)));
            entry.file += u'-' + QString::number(i);
            entry.manifest.isPinned = random.bounded(10) == 0;
            entry.manifest.isSafetyCopy = random.bounded(10) == 0;
            if (random.bounded(4) == 0)
                entry.manifest.verified = now.toUTC();
            if (random.bounded(10) == 0)
                entry.manifest.problem = u"x"_s;
            if (random.bounded(10) == 0)
                entry.state = Entry::State::Missing;
            entries.append(entry);
        }
        const Retention rule{random.bounded(4), random.bounded(8), random.bounded(4), random.bounded(3)};
        const RetentionPlan plan = planRetention(entries, rule, now);
        QStringList both = kept(plan) + files(plan.remove);
        QStringList all = files(entries);
        both.sort();
        all.sort();
        QCOMPARE(both, all);
        for (const Entry &entry : plan.remove)
            QVERIFY(!entry.manifest.isPinned && entry.state == Entry::State::Present);
        // What is left asks for no more to go.
        QList<Entry> left;
        for (const auto &[entry, reason] : plan.keep)
            left.append(entry);
        QCOMPARE(files(planRetention(left, rule, now).remove), QStringList());
    }
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
