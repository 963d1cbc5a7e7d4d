// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;
using Tests::PostgresServer;

class tst_PostgresServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsTheWantedVersion()
    {
        PostgresServer &server = PostgresServer::instance();
        const QString version = server.execute(u"SHOW server_version"_s).value(0).value(0);
        qInfo("PostgreSQL %s from %s", qPrintable(version), qPrintable(server.binaryDirectory()));
        QVERIFY(version.startsWith(QString::number(server.majorVersion()) + u'.'));
        const QString available =
            server.execute(u"SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'"_s)[0][0];
        qInfo("pg_trgm: %s", available == u"1" ? "available" : "missing");
    }

    // The certificates are exchanged while the server runs, and each is what its name says.
    void offersTls_data()
    {
        using Flaw = Tests::TestCertificates::Flaw;
        QTest::addColumn<Flaw>("flaw");
        QTest::addColumn<QByteArray>("verdict");
        QTest::newRow("right") << Flaw::None << QByteArray();
        QTest::newRow("expired") << Flaw::Expired << QByteArray("certificate verify failed");
        QTest::newRow("not yet valid") << Flaw::NotYetValid << QByteArray("certificate verify failed");
        QTest::newRow("self-signed") << Flaw::SelfSigned << QByteArray("certificate verify failed");
        QTest::newRow("other authority") << Flaw::OtherAuthority << QByteArray("certificate verify failed");
        QTest::newRow("wrong host") << Flaw::WrongHost << QByteArray("does not match host name");
    }

    void offersTls()
    {
        QFETCH(Tests::TestCertificates::Flaw, flaw);
        QFETCH(QByteArray, verdict);
        static const Tests::TestCertificates certificates;
        PostgresServer &server = PostgresServer::instance();
        server.offerTls(certificates.certificate(flaw));
        const auto attempt = [&](const QString &mode) {
            const QString target =
                u"host=127.0.0.1 port=%1 dbname=postgres user=gsc sslmode=%2 sslrootcert=%3"_s.arg(
                    QString::number(server.port()), mode, certificates.authority());
            PGconn *connection = PQconnectdb(target.toUtf8().constData());
            const QByteArray message = PQerrorMessage(connection);
            PQfinish(connection);
            return message;
        };
        const QByteArray message = attempt(u"verify-full"_s);
        QVERIFY2(verdict.isEmpty() ? message.isEmpty() : message.contains(verdict), message.constData());
        server.demandTls(true);
        QVERIFY(attempt(u"disable"_s).contains("no encryption"));
        server.demandTls(false);
        QCOMPARE(attempt(u"disable"_s), QByteArray());
        server.stopOfferingTls();
        QVERIFY(attempt(u"verify-full"_s).contains("server does not support SSL"));
    }

    void connectsInEveryWay_data()
    {
        QTest::addColumn<QString>("connectionString");
        PostgresServer &server = PostgresServer::instance();
        const QString database = server.createDatabase();
        QTest::newRow("tcp") << server.connectionString(database);
        QTest::newRow("socket") << server.socketConnectionString(database);
        QTest::newRow("password") << server.passwordConnectionString(database);
    }

    void connectsInEveryWay()
    {
        QFETCH(QString, connectionString);
        PGconn *connection = PQconnectdb(connectionString.toUtf8().constData());
        const QByteArray message = PQerrorMessage(connection);
        const ConnStatusType status = PQstatus(connection);
        PQfinish(connection);
        QVERIFY2(status == CONNECTION_OK, message.constData());
    }

    void refusesAWrongPassword()
    {
        PostgresServer &server = PostgresServer::instance();
        const QString wrong = u"host=127.0.0.1 port=%1 dbname=postgres user=gsc_password password=wrong"_s;
        PGconn *connection = PQconnectdb(wrong.arg(server.port()).toUtf8().constData());
        const ConnStatusType status = PQstatus(connection);
        PQfinish(connection);
        QCOMPARE(status, CONNECTION_BAD);
    }

    void databasesAreSeparate()
    {
        PostgresServer &server = PostgresServer::instance();
        const QString first = server.createDatabase();
        const QString second = server.createDatabase();
        QVERIFY(first != second);
        server.execute(first, u"CREATE TABLE only_here (a int)"_s);
        QCOMPARE(server.execute(second, u"SELECT to_regclass('only_here')"_s), Tests::rows(u"NULL"));
        server.dropDatabase(first);
        QCOMPARE(server.execute(u"SELECT count(*) FROM pg_database WHERE datname = '%1'"_s.arg(first)),
                 Tests::rows(u"0"));
    }

    void logsStatementsOnRequest()
    {
        PostgresServer &server = PostgresServer::instance();
        server.execute(u"SELECT 'unseen'"_s);
        QVERIFY(!server.log().contains(u"unseen"));
        server.setLogStatements(true);
        const qint64 begin = server.logSize();
        server.execute(u"SELECT 'seen'"_s);
        QTRY_VERIFY(server.log(begin).contains(u"SELECT 'seen'"));
        server.setLogStatements(false);
    }

    void failedSetUpFailsTheTest()
    {
        QEXPECT_FAIL("", "expected: the statement is wrong", Continue);
        QVERIFY(PostgresServer::instance().execute(u"SELEKT"_s).isEmpty());
    }

    void keepsItsDataOverRestartAndCrash()
    {
        PostgresServer &server = PostgresServer::instance();
        const QString database = server.createDatabase();
        server.execute(database, u"CREATE TABLE kept AS SELECT 7 AS a"_s);
        server.restart();
        QCOMPARE(server.execute(database, u"SELECT a FROM kept"_s), Tests::rows(u"7"));
        server.crash();
        QVERIFY(!server.isRunning());
        server.start();
        QCOMPARE(server.execute(database, u"SELECT a FROM kept"_s), Tests::rows(u"7"));
    }

    void killedTestsLeaveNothingBehind()
    {
        // A second copy of this program starts a server of its own and is killed as hard as possible.
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(), {u"--serve"_s});
        QVERIFY(other.waitForReadyRead(60'000));
        const QList<QByteArray> words = other.readLine().trimmed().split(' ');
        const QString directory = QString::fromUtf8(words.value(0));
        const int serverPid = words.value(1).toInt();
        QVERIFY(QFileInfo::exists(directory + "/data"_L1));
        QVERIFY(::kill(serverPid, 0) == 0);
        other.kill();
        QVERIFY(other.waitForFinished());
        QTRY_VERIFY_WITH_TIMEOUT(::kill(serverPid, 0) != 0, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(directory), 20'000);
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == u"--serve") {
        PostgresServer &server = PostgresServer::instance();
        std::printf(
            "%s %s\n", qPrintable(server.socketDirectory()),
            qPrintable(server.execute(u"SELECT (regexp_split_to_array(pg_read_file('postmaster.pid'), "
                                      "'\\s+'))[1]"_s)[0][0]));
        std::fflush(stdout);
        return QCoreApplication::exec();
    }
    tst_PostgresServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_postgresserver.moc"
