// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"
#include "db/retrypolicy.h"
#include "sessionfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Db;
using namespace std::chrono_literals;
using Core::Error;
using Core::ErrorKind;
using Tests::EmptyDatabase;
using Tests::TempDatabase;

/// What passes by itself is tried again, nothing else, and writing never where it may have happened.
class TestRetrying final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePolicyGivesThreeTries();
    void theFirstConnectIsNotRepeatedForAWrongAddress();
    void aWakingDatabaseIsWaitedFor();
    void aReadSurvivesAServerRestart();
    void aWriteThatSurelyDidNotCommitIsRepeated();
    void aPauseCanBeStopped();

private:
    static Error broken() { return {ErrorKind::Connection, {}, {}, {}}; }
    static Core::Task<QString> one(Connection &connection)
    {
        return connection.run<QString>([](Session &session) -> Core::Result<QString> {
            auto set = session.select(Statement{QStringLiteral("select 1"), {}});
            return set ? Core::Result<QString>(set->rows.first().text(0)) : set.error();
        });
    }
};

void TestRetrying::thePolicyGivesThreeTries()
{
    RetryPolicy policy;
    QCOMPARE(policy.next(broken(), true).value(), 0ms);
    const auto second = policy.next(broken(), true);
    QVERIFY(second && *second > 0ms && *second <= 5s);
    QVERIFY(!policy.next(broken(), true));

    RetryPolicy deadlock;
    QVERIFY(deadlock.next({ErrorKind::Busy, {}, {}, QStringLiteral("40P01")}, false));
    for (const char *code : {"53100", "57014", "55000", "23505", "28P01", "42501"}) {
        RetryPolicy never;
        QVERIFY2(!never.next({ErrorKind::Io, {}, {}, QString::fromLatin1(code)}, true), code);
    }
}

void TestRetrying::theFirstConnectIsNotRepeatedForAWrongAddress()
{
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    proxy.setRefusing(true);
    Connection connection(Tests::specOf(proxy.connectionString(QStringLiteral("postgres"))));
    QVERIFY(!Tests::waitFor(connection.open()));
    QCOMPARE(proxy.counters().connections, 1);
}

void TestRetrying::aWakingDatabaseIsWaitedFor()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    proxy.suspend(150ms, 3);
    Connection connection(Tests::specOf(proxy.connectionString(db.database.name())));
    const QSignalSpy retries(&connection, &Connection::retrying);
    QElapsedTimer time;
    time.start();
    const auto answer = Tests::waitFor(one(connection));
    QVERIFY_OK(answer);
    QCOMPARE(*answer, QStringLiteral("1"));
    QTRY_COMPARE(retries.size(), 3);
    qInfo("acceptance 9: awake after %lld ms and %d tries", time.elapsed(), int(retries.size()) + 1);
}

void TestRetrying::aReadSurvivesAServerRestart()
{
    Tests::PostgresServer server;
    const QString database = server.createDatabase();
    Connection connection(Tests::specOf(server.connectionString(database)));
    QVERIFY_OK(Tests::waitFor(one(connection)));
    server.restart();
    QVERIFY_OK(Tests::waitFor(one(connection)));
    server.execute(
        QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'gsc'"));
    QVERIFY_OK(Tests::waitFor(one(connection)));
}

void TestRetrying::aWriteThatSurelyDidNotCommitIsRepeated()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (v text)"));
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Session session(Tests::specOf(proxy.connectionString(db.database.name())));
    for (int i = 0; i < 20; ++i) {
        int runs = 0;
        const auto done = session.write<int>([&](Transaction &transaction) -> Core::Result<int> {
            ++runs;
            auto first = transaction.run(Statement{QStringLiteral("insert into t values ($1)"), {qint64(i)}});
            if (!first)
                return first.error();
            if (runs == 1)
                proxy.cut();
            auto second = transaction.run(Statement{QStringLiteral("select 1"), {}});
            return second ? Core::Result<int>(1) : second.error();
        });
        QVERIFY_OK(done);
        QCOMPARE(runs, 2);
    }
    QCOMPARE(db.execute(QStringLiteral("select count(*), count(distinct v) from t")).value(0).join(u' '),
             QStringLiteral("20 20"));
}

void TestRetrying::aPauseCanBeStopped()
{
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    proxy.suspend(0ms, 1000);
    Connection connection(Tests::specOf(proxy.connectionString(QStringLiteral("postgres"))));
    const QSignalSpy retries(&connection, &Connection::retrying);
    auto task = one(connection);
    QTRY_VERIFY(!retries.isEmpty());
    task.cancel();
    const auto answer = Tests::waitFor(task);
    QVERIFY(!answer);
    QCOMPARE(int(answer.error().kind), int(ErrorKind::Cancelled));
}

QTEST_GUILESS_MAIN(TestRetrying)
#include "tst_retrying.moc"
