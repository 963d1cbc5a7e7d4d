// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkfixture.h"
#include "db/jobsession.h"

#include <QTest>

#include <thread>

using namespace Db;
using namespace Tests;
using namespace std::chrono_literals;
using Core::ErrorKind;
using Core::JobContext;
using Core::Result;

/// A job that is stopped stops its session, and a line on which nothing moves does not hold it for ever.
class TestJobSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStoppedJobStopsItsSession_data() { TempDatabase::addKinds(); }
    void aStoppedJobStopsItsSession();
    void aJobThatWasStoppedBeforeDoesNotStart_data() { TempDatabase::addKinds(); }
    void aJobThatWasStoppedBeforeDoesNotStart();
    void aLockIsWaitedForUntilTheJobIsStopped();
    void aDeafServerIsCutOff();
    void aSilentLineIsCutOff_data();
    void aSilentLineIsCutOff();
    void slowWorkOfThisSideIsNoStall_data() { TempDatabase::addKinds(); }
    void slowWorkOfThisSideIsNoStall();
    void aSlowLineIsNoStall();
    void aStatementWithoutLimitMayTakeItsTime();
    void aLimitEndsWithItsTransaction();
    void manySessionsComeAndGo();

private:
    /// Work that goes on until somebody stops it.
    static Result<qint64> workForEver(Session &session, bool isPostgres)
    {
        const QString sql =
            isPostgres
                ? QStringLiteral(
                      "select a, b from generate_series(1, 100000) a, generate_series(1, 100000) b")
                : QStringLiteral("with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                                 "10000000000) select i, i from n");
        return session.snapshot<qint64>(
            [&](Snapshot &snapshot) {
                return snapshot.stream({sql, {}}, ignoreRow);
            },
            limitsOfJobs());
    }
};

void TestJobSession::aStoppedJobStopsItsSession()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    std::chrono::duration<double, std::milli> longest{0};
    for (int round = 0; round < 10; ++round) {
        JobContext context;
        std::chrono::steady_clock::time_point asked;
        std::thread stopper([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(randomUpTo(200'000)));
            asked = std::chrono::steady_clock::now();
            context.requestStop(); // once
        });
        Result<qint64> done = 0;
        {
            JobSession session(db.spec, {}, context);
            done = workForEver(*session, db.database.isPostgres());
        }
        const auto ended = std::chrono::steady_clock::now();
        stopper.join();
        longest = std::max(longest, std::chrono::duration<double, std::milli>(ended - asked));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Cancelled);
    }
    qInfo("longest time from the request to the end: %.1f ms", longest.count());
}

void TestJobSession::aJobThatWasStoppedBeforeDoesNotStart()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    JobContext context;
    context.requestStop();
    JobSession session(db.spec, {}, context);
    const auto done = workForEver(*session, db.database.isPostgres());
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Cancelled);
}

void TestJobSession::aLockIsWaitedForUntilTheJobIsStopped()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    db.execute(QStringLiteral("create table t (v text)"));
    const Statement insert = {QStringLiteral("insert into t values ('a')"), {}};
    for (const bool isStopped : {false, true}) {
        Session holder(db.spec);
        std::atomic_bool isHeld = false;
        std::atomic_bool isReleased = false;
        std::thread other([&] {
            (void)holder.write<int>([&](Transaction &transaction) -> Result<int> {
                if (auto inserted = transaction.run(insert); !inserted)
                    return inserted.error();
                isHeld = true;
                isReleased.wait(false);
                return 1;
            });
        });
        QTRY_VERIFY(isHeld);
        JobContext context;
        std::thread later([&] {
            std::this_thread::sleep_for(300ms); // the session waits by now
            if (isStopped) {
                context.requestStop();
            } else {
                isReleased = true;
                isReleased.notify_all();
            }
        });
        Result<QList<RowSet>> done = QList<RowSet>();
        {
            JobSession session(db.spec, {}, context);
            done = write(*session, {insert});
        }
        // The lock is still held where the job was stopped: it did not wait for that.
        QCOMPARE(isReleased.load(), !isStopped);
        isReleased = true;
        isReleased.notify_all();
        later.join();
        other.join();
        if (isStopped)
            QCOMPARE(done.error().kind, ErrorKind::Cancelled);
        else
            QVERIFY_OK(done);
    }
    QCOMPARE(db.execute(QStringLiteral("select count(*) from t")).value(0).value(0), QStringLiteral("3"));
}

void TestJobSession::aDeafServerIsCutOff()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    FaultProxy proxy(PostgresServer::instance().port());
    JobContext context;
    JobSession session(specOf(proxy.connectionString(db.database.name())), {}, context);
    QVERIFY(session->open());
    std::thread stopper;
    const auto done = session->snapshot<qint64>([&](Snapshot &snapshot) {
        return snapshot.stream(
            {QStringLiteral("select a from generate_series(1, 10000) a, generate_series(1, 10000) b"), {}},
            [&](const RawRow &) -> Result<void> {
                if (!stopper.joinable()) {
                    proxy.setBlackHole(true); // swallows the cancel as well
                    stopper = std::thread([&] { context.requestStop(); });
                }
                return {};
            });
    });
    stopper.join();
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Cancelled);
}

void TestJobSession::aSilentLineIsCutOff_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("rows come") << QStringLiteral("out");
    QTest::newRow("rows come, with values") << QStringLiteral("row by row");
    QTest::newRow("rows go") << QStringLiteral("in");
    QTest::newRow("a statement with a limit") << QStringLiteral("statement");
}

void TestJobSession::aSilentLineIsCutOff()
{
    QFETCH(QString, what);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    FaultProxy proxy(PostgresServer::instance().port());
    JobContext context;
    JobSession session(specOf(proxy.connectionString(db.database.name())), {}, context, 500ms);
    QVERIFY(session->open());
    int rows = 0;
    const auto each = [&](const RawRow &) -> Result<void> {
        if (++rows == 1000)
            proxy.setBlackHole(true);
        return {};
    };
    const QString many = QStringLiteral("select a, repeat('x', 100) from generate_series(1, 1000000) a");
    const Limits limits = {.statement = 300ms};
    Result<qint64> done = 0;
    if (what == QLatin1String("out"))
        done = session->snapshot<qint64>(
            [&](Snapshot &snapshot) {
                return snapshot.stream({many, {}}, each);
            },
            limitsOfJobs());
    else if (what == QLatin1String("row by row"))
        done = session->snapshot<qint64>(
            [&](Snapshot &snapshot) {
                return snapshot.stream({many + QStringLiteral(" where a > $1"), {qint64(0)}}, each);
            },
            limitsOfJobs());
    else if (what == QLatin1String("in"))
        done = session->write<qint64>(
            [&](Transaction &transaction) {
                return transaction.load(QStringLiteral("t"), {QStringLiteral("v")},
                                        [&](RawRow &row) -> Result<bool> {
                                            row = {QByteArrayView("a hundred bytes, more or less")};
                                            if (auto seen = each(row); !seen)
                                                return seen.error();
                                            return rows < 20'000; // the proxy takes all of it
                                        });
            },
            limitsOfJobs());
    else
        done = session->snapshot<qint64>(
            [&](Snapshot &snapshot) -> Result<qint64> {
                proxy.setBlackHole(true);
                auto set = snapshot.run({QStringLiteral("select 1"), {}});
                return set ? Result<qint64>(1) : set.error();
            },
            limits);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Timeout);
    QVERIFY(!done.error().summary.isEmpty());
    // A new line works, and nothing was kept.
    proxy.setBlackHole(false);
    QCOMPARE(scalar(*session, QStringLiteral("select count(*) from t")), QStringLiteral("0"));
}

void TestJobSession::slowWorkOfThisSideIsNoStall()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    makeManyRows(db, 3);
    JobContext context;
    JobSession session(db.spec, {}, context, 100ms);
    const auto rows = session->snapshot<qint64>([&](Snapshot &snapshot) {
        return snapshot.stream({QStringLiteral("select id from t"), {}}, [](const RawRow &) -> Result<void> {
            std::this_thread::sleep_for(400ms); // a slow disk
            return {};
        });
    });
    QVERIFY_OK(rows);
    QCOMPARE(*rows, 3);
}

void TestJobSession::aSlowLineIsNoStall()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    makeManyRows(db, 2000);
    FaultProxy proxy(PostgresServer::instance().port());
    proxy.setDelay(50ms);
    proxy.setBandwidth(200'000); // a second or more for all of it
    JobContext context;
    JobSession session(specOf(proxy.connectionString(db.database.name())), {}, context, 800ms);
    const auto rows = streamed(*session, {QStringLiteral("select id, v from t"), {}});
    QVERIFY_OK(rows);
    QCOMPARE(rows->size(), 2000);
}

void TestJobSession::aStatementWithoutLimitMayTakeItsTime()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    JobContext context;
    JobSession session(db.spec, {}, context, 100ms);
    const auto slept = session->snapshot<RowSet>(
        [](Snapshot &snapshot) {
            return snapshot.run({QStringLiteral("select pg_sleep(0.7)"), {}});
        },
        limitsOfJobs());
    QVERIFY_OK(slept);
}

void TestJobSession::aLimitEndsWithItsTransaction()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    JobContext context;
    JobSession session(db.spec, {}, context, 100ms);
    const Limits limits = {.statement = 50ms};
    QVERIFY(session->select(Statement{QStringLiteral("select 1"), {}}, limits));
    QVERIFY_OK(session->runOutsideTransaction({QStringLiteral("select pg_sleep(0.7)"), {}}));
}

void TestJobSession::manySessionsComeAndGo()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    JobContext context;
    for (int round = 0; round < 200; ++round) {
        JobSession session(db.spec, {}, context);
        if (round % 10 == 0)
            QCOMPARE(scalar(*session, QStringLiteral("select 1")), QStringLiteral("1"));
    }
    context.requestStop();
}

QTEST_GUILESS_MAIN(TestJobSession)
#include "tst_jobsession.moc"
