// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"
#include "db/connection.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QFile>
#include <QTest>

#include <limits>

using namespace Db;
using Core::ErrorKind;
using Core::Result;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

ConnectionSpec specOf(const TempDatabase &database)
{
    if (!database.isPostgres() && !QFile::exists(database.name()))
        (void)createDatabaseFile(database.name());
    return ConnectionString::parse(database.connectionString()).value();
}

std::function<Result<QString>(Session &)> reading(const QString &sql, const QList<Value> &values = {})
{
    return [sql, values](Session &session) -> Result<QString> {
        auto set = session.select(Statement{sql, values});
        if (!set)
            return set.error();
        return set->rows.value(0, Row({Cell()})).text(0);
    };
}

QString endless(const TempDatabase &database)
{
    return database.isPostgres() ? QStringLiteral("select pg_sleep(60)::text")
                                 : QStringLiteral("with recursive n(i) as (select 1 union all select i + 1 from n) "
                                                  "select count(*) from n");
}

std::function<Result<int>(Session &)> inserting(const QStringList &texts)
{
    return [texts](Session &session) -> Result<int> {
        return session.write<int>([&](Transaction &transaction) -> Result<int> {
            QList<Statement> statements;
            for (const QString &text : texts)
                statements.append({QStringLiteral("insert into t (v) values ($1)"), {text}});
            auto done = transaction.run(statements);
            if (!done)
                return done.error();
            return int(done->size());
        });
    };
}

void makeTable(const TempDatabase &database)
{
    database.execute(database.isPostgres()
                         ? QStringLiteral("create table t (i serial primary key, v text not null); alter table t owner "
                                          "to gsc")
                         : QStringLiteral("create table t (i integer primary key, v text not null)"));
}

} // namespace

class TestConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersInOrder_data() { TempDatabase::addKinds(); }
    void answersInOrder();
    void cancelStopsTheRunningStatement_data() { TempDatabase::addKinds(); }
    void cancelStopsTheRunningStatement();
    void theLimitStopsTheStatement_data() { TempDatabase::addKinds(); }
    void theLimitStopsTheStatement();
    void closingAnswersEveryTask_data() { TempDatabase::addKinds(); }
    void closingAnswersEveryTask();
    void textsTravelExactly_data() { TempDatabase::addKinds(); }
    void textsTravelExactly();
    void manyStatementsAreOneTransaction_data() { TempDatabase::addKinds(); }
    void manyStatementsAreOneTransaction();
    void readsHealAKilledBackend();
    void aLineThatIsDeadIsCut();
    void anUnknownCommitIsResolved();
    void aRefusingServerIsNoConnection();
};

void TestConnection::answersInOrder()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    Connection connection(specOf(database));
    QStringList order;
    QObject context;
    for (const char *text : {"a", "b", "c", "d"})
        connection.run<QString>(reading(QStringLiteral("select '%1'").arg(QLatin1String(text))))
            .then(&context, [&](const Result<QString> &answer) {
                order.append(answer ? *answer : Core::toText(answer.error()));
            });
    QTRY_COMPARE(order, (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
}

void TestConnection::cancelStopsTheRunningStatement()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    Connection connection(specOf(database));
    QVERIFY_OK(waitFor(connection.run<QString>(reading(QStringLiteral("select 'up'")))));
    auto running = connection.run<QString>(reading(endless(database)));
    auto queued = connection.run<QString>(reading(endless(database)));
    auto next = connection.run<QString>(reading(QStringLiteral("select 'unharmed'")));
    queued.cancel();
    running.cancel();
    const auto stopped = waitFor(running);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    QCOMPARE(waitFor(queued).error().kind, ErrorKind::Cancelled);
    const auto after = waitFor(next);
    QVERIFY_OK(after);
    QCOMPARE(*after, QStringLiteral("unharmed"));
}

void TestConnection::theLimitStopsTheStatement()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    Connection connection(specOf(database));
    const auto stopped =
        waitFor(connection.run<QString>(reading(endless(database)), std::chrono::milliseconds(300)));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Timeout);
    QVERIFY_OK(waitFor(connection.run<QString>(reading(QStringLiteral("select 'usable'")))));
}

void TestConnection::closingAnswersEveryTask()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    QList<ErrorKind> answers;
    QObject context;
    {
        Connection connection(specOf(database));
        for (int i = 0; i < 3; ++i)
            connection.run<QString>(reading(endless(database))).then(&context, [&](const Result<QString> &answer) {
                answers.append(answer ? ErrorKind::Internal : answer.error().kind);
            });
    }
    QTRY_COMPARE(answers, QList<ErrorKind>(3, ErrorKind::Closed));
}

void TestConnection::textsTravelExactly()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    Connection connection(specOf(database));
    makeTable(database);
    const QStringList texts = {QStringLiteral("O'Brien \"quoted\" \\ back; -- comment"),
                               QStringLiteral("$1 ? :x %1 ?1 $$"),
                               QStringLiteral("שלום עולם \u202e"),
                               QStringLiteral("🛠️ 𝒳 ü Ł"),
                               QStringLiteral("line\r\nbreak\ttab"),
                               QString(QLatin1String("")),
                               QString(10'000'000, QLatin1Char('x'))};
    QVERIFY_OK(waitFor(connection.run<int>(inserting(texts))));
    int mismatches = 0;
    for (const QString &text : texts) {
        const auto found = waitFor(
            connection.run<QString>(reading(QStringLiteral("select v from t where v = $1"), {text})));
        mismatches += found && *found == text ? 0 : 1;
    }
    const auto null = waitFor(connection.run<QString>(
        reading(QStringLiteral("select case when cast($1 as text) is null then 'null' end"), {Value()})));
    mismatches += null && *null == QLatin1String("null") ? 0 : 1;
    for (const qint64 number : {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), qint64(-1)}) {
        const auto echoed =
            waitFor(connection.run<QString>(reading(QStringLiteral("select cast($1 as bigint)"), {number})));
        mismatches += echoed && *echoed == QString::number(number) ? 0 : 1;
    }
    qInfo("hostile texts and extreme numbers: %d mismatches of %d", mismatches, int(texts.size()) + 4);
    QCOMPARE(mismatches, 0);
}

void TestConnection::manyStatementsAreOneTransaction()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    Connection connection(specOf(database));
    makeTable(database);
    QStringList texts;
    for (int i = 0; i < 1000; ++i)
        texts.append(QStringLiteral("row %1").arg(i));
    QVERIFY_OK(waitFor(connection.run<int>(inserting(texts))));
    QCOMPARE(database.execute(QStringLiteral("select count(*) from t")).first().first(), QStringLiteral("1000"));
    const auto refused = waitFor(connection.run<int>([&](Session &session) -> Result<int> {
        return session.write<int>([&](Transaction &transaction) -> Result<int> {
            QList<Statement> statements(200, {QStringLiteral("delete from t where i = 1"), {}});
            statements.append({QStringLiteral("insert into t (v) values (null)"), {}});
            auto done = transaction.run(statements);
            if (!done)
                return done.error();
            return 0;
        });
    }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Constraint);
    QCOMPARE(database.execute(QStringLiteral("select count(*) from t")).first().first(), QStringLiteral("1000"));
}

void TestConnection::readsHealAKilledBackend()
{
    const TempDatabase database(TempDatabase::Kind::PostgresDirect);
    Connection connection(specOf(database));
    int right = 0;
    constexpr int times = 20;
    for (int i = 0; i < times; ++i) {
        QVERIFY_OK(waitFor(connection.run<QString>(reading(QStringLiteral("select 'up'")))));
        database.execute(QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where "
                                        "application_name = 'gsc-admin' and datname = current_database()"));
        const auto healed = waitFor(connection.run<QString>(reading(QStringLiteral("select 'again'"))));
        right += healed && *healed == QLatin1String("again") ? 1 : 0;
    }
    qInfo("reads after a killed backend: %d of %d right", right, times);
    QCOMPARE(right, times);
}

void TestConnection::aLineThatIsDeadIsCut()
{
    const TempDatabase database(TempDatabase::Kind::PostgresDirect);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Connection connection(ConnectionString::parse(proxy.connectionString(database.name())).value());
    QVERIFY_OK(waitFor(connection.run<QString>(reading(QStringLiteral("select 'up'")))));
    proxy.setBlackHole(true);
    const auto stopped = waitFor(
        connection.run<QString>(reading(QStringLiteral("select 'lost'")), std::chrono::milliseconds(200)));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Timeout);
    proxy.setBlackHole(false);
    QVERIFY_OK(waitFor(connection.run<QString>(reading(QStringLiteral("select 'back'")))));
}

void TestConnection::anUnknownCommitIsResolved()
{
    const TempDatabase database(TempDatabase::Kind::PostgresDirect);
    makeTable(database);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Connection connection(ConnectionString::parse(proxy.connectionString(database.name())).value());
    int right = 0;
    constexpr int times = 40;
    for (int i = 0; i < times; ++i) {
        const QString text = QStringLiteral("save %1").arg(i);
        proxy.cutAtCommit(i % 2 == 0 ? Tests::FaultProxy::CommitCut::BeforeTheServer
                                     : Tests::FaultProxy::CommitCut::AfterTheServer);
        const auto answer = waitFor(connection.run<int>(inserting({text})));
        const QString kept =
            database.execute(QStringLiteral("select count(*) from t where v = '%1'").arg(text)).first().first();
        right += (answer && kept == QLatin1String("1"))
                         || (!answer && answer.error().kind == ErrorKind::Connection && kept == QLatin1String("0"))
                     ? 1
                     : 0;
    }
    qInfo("cut at COMMIT: %d of %d told as the server has it", right, times);
    QCOMPARE(proxy.counters().cuts, times);
    QCOMPARE(right, times);
}

void TestConnection::aRefusingServerIsNoConnection()
{
    const TempDatabase database(TempDatabase::Kind::PostgresDirect);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Connection connection(ConnectionString::parse(proxy.connectionString(database.name())).value());
    proxy.setRefusing(true);
    const auto catalogue = waitFor(connection.run<Catalogue>(readCatalogue));
    QVERIFY(!catalogue);
    QCOMPARE(catalogue.error().kind, ErrorKind::Connection);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
