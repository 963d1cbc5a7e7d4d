// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"
#include "sessionfixture.h"
#include "support/postgresserver.h"
#include "support/verify.h"

#include <QTest>

using namespace Db;
using Core::ErrorKind;
using Tests::EmptyDatabase;
using Tests::TempDatabase;

/// A closed gate lets nothing change, whoever asks; the server and SQLite see to it as well.
class TestAccessGate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClosedGateRefusesWrites_data() { TempDatabase::addKinds(); }
    void aClosedGateRefusesWrites();
    void aReadThatWritesIsRefusedByTheEngine_data() { TempDatabase::addKinds(); }
    void aReadThatWritesIsRefusedByTheEngine();
    void aTransactionThatHasBegunIsFinished_data() { TempDatabase::addKinds(); }
    void aTransactionThatHasBegunIsFinished();
    void aClosedGateSendsReadOnlyTransactionsOnly();

private:
    static SessionOptions gated(const std::shared_ptr<AccessGate> &gate)
    {
        SessionOptions options;
        options.gate = gate;
        return options;
    }
};

void TestAccessGate::aClosedGateRefusesWrites()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (v text)"));
    const auto gate = std::make_shared<AccessGate>(false);
    Session session(db.spec, gated(gate));
    const Statement insert = {QStringLiteral("insert into t values ($1)"), {QStringLiteral("a")}};

    const auto refused = Tests::write(session, {insert});
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(ErrorKind::ReadOnly));
    QCOMPARE(Tests::scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("0"));

    gate->setAllowsWriting(true);
    QVERIFY_OK(Tests::write(session, {insert}));
    QCOMPARE(Tests::scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("1"));

    gate->setAllowsWriting(false);
    QVERIFY(!Tests::write(session, {insert}));
    QCOMPARE(Tests::scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("1"));
}

void TestAccessGate::aReadThatWritesIsRefusedByTheEngine()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (v text)"));
    Session session(db.spec, gated(std::make_shared<AccessGate>(false)));
    const auto sneaked =
        session.select(Statement{QStringLiteral("insert into t values ('a') returning v"), {}});
    QVERIFY(!sneaked);
    QCOMPARE(int(sneaked.error().kind), int(ErrorKind::ReadOnly));
    QCOMPARE(db.execute(QStringLiteral("select count(*) from t")).value(0).value(0), QStringLiteral("0"));
}

void TestAccessGate::aTransactionThatHasBegunIsFinished()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (v text)"));
    const auto gate = std::make_shared<AccessGate>(true);
    Session session(db.spec, gated(gate));
    const auto done = session.write<int>([&](Transaction &transaction) -> Core::Result<int> {
        if (auto first = transaction.run(Statement{QStringLiteral("insert into t values ('a')"), {}}); !first)
            return first.error();
        gate->setAllowsWriting(false);
        if (auto second = transaction.run(Statement{QStringLiteral("insert into t values ('b')"), {}});
            !second)
            return second.error();
        return 2;
    });
    QVERIFY_OK(done);
    QCOMPARE(db.execute(QStringLiteral("select count(*) from t")).value(0).value(0), QStringLiteral("2"));
}

void TestAccessGate::aClosedGateSendsReadOnlyTransactionsOnly()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    auto &server = Tests::PostgresServer::instance();
    db.execute(QStringLiteral("create table t (v text)"));
    server.setLogStatements(true);
    const qint64 before = server.logSize();
    Session session(db.spec, gated(std::make_shared<AccessGate>(false)));
    (void)session.select(Statement{QStringLiteral("select 1"), {}});
    (void)Tests::write(session, {{QStringLiteral("insert into t values ('a')"), {}}});
    (void)session.select(Statement{QStringLiteral("select 2"), {}});
    server.setLogStatements(false);
    const QString log = server.log(before);
    QVERIFY(log.contains(QStringLiteral("read only")));
    QVERIFY2(!log.contains(QStringLiteral("read write")), qPrintable(log));
    QVERIFY2(!log.contains(QStringLiteral("insert into t")), qPrintable(log));
}

QTEST_GUILESS_MAIN(TestAccessGate)
#include "tst_accessgate.moc"
