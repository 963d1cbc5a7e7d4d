// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/session.h"
#include "profiles/passwordchange.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "support/tempdatabase.h"

#include <QTest>

using namespace Profiles;
using Db::ConnectionSpec;
using Tests::FaultProxy;
using Tests::PostgresServer;

namespace {

const QString fresh = QStringLiteral("Fresh-CanarySecret-19");

PostgresServer &server()
{
    return PostgresServer::instance();
}

bool opens(ConnectionSpec spec, const QString &password)
{
    spec.password = password;
    Db::Session session(spec);
    return session.open().has_value();
}

} // namespace

class TestPasswordChange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theNewPasswordIsValid();
    void thePlainTextIsNeverInTheServersLog();
    void aRefusedChangeKeepsTheOldPassword();
    void aWrongOldPasswordChangesNothing();
    void aCutAtCommitIsResolved_data();
    void aCutAtCommitIsResolved();
    void anUnreachableServerIsNotKnown();
    void aFileHasNoPassword();

private:
    [[nodiscard]] ConnectionSpec spec(quint16 port = 0) const
    {
        ConnectionSpec result =
            Db::ConnectionString::parse(server().passwordConnectionString(m_database->name())).value();
        if (port != 0)
            result.hosts = {{QStringLiteral("127.0.0.1"), port}};
        return result;
    }

    std::unique_ptr<Tests::TempDatabase> m_database;
};

void TestPasswordChange::init()
{
    m_database = std::make_unique<Tests::TempDatabase>(Tests::TempDatabase::Kind::PostgresDirect);
    QVERIFY(opens(spec(), PostgresServer::password()));
}

void TestPasswordChange::cleanup()
{
    QString literal = PostgresServer::password();
    literal.replace(u'\'', QStringLiteral("''"));
    server().execute(
        QStringLiteral("set standard_conforming_strings = on; alter role gsc_password password '%1'")
            .arg(literal));
    m_database.reset();
}

void TestPasswordChange::theNewPasswordIsValid()
{
    QVERIFY(!opens(spec(), fresh));
    const PasswordChange change = changePassword(spec(), fresh);
    QVERIFY2(!change.error, change.error ? qPrintable(Core::toText(*change.error)) : "");
    QCOMPARE(change.valid, ValidPassword::New);
    QVERIFY(opens(spec(), fresh));
    QVERIFY(!opens(spec(), PostgresServer::password()));
}

void TestPasswordChange::thePlainTextIsNeverInTheServersLog()
{
    server().setLogStatements(true);
    const qint64 before = server().logSize();
    const PasswordChange change = changePassword(spec(), fresh);
    server().setLogStatements(false);
    QCOMPARE(change.valid, ValidPassword::New);
    const QString log = server().log(before);
    QVERIFY2(log.contains(QStringLiteral("ALTER ROLE \"gsc_password\" PASSWORD 'SCRAM-SHA-256$")),
             qPrintable(log));
    qInfo("%lld characters of log with log_statement = all, %lld times the plain text", qlonglong(log.size()),
          qlonglong(log.count(fresh)));
    QCOMPARE(log.count(fresh), 0);
}

void TestPasswordChange::aRefusedChangeKeepsTheOldPassword()
{
    const PasswordChange change = changePassword(spec(), QStringLiteral("nicht möglich"));
    QVERIFY(change.error);
    QCOMPARE(change.valid, ValidPassword::Old);
    QVERIFY(opens(spec(), PostgresServer::password()));

    ConnectionSpec readOnly = spec();
    readOnly.parameters.insert(QStringLiteral("options"),
                               QStringLiteral("-c default_transaction_read_only=on"));
    const PasswordChange locked = changePassword(readOnly, fresh);
    if (locked.valid == ValidPassword::New)
        QVERIFY(
            opens(spec(), fresh)); // a session may turn it off for itself; then the answer is still the truth
    else
        QVERIFY(opens(spec(), PostgresServer::password()));
}

void TestPasswordChange::aWrongOldPasswordChangesNothing()
{
    ConnectionSpec wrong = spec();
    wrong.password = QStringLiteral("not it");
    const PasswordChange change = changePassword(wrong, fresh);
    QCOMPARE(change.valid, ValidPassword::Old);
    QVERIFY(change.error);
    QCOMPARE(change.error->kind, Core::ErrorKind::Authentication);
    QVERIFY(opens(spec(), PostgresServer::password()));
}

void TestPasswordChange::aCutAtCommitIsResolved_data()
{
    QTest::addColumn<bool>("committed");
    QTest::newRow("before the server") << false;
    QTest::newRow("after the server") << true;
}

void TestPasswordChange::aCutAtCommitIsResolved()
{
    QFETCH(bool, committed);
    FaultProxy proxy(server().port());
    proxy.cutAtCommit(committed ? FaultProxy::CommitCut::AfterTheServer
                                : FaultProxy::CommitCut::BeforeTheServer);
    const PasswordChange change = changePassword(spec(proxy.port()), fresh);
    QCOMPARE(proxy.counters().cuts, 1);
    // What never reached the server may have been tried again: the server knows.
    const bool isNew = opens(spec(), fresh);
    QVERIFY(isNew || !committed);
    QCOMPARE(opens(spec(), PostgresServer::password()), !isNew);
    qInfo("cut at COMMIT %s: told %s, the server takes the %s one",
          committed ? "after the server had it" : "before the server had it",
          change.valid == ValidPassword::New ? "new" : "old", isNew ? "new" : "old");
    QCOMPARE(change.valid, isNew ? ValidPassword::New : ValidPassword::Old);
    QCOMPARE(change.error.has_value(), !isNew);
}

void TestPasswordChange::anUnreachableServerIsNotKnown()
{
    FaultProxy proxy(server().port());
    Db::Session session(spec(proxy.port()));
    QVERIFY(session.open());
    // The line goes at COMMIT, and no new one can be made: nobody can tell.
    proxy.cutAtCommit(FaultProxy::CommitCut::AfterTheServer);
    proxy.setRefusing(true);
    const PasswordChange change = changePassword(session, spec(proxy.port()), fresh);
    QCOMPARE(change.valid, ValidPassword::Unknown);
    QVERIFY(change.error && !change.error->summary.isEmpty());
    QVERIFY(!Core::toText(*change.error).contains(fresh));
}

void TestPasswordChange::aFileHasNoPassword()
{
    const PasswordChange change = changePassword(ConnectionSpec(), fresh);
    QCOMPARE(change.valid, ValidPassword::Old);
    QVERIFY(change.error);
}

QTEST_GUILESS_MAIN(TestPasswordChange)
#include "tst_passwordchange.moc"
