// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lockingsession.h"
#include "schema/historylock.h"
#include "schema/lockdoctor.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Schema::FailureCause;
using Schema::MigrationState;
using Tests::LockingSession;
using Tests::Place;
using Tests::TempDatabase;

namespace {

QString efLockTable(const QString &timestamp)
{
    return u"create table \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT "
           u"\"PK___EFMigrationsLock\" PRIMARY "
           "KEY, \"Timestamp\" TEXT NOT NULL); insert into \"__EFMigrationsLock\" values (1, '%1');"_s.arg(
               timestamp);
}

const QString holdHistory = u"LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE"_s;

} // namespace

/// Entity Framework's lock, those of others, and two of us at once.
class TestMigrationLocks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyIsLocked();
    void tableIsLocked_data() { TempDatabase::addDirectKinds(); }
    void tableIsLocked();
    void staleLockOfEntityFramework();
    void waitsUntilTheLockIsFree_data() { TempDatabase::addDirectKinds(); }
    void waitsUntilTheLockIsFree();
    void ourLockIsEntityFrameworks();
    void twoProgramsAtOnce_data();
    void twoProgramsAtOnce();
    void doctorNamesTheHolder();
    void doctorStopsTheHolder_data();
    void doctorStopsTheHolder();
    void doctorClearsOnlyTheLockItShowed();
    void doctorSeesAWriter();
    void doctorRespectsTheGate();
    void cleanupTestCase();

private:
    static Core::Result<Schema::LockReport> examine(const Place &place)
    {
        Core::JobContext context;
        return Schema::examineLocks(place.target(), context);
    }

    int m_cases = 0;
    qint64 m_longest = 0;
};

/// While Entity Framework migrates, even reading its history waits.
void TestMigrationLocks::historyIsLocked()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    const Tests::Rows before = place.objects();
    {
        LockingSession other(place.spec, holdHistory);
        QVERIFY(other.holds());
        QElapsedTimer timer;
        timer.start();
        const auto status = place.status();
        m_longest = std::max(m_longest, timer.elapsed());
        QVERIFY(!status);
        QCOMPARE(int(status.error().kind), int(ErrorKind::Busy));
        QVERIFY(status.error().summary.contains(u"migrating"_s));
        QVERIFY(!place.apply());
        ++m_cases;
    }
    QCOMPARE(place.objects(), before);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
}

/// Somebody left a transaction open: the history can be read, but no step can be done.
void TestMigrationLocks::tableIsLocked()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeWeb(place);
    place.execute(Tests::customers(place.database.isPostgres(), 3));
    const Tests::Rows before = place.objects();
    {
        LockingSession other(place.spec, u"update \"Customer\" set \"Name\" = 'x' where \"Id\" = 1"_s);
        QVERIFY(other.holds());
        QElapsedTimer timer;
        timer.start();
        const auto outcome = place.apply();
        m_longest = std::max(m_longest, timer.elapsed());
        QVERIFY_OK(outcome);
        QVERIFY(outcome->failure);
        QCOMPARE(outcome->failure->cause, FailureCause::Locked);
        QVERIFY(outcome->done.isEmpty());
        QVERIFY(!Schema::nextStepsAfter(FailureCause::Locked).isEmpty());
        ++m_cases;
    }
    QCOMPARE(place.objects(), before);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
}

void TestMigrationLocks::staleLockOfEntityFramework()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    place.execute(efLockTable(u"2025-12-16 10:00:00.1234567"_s));
    const Tests::Rows before = place.objects();
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->state.history.efLock.value_or(QString()), u"2025-12-16 10:00:00.1234567"_s);
    QVERIFY2(status->warnings.join(u' ').contains(u"2025-12-16"_s), qPrintable(status->warnings.join(u' ')));
    QElapsedTimer timer;
    timer.start();
    const auto outcome = place.apply();
    m_longest = std::max(m_longest, timer.elapsed());
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(outcome->failure->cause, FailureCause::Locked);
    QCOMPARE(outcome->failure->error.code, Schema::efLockCode);
    QCOMPARE(place.objects(), before);
    ++m_cases;
    // An empty lock table is one that was let go.
    place.execute(u"delete from \"__EFMigrationsLock\""_s);
    const auto free = place.apply();
    QVERIFY_OK(free);
    QVERIFY(free->isGood());
}

void TestMigrationLocks::waitsUntilTheLockIsFree()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeWeb(place);
    place.execute(Tests::customers(place.database.isPostgres(), 3));
    LockingSession other(place.spec, u"update \"Customer\" set \"Name\" = 'x' where \"Id\" = 1"_s);
    QVERIFY(other.holds());
    Schema::RunRequest request = place.request();
    request.lockWait = std::chrono::minutes(1);
    // It lets go as soon as we say that we wait.
    bool waited = false;
    Core::JobContext context([&](const Core::JobProgress &progress) {
        if (progress.phase.contains(u"Waiting for a lock"_s) && !std::exchange(waited, true))
            other.release();
    });
    const auto outcome = Schema::runMigrations(request, context);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    QVERIFY(waited);
    ++m_cases;
}

/// What Entity Framework would wait for while a step of ours runs.
void TestMigrationLocks::ourLockIsEntityFrameworks()
{
    Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    place.add(
        u"20260101000000_Look"_s,
        u"CREATE TABLE \"Seen\" AS SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND "
        "relation = '\"__EFMigrationsHistory\"'::regclass"_s);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    QVERIFY(place.execute(u"select mode from \"Seen\""_s).contains(QStringList{u"AccessExclusiveLock"_s}));
}

void TestMigrationLocks::twoProgramsAtOnce_data()
{
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<int>("rows"); // -1: nothing is there yet
    QTest::newRow("sqlite, fresh") << TempDatabase::Kind::Sqlite << -1;
    QTest::newRow("sqlite, of the web application") << TempDatabase::Kind::Sqlite << 100;
    QTest::newRow("postgresql, fresh") << TempDatabase::Kind::PostgresDirect << -1;
    QTest::newRow("postgresql, of the web application") << TempDatabase::Kind::PostgresDirect << 100;
    QTest::newRow("postgresql, large") << TempDatabase::Kind::PostgresDirect << 12'000;
}

void TestMigrationLocks::twoProgramsAtOnce()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, rows);
    for (int round = 0; round < 3; ++round) {
        const Place place(kind);
        if (rows >= 0) {
            makeWeb(place);
            place.execute(Tests::customers(place.database.isPostgres(), rows));
        }
        Schema::RunRequest request = place.request();
        request.lockWait = std::chrono::minutes(1);
        std::array<std::optional<Core::Result<Schema::RunOutcome>>, 2> outcomes;
        {
            std::array<std::thread, 2> programs;
            for (std::size_t i = 0; i < programs.size(); ++i)
                programs.at(i) = std::thread([&, i] { outcomes.at(i).emplace(Place::run(request)); });
            for (std::thread &program : programs)
                program.join();
        }
        QStringList done;
        for (const auto &outcome : outcomes) {
            QVERIFY_OK(*outcome);
            QVERIFY2((*outcome)->isGood(),
                     qPrintable((*outcome)->failure ? Core::toText((*outcome)->failure->error)
                                                    : (*outcome)->problems.join(u' ')));
            done += (*outcome)->done;
        }
        const auto status = place.status().value();
        QVERIFY(!status.hasPending() && !status.hasDrift());
        done.sort();
        QCOMPARE(done, status.idsIn(MigrationState::Applied)); // each by one of them
    }
}

void TestMigrationLocks::doctorNamesTheHolder()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    place.execute(Tests::customers(true, 3));
    const auto free = examine(place);
    QVERIFY_OK(free);
    QVERIFY(free->isFree());
    LockingSession migrating(place.spec, holdHistory);
    QVERIFY(migrating.holds());
    LockingSession editing(place.spec, u"update \"Customer\" set \"Name\" = 'x' where \"Id\" = 1"_s);
    QVERIFY(editing.holds());
    const auto report = examine(place);
    QVERIFY_OK(report);
    QCOMPARE(report->holders.size(), 2);
    const Schema::LockHolder &first = report->holders.first();
    QVERIFY(first.isMigrating);
    QCOMPARE(first.user, u"gsc"_s);
    QCOMPARE(first.tables, QStringList{u"__EFMigrationsHistory"_s});
    QCOMPARE(first.state, u"idle in transaction"_s);
    QVERIFY(first.mayStop);
    QVERIFY(!first.since.isEmpty() && !first.sentence.isEmpty());
    QVERIFY(!report->holders.last().isMigrating);
    QCOMPARE(report->holders.last().tables, QStringList{u"Customer"_s});
}

void TestMigrationLocks::doctorStopsTheHolder_data()
{
    QTest::addColumn<Schema::StopHow>("how");
    QTest::newRow("cancel") << Schema::StopHow::Cancel;
    QTest::newRow("terminate") << Schema::StopHow::Terminate;
}

void TestMigrationLocks::doctorStopsTheHolder()
{
    QFETCH(Schema::StopHow, how);
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    place.execute(Tests::customers(true, 3));
    LockingSession other(place.spec, u"update \"Customer\" set \"Name\" = 'x' where \"Id\" = 1"_s);
    QVERIFY(other.holds());
    const auto report = examine(place);
    QVERIFY_OK(report);
    QCOMPARE(report->holders.size(), 1);
    Core::JobContext context;
    // A later process of the same number is somebody else.
    Schema::LockHolder later = report->holders.first();
    later.startedAt = u"2001-01-01 00:00:00+00"_s;
    const auto missed = Schema::stopHolder(place.target(), later, how, context);
    QVERIFY_OK(missed);
    QVERIFY(!*missed);
    const auto stopped = Schema::stopHolder(place.target(), report->holders.first(), how, context);
    QVERIFY_OK(stopped);
    QVERIFY(*stopped);
    // An idle transaction has no statement that could be cancelled: it stays until its connection ends.
    if (how == Schema::StopHow::Cancel) {
        QVERIFY(!examine(place)->isFree());
        return;
    }
    QTRY_VERIFY(examine(place)->isFree());
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
}

void TestMigrationLocks::doctorClearsOnlyTheLockItShowed()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    place.execute(efLockTable(u"2025-12-16 10:00:00"_s));
    const auto report = examine(place);
    QVERIFY_OK(report);
    QCOMPARE(report->efLock.value_or(QString()), u"2025-12-16 10:00:00"_s);
    QVERIFY(!report->isFree() && !report->isWriting);
    Core::JobContext context;
    const auto other = Schema::clearEfLock(place.target(), u"2025-12-16 11:00:00"_s, context);
    QVERIFY_OK(other);
    QVERIFY(!*other);
    QVERIFY(place.status()->state.history.efLock);
    const auto cleared = Schema::clearEfLock(place.target(), *report->efLock, context);
    QVERIFY_OK(cleared);
    QVERIFY(*cleared);
    QVERIFY(examine(place)->isFree());
    // There is nothing to clear where Entity Framework never was.
    const Place empty(TempDatabase::Kind::Sqlite);
    const auto none = Schema::clearEfLock(empty.target(), u"x"_s, context);
    QVERIFY_OK(none);
    QVERIFY(!*none);
}

void TestMigrationLocks::doctorSeesAWriter()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    LockingSession other(place.spec, u"select 1"_s);
    QVERIFY(other.holds());
    const auto report = examine(place);
    QVERIFY_OK(report);
    QVERIFY(report->isWriting && !report->isFree());
    other.release();
    QVERIFY(examine(place)->isFree());
}

void TestMigrationLocks::doctorRespectsTheGate()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    place.execute(efLockTable(u"2025"_s));
    Schema::Target target = place.target();
    target.options.gate = std::make_shared<Db::AccessGate>(false);
    Core::JobContext context;
    const auto refused = Schema::clearEfLock(target, u"2025"_s, context);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(ErrorKind::ReadOnly));
    QVERIFY_OK(Schema::examineLocks(target, context));
    QVERIFY(place.status()->state.history.efLock);
}

void TestMigrationLocks::cleanupTestCase()
{
    qInfo("acceptance 41: locked in %d ways, nothing changed, told after at most %lld ms", m_cases,
          static_cast<long long>(m_longest));
}

QTEST_GUILESS_MAIN(TestMigrationLocks)
#include "tst_migrationlocks.moc"
