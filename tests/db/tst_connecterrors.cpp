// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/backend.h"
#include "db/postgreserrors.h"
#include "sessionfixture.h"
#include "support/faultproxy.h"
#include "support/pooler.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Core::Error;
using Core::ErrorKind;
using Tests::FaultProxy;
using Tests::PostgresServer;

namespace {

/// One attempt, without the session's patience.
Error errorOf(const QString &connectionString)
{
    const auto backend = Db::makeBackend(Db::Engine::PostgreSQL);
    const auto line = backend->open(Tests::specOf(connectionString));
    return line ? Error{ErrorKind::Internal, u"it was opened"_s, {}, {}} : line.error();
}

} // namespace

/// The wording by which connection errors are told apart is the servers': here are the real ones.
class ConnectErrorsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = m_server.createDatabase(); }

    void serverRefuses_data();
    void serverRefuses();
    void databaseWakes();
    void nobodyIsThere();
    void poolerIsAlone();

private:
    PostgresServer &m_server = PostgresServer::instance();
    QString m_database;
};

void ConnectErrorsTest::serverRefuses_data()
{
    QTest::addColumn<QString>("before"); // %1 is the database
    QTest::addColumn<QString>("user");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("isTransient");
    using enum ErrorKind;
    QTest::newRow("wrong password") << u""_s << u"gsc_password:wrong"_s << Authentication << u"28P01"_s
                                    << false;
    QTest::newRow("no password") << u""_s << u"gsc_password"_s << Authentication << u""_s << false;
    QTest::newRow("no such user") << u""_s << u"nobody"_s << NotFound << u""_s << false;
    QTest::newRow("no such database") << u"DROP DATABASE %1"_s << u"gsc"_s << NotFound << u""_s << false;
    QTest::newRow("no log-in") << u"CREATE ROLE %1_r NOLOGIN"_s << u"%1_r"_s << Authentication << u"28000"_s
                               << false;
    QTest::newRow("not allowed") << u"CREATE ROLE %1_r LOGIN; REVOKE CONNECT ON DATABASE %1 FROM public"_s
                                 << u"%1_r"_s << Permission << u"42501"_s << false;
    QTest::newRow("closed") << u"ALTER DATABASE %1 ALLOW_CONNECTIONS false"_s << u"gsc"_s << Permission
                            << u"55000"_s << false;
    QTest::newRow("database full") << u"ALTER DATABASE %1 CONNECTION LIMIT 0"_s << u"gsc"_s << Connection
                                   << u"53300"_s << true;
    QTest::newRow("user full") << u"CREATE ROLE %1_r LOGIN CONNECTION LIMIT 0"_s << u"%1_r"_s << Connection
                               << u"53300"_s << true;
}

void ConnectErrorsTest::serverRefuses()
{
    QFETCH(QString, before);
    QFETCH(QString, user);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, code);
    QFETCH(bool, isTransient);
    m_server.execute(before.contains(u"%1") ? QString(before).replace(u"%1"_s, m_database) : before);
    const Error error = errorOf(u"postgresql://%1@127.0.0.1:%2/%3"_s.arg(
        QString(user).replace(u"%1"_s, m_database), QString::number(m_server.port()), m_database));
    QVERIFY2(error.kind == kind, qPrintable(Core::toText(error)));
    QCOMPARE(error.code, code);
    QCOMPARE(Db::isTransient(error), isTransient);
    QVERIFY(!Db::isWaking(error));
}

void ConnectErrorsTest::databaseWakes()
{
    FaultProxy proxy(m_server.port());
    proxy.suspend(50ms, 1);
    const Error error = errorOf(proxy.connectionString(m_database));
    QVERIFY2(Db::isWaking(error), qPrintable(Core::toText(error)));
    QCOMPARE(error.code, u"XX000"_s);
    QCOMPARE(errorOf(proxy.connectionString(m_database)).summary, u"it was opened"_s);
}

void ConnectErrorsTest::nobodyIsThere()
{
    const QString none =
        u"postgresql://gsc@127.0.0.1:%1/%2?sslmode=disable"_s.arg(Tests::freePort()).arg(m_database);
    const Error refused = errorOf(none);
    QVERIFY2(refused.summary.contains(u"does not accept"), qPrintable(Core::toText(refused)));
    QVERIFY(Db::isTransient(refused));

    FaultProxy proxy(m_server.port());
    proxy.setRefusing(true);
    const Error ended = errorOf(proxy.connectionString(m_database));
    QVERIFY2(ended.summary.contains(u"ended it at once"), qPrintable(Core::toText(ended)));
    QVERIFY(Db::isTransient(ended));

    const Error unknown = errorOf(u"postgresql://gsc@nowhere.invalid/gsc"_s);
    QVERIFY2(unknown.summary.contains(u"no server named"), qPrintable(Core::toText(unknown)));
}

// PgBouncer answers in place of a server that has gone.
void ConnectErrorsTest::poolerIsAlone()
{
    PostgresServer server;
    Tests::Pooler pooler(server, 2, 1);
    server.stop();
    const Error error = errorOf(pooler.connectionString(u"postgres"_s));
    QVERIFY2(error.summary.contains(u"pooler"), qPrintable(Core::toText(error)));
    QCOMPARE(error.kind, ErrorKind::Connection);
    QVERIFY(Db::isTransient(error));
    QVERIFY(!Db::isWaking(error));
}

QTEST_GUILESS_MAIN(ConnectErrorsTest)
#include "tst_connecterrors.moc"
