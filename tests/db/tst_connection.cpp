// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"
#include "sessionfixture.h"
#include "support/faultproxy.h"
#include "support/pooler.h"
#include "support/postgresserver.h"
#include "support/verify.h"

#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Core::ErrorKind;
using Core::Result;
using Core::Task;
using Db::Connection;
using Db::Session;
using Db::Statement;
using Tests::EmptyDatabase;
using Tests::FaultProxy;
using Tests::PostgresServer;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

/// A statement that runs for far longer than any test.
QString endless(TempDatabase::Kind kind)
{
    return kind == TempDatabase::Kind::Sqlite
               ? u"with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"_s
               : u"select pg_sleep(300)"_s;
}

Task<QString> ask(Connection &connection, const QString &sql, std::chrono::milliseconds limit = 60s)
{
    return connection.run<QString>(
        [sql](Session &session) -> Result<QString> {
            auto set = session.select(Statement{sql, {}});
            if (!set)
                return set.error();
            return set->rows.first().text(0);
        },
        limit);
}

/// The task's value, or the name of its error's kind.
QString outcome(Task<QString> &task)
{
    const auto result = waitFor(task, 60s);
    if (result)
        return *result;
    switch (result.error().kind) {
    case ErrorKind::Cancelled:
        return u"cancelled"_s;
    case ErrorKind::Timeout:
        return u"timeout"_s;
    case ErrorKind::Closed:
        return u"closed"_s;
    default:
        return Core::toText(result.error());
    }
}

/// Runs the event loop until the worker is busy with the endless statement.
bool waitUntilItRuns(const EmptyDatabase &db, const std::atomic_bool &started)
{
    if (!db.database.isPostgres())
        return QTest::qWaitFor([&] { return started.load(); }, 30'000);
    return QTest::qWaitFor(
        [&] {
            return !PostgresServer::instance()
                        .execute(
                            u"select 1 from pg_stat_activity where datname = '%1' and state = 'active' and "
                            "query like '%pg_sleep%'"_s.arg(db.database.name()))
                        .isEmpty();
        },
        30'000);
}

} // namespace

class TestConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tasksRunInOrder_data() { TempDatabase::addKinds(); }
    void tasksRunInOrder();
    void opensOnItsOwn_data() { TempDatabase::addKinds(); }
    void opensOnItsOwn();
    void cancelStopsTheRunningTask_data() { TempDatabase::addKinds(); }
    void cancelStopsTheRunningTask();
    void cancelledWhileWaitingIsNeverRun_data() { TempDatabase::addKinds(); }
    void cancelledWhileWaitingIsNeverRun();
    void cancelHitsNoOtherTask_data() { TempDatabase::addKinds(); }
    void cancelHitsNoOtherTask();
    void theLimitStopsATask_data() { TempDatabase::addKinds(); }
    void theLimitStopsATask();
    void whatHappenedStaysHappened();
    void destroyingAnswersEveryTask_data() { TempDatabase::addKinds(); }
    void destroyingAnswersEveryTask();
    void connectingCanBeCancelled();
    void aBlackHoleEndsAtTheLimit();
    void aSaveIntoABlackHoleIsNotCalledFailed();
};

void TestConnection::tasksRunInOrder()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Connection connection(db.spec);
    QStringList seen;
    QStringList expected;
    QList<Task<QString>> tasks;
    for (int i = 0; i < 100; ++i) {
        tasks.append(ask(connection, u"select %1"_s.arg(i)));
        tasks.last().then(
            this, [&seen](const Result<QString> &r) { seen.append(r ? *r : Core::toText(r.error())); });
        expected.append(QString::number(i));
    }
    QTRY_COMPARE_WITH_TIMEOUT(seen.size(), 100, 30'000);
    QCOMPARE(seen, expected);
}

void TestConnection::opensOnItsOwn()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Connection connection(db.spec);
    const auto line = waitFor(connection.open());
    QVERIFY_OK(line);
    QCOMPARE(line->database, kind == TempDatabase::Kind::Sqlite ? u"customers.db"_s : db.database.name());
    QCOMPARE(line->user, kind == TempDatabase::Kind::Sqlite ? QString() : u"gsc"_s);
    QVERIFY(!line->serverVersion.isEmpty());
    QVERIFY(!line->encrypted);
    // Where nothing answers, the first task says so.
    Db::ConnectionSpec nowhere = db.spec;
    nowhere.file = u"/nowhere/x.db"_s;
    nowhere.database = u"nowhere"_s;
    Connection other(nowhere);
    auto task = ask(other, u"select 1"_s);
    const auto answer = waitFor(task);
    QVERIFY(!answer);
    if (kind != TempDatabase::Kind::PostgresPooled) // PgBouncer has words of its own
        QCOMPARE(answer.error().kind, ErrorKind::NotFound);
}

void TestConnection::cancelStopsTheRunningTask()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Connection connection(db.spec);
    std::atomic_bool started = false;
    auto task = connection.run<QString>([&started, sql = endless(kind)](Session &session) -> Result<QString> {
        started = true;
        auto set = session.select(Statement{sql, {}});
        if (!set)
            return set.error();
        return QString();
    });
    QVERIFY(waitUntilItRuns(db, started));
    task.cancel();
    task.cancel(); // twice is once
    QCOMPARE(outcome(task), u"cancelled"_s);
    auto next = ask(connection, u"select 1"_s);
    QCOMPARE(outcome(next), u"1"_s);
}

void TestConnection::cancelledWhileWaitingIsNeverRun()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Connection connection(db.spec);
    auto first = ask(connection, endless(kind));
    bool ran = false;
    auto second = connection.run<QString>([&ran](Session &) -> Result<QString> {
        ran = true;
        return QString();
    });
    auto third = ask(connection, u"select 3"_s);
    second.cancel();
    first.cancel();
    QCOMPARE(outcome(first), u"cancelled"_s);
    QCOMPARE(outcome(second), u"cancelled"_s);
    QCOMPARE(outcome(third), u"3"_s);
    QVERIFY(!ran);
}

void TestConnection::cancelHitsNoOtherTask()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Connection connection(db.spec);
    // What comes after a cancelled task, at whatever moment the cancel arrives.
    const QString slow = kind == TempDatabase::Kind::Sqlite
                             ? u"with recursive c(x) as (select 1 union all select x + 1 from c limit 60000) "
                               "select count(*) from c"_s
                             : u"select pg_sleep(0.004)"_s;
    int hit = 0;
    int cancelled = 0;
    constexpr int rounds = 150;
    for (int i = 0; i < rounds; ++i) {
        std::atomic_bool started = false;
        auto first = connection.run<QString>([&started, slow](Session &session) -> Result<QString> {
            started = true;
            auto set = session.select(Statement{slow, {}});
            if (!set)
                return set.error();
            return set->rows.first().text(0);
        });
        auto second = ask(connection, slow + u" -- second"_s);
        auto third = ask(connection, slow);
        while (!started)
            std::this_thread::yield();
        for (int turns = i * 37 % 3000; turns > 0; --turns)
            std::this_thread::yield();
        first.cancel();
        const QString one = outcome(first);
        cancelled += one == u"cancelled"_s ? 1 : 0;
        const auto two = waitFor(second);
        const auto three = waitFor(third);
        hit += two.has_value() && three.has_value() ? 0 : 1;
        if (!two)
            qWarning("second: %s", qPrintable(Core::toText(two.error())));
    }
    qInfo("cancelled %d of %d, others hit: %d", cancelled, rounds, hit);
    QCOMPARE(hit, 0);
    QVERIFY(cancelled > 0);
}

void TestConnection::theLimitStopsATask()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Connection connection(db.spec);
    auto task = ask(connection, endless(kind), 200ms);
    auto next = ask(connection, u"select 2"_s);
    QCOMPARE(outcome(task), u"timeout"_s);
    QCOMPARE(outcome(next), u"2"_s);
}

void TestConnection::whatHappenedStaysHappened()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    Connection connection(db.spec);
    std::atomic_bool started = false;
    std::atomic_bool goOn = false;
    auto task = connection.run<QString>([&](Session &) -> Result<QString> {
        started = true;
        while (!goOn)
            std::this_thread::yield();
        return u"done"_s;
    });
    QVERIFY(QTest::qWaitFor([&] { return started.load(); }));
    task.cancel();
    goOn = true;
    QCOMPARE(outcome(task), u"done"_s);
}

void TestConnection::destroyingAnswersEveryTask()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    auto connection = std::make_unique<Connection>(db.spec);
    std::atomic_bool started = false;
    QList<Task<QString>> tasks;
    tasks.append(
        connection->run<QString>([&started, sql = endless(kind)](Session &session) -> Result<QString> {
            started = true;
            auto set = session.select(Statement{sql, {}});
            if (!set)
                return set.error();
            return QString();
        }));
    for (int i = 0; i < 5; ++i)
        tasks.append(ask(*connection, u"select 1"_s));
    QVERIFY(waitUntilItRuns(db, started));
    connection.reset();
    for (Task<QString> &task : tasks) {
        QVERIFY(!task.isRunning());
        task.cancel(); // of a connection that is gone
        QCOMPARE(outcome(task), u"closed"_s);
    }
}

void TestConnection::connectingCanBeCancelled()
{
    FaultProxy proxy(PostgresServer::instance().port());
    proxy.setBlackHole(true);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Connection connection(Tests::specOf(proxy.connectionString(db.database.name())));
    auto task = ask(connection, u"select 1"_s);
    QTRY_VERIFY(proxy.counters().connections > 0);
    task.cancel();
    QCOMPARE(outcome(task), u"cancelled"_s);
    proxy.setBlackHole(false);
    auto next = ask(connection, u"select 1"_s);
    QCOMPARE(outcome(next), u"1"_s);
}

void TestConnection::aBlackHoleEndsAtTheLimit()
{
    FaultProxy proxy(PostgresServer::instance().port());
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Connection connection(Tests::specOf(proxy.connectionString(db.database.name())));
    auto first = ask(connection, u"select 1"_s);
    QCOMPARE(outcome(first), u"1"_s);
    proxy.setBlackHole(true);
    // Stopped at 0.5 s in vain, cut at 5.5 s; nothing may wait for the 15 s of a new connection after that.
    auto task = ask(connection, u"select 2"_s, 500ms);
    const auto result = waitFor(task, 12s);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Timeout);
    QVERIFY2(!result.error().summary.contains(u"in time"_s), qPrintable(result.error().summary));
    proxy.setBlackHole(false);
    auto next = ask(connection, u"select 3"_s);
    QCOMPARE(outcome(next), u"3"_s);
}

void TestConnection::aSaveIntoABlackHoleIsNotCalledFailed()
{
    FaultProxy proxy(PostgresServer::instance().port());
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    Connection connection(Tests::specOf(proxy.connectionString(db.database.name())));
    std::atomic_bool inTransaction = false;
    std::atomic_bool goOn = false;
    auto task = connection.run<int>(
        [&](Session &session) {
            return session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
                if (auto done = transaction.run(Statement{u"insert into t values (1)"_s, {}}); !done)
                    return done.error();
                inTransaction = true;
                while (!goOn)
                    std::this_thread::yield();
                return 1;
            });
        },
        1s);
    QVERIFY(QTest::qWaitFor([&] { return inTransaction.load(); }, 30'000));
    proxy.setBlackHole(true);
    goOn = true; // COMMIT goes nowhere
    const auto result = waitFor(task, 40s);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::OutcomeUnknown);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
