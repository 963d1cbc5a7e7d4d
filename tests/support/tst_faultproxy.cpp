// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QElapsedTimer>
#include <QTest>

#include <libpq-fe.h>

#include <memory>
#include <poll.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Tests::FaultProxy;
using Tests::PostgresServer;

namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Connection connectTo(const QString &connectionString)
{
    return Connection(PQconnectdb(connectionString.toUtf8().constData()), PQfinish);
}

bool run(const Connection &connection, const char *sql)
{
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

QByteArray valueOf(const Connection &connection, const char *sql)
{
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql), PQclear);
    return PQntuples(result.get()) == 1 ? PQgetvalue(result.get(), 0, 0) : PQerrorMessage(connection.get());
}

} // namespace

class tst_FaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_database = PostgresServer::instance().createDatabase();
        PostgresServer::instance().execute(m_database, u"CREATE TABLE t (a int); GRANT ALL ON t TO gsc"_s);
        m_proxy = std::make_unique<FaultProxy>(PostgresServer::instance().port());
        m_connection = connectTo(m_proxy->connectionString(m_database));
        QVERIFY2(PQstatus(m_connection.get()) == CONNECTION_OK, PQerrorMessage(m_connection.get()));
    }

    void cleanup() { m_connection.reset(); }

    void countsRoundTrips()
    {
        QCOMPARE(m_proxy->counters().connections, 1);
        QCOMPARE(m_proxy->counters().roundTrips, 1);
        m_proxy->resetCounters();
        QVERIFY(run(m_connection, "SELECT 1; SELECT 2"));
        QVERIFY(run(m_connection, "SELECT 3"));
        QCOMPARE(m_proxy->counters().roundTrips, 2);

        // A pipeline of three statements is one round trip.
        m_proxy->resetCounters();
        QCOMPARE(PQenterPipelineMode(m_connection.get()), 1);
        for (int i = 0; i < 3; ++i)
            PQsendQueryParams(m_connection.get(), "SELECT 1", 0, nullptr, nullptr, nullptr, nullptr, 0);
        QCOMPARE(PQpipelineSync(m_connection.get()), 1);
        int syncs = 0;
        for (int nulls = 0; syncs == 0 && nulls < 10;) {
            PGresult *result = PQgetResult(m_connection.get());
            nulls += result == nullptr ? 1 : 0;
            syncs += PQresultStatus(result) == PGRES_PIPELINE_SYNC ? 1 : 0;
            PQclear(result);
        }
        QCOMPARE(syncs, 1);
        QCOMPARE(m_proxy->counters().roundTrips, 1);
    }

    void delaysBothWays()
    {
        m_proxy->setDelay(50ms);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(run(m_connection, "SELECT 1"));
        QVERIFY2(timer.elapsed() >= 100, qPrintable(QString::number(timer.elapsed())));
    }

    void cutsAtCommit_data()
    {
        QTest::addColumn<FaultProxy::CommitCut>("where");
        QTest::addColumn<Tests::Rows>("rows");
        QTest::newRow("before the server") << FaultProxy::CommitCut::BeforeTheServer << Tests::rows(u"0");
        QTest::newRow("after the server") << FaultProxy::CommitCut::AfterTheServer << Tests::rows(u"1");
    }

    void cutsAtCommit()
    {
        QFETCH(FaultProxy::CommitCut, where);
        QFETCH(Tests::Rows, rows);
        m_proxy->cutAtCommit(where);
        QVERIFY(run(m_connection, "BEGIN"));
        QVERIFY(run(m_connection, "INSERT INTO t VALUES (1)"));
        QVERIFY(!run(m_connection, "COMMIT"));
        QCOMPARE(PQstatus(m_connection.get()), CONNECTION_BAD);
        QCOMPARE(m_proxy->counters().cuts, 1);
        QCOMPARE(PostgresServer::instance().execute(m_database, u"SELECT count(*) FROM t"_s), rows);
    }

    void cutsAfterEveryMessage()
    {
        // SELECT answers RowDescription, DataRow, CommandComplete, ReadyForQuery: cut before each, then not
        // at all.
        for (int count = 0; count < 4; ++count) {
            m_proxy->cutAfterServerMessages(count);
            run(m_connection, "SELECT 1");
            QTRY_COMPARE(m_proxy->counters().cuts, count + 1);
            QCOMPARE(PQstatus(m_connection.get()), CONNECTION_BAD);
            m_connection = connectTo(m_proxy->connectionString(m_database));
        }
        m_proxy->cutAfterServerMessages(4);
        QVERIFY(run(m_connection, "SELECT 1"));
        QCOMPARE(PQstatus(m_connection.get()), CONNECTION_OK);
        m_proxy->disarm();
        QVERIFY(run(m_connection, "SELECT 1"));
        QCOMPARE(m_proxy->counters().cuts, 4);
    }

    void swallowsAndReleases()
    {
        m_proxy->setBlackHole(true);
        QCOMPARE(PQsendQuery(m_connection.get(), "SELECT 1"), 1);
        pollfd handle{PQsocket(m_connection.get()), POLLIN, 0};
        QCOMPARE(::poll(&handle, 1, 200), 0);
        m_proxy->setBlackHole(false);
        QCOMPARE(::poll(&handle, 1, 10'000), 1);
    }

    void refuses()
    {
        m_proxy->setRefusing(true);
        QCOMPARE(PQstatus(connectTo(m_proxy->connectionString(m_database)).get()), CONNECTION_BAD);
        m_proxy->setRefusing(false);
        QCOMPARE(PQstatus(connectTo(m_proxy->connectionString(m_database)).get()), CONNECTION_OK);
    }

    void carriesOnlySoMuch()
    {
        // 20,000 bytes of answer at 40,000 a second: half a second at least, in pieces, and all of it.
        m_proxy->setBandwidth(40'000);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(valueOf(m_connection, "SELECT repeat('x', 20000)").size(), 20'000);
        QVERIFY2(timer.elapsed() >= 450, qPrintable(QString::number(timer.elapsed())));
        m_proxy->setBandwidth(0);
        QVERIFY(run(m_connection, "SELECT repeat('x', 1000000)"));
    }

    void wakesLikeNeon()
    {
        m_proxy->suspend(200ms, 2);
        m_proxy->resetCounters();
        QElapsedTimer timer;
        for (int i = 0; i < 2; ++i) {
            timer.start();
            const Connection refused = connectTo(m_proxy->connectionString(m_database));
            QCOMPARE(PQstatus(refused.get()), CONNECTION_BAD);
            QVERIFY2(timer.elapsed() >= 200, qPrintable(QString::number(timer.elapsed())));
            QVERIFY2(QByteArray(PQerrorMessage(refused.get()))
                         .endsWith("FATAL:  Couldn't connect to compute node\n"),
                     PQerrorMessage(refused.get()));
        }
        timer.start();
        const Connection woken = connectTo(m_proxy->connectionString(m_database));
        QCOMPARE(PQstatus(woken.get()), CONNECTION_OK);
        QVERIFY2(timer.elapsed() >= 200, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(run(woken, "SELECT 1"));
        QVERIFY(run(m_connection, "SELECT 1")); // it was there before
        QCOMPARE(PQstatus(connectTo(m_proxy->connectionString(m_database)).get()), CONNECTION_OK);
        QCOMPARE(m_proxy->counters().connections, 4);
        QCOMPARE(m_proxy->counters().refusals, 2);
    }

    void fakesTheServersVersion_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("number");
        QTest::newRow("14") << u"14.9"_s << 140009;
        QTest::newRow("15") << u"15.18 (Debian 15.18-0+deb12u1)"_s << 150018;
        QTest::newRow("16") << u"16.4"_s << 160004;
        QTest::newRow("17") << u"17.0"_s << 170000;
        QTest::newRow("18") << u"18.1"_s << 180001;
        QTest::newRow("99") << u"99.0"_s << 990000;
    }

    void fakesTheServersVersion()
    {
        QFETCH(QString, version);
        QFETCH(int, number);
        m_proxy->setServerVersion(version);
        const Connection faked = connectTo(m_proxy->connectionString(m_database));
        QCOMPARE(PQserverVersion(faked.get()), number);
        QCOMPARE(QString::fromUtf8(PQparameterStatus(faked.get(), "server_version")), version);
        QVERIFY(run(faked, "SELECT 1"));
        m_proxy->setServerVersion({});
        const Connection real = connectTo(m_proxy->connectionString(m_database));
        QCOMPARE(PQserverVersion(real.get()) / 10000, PostgresServer::instance().majorVersion());
    }

    // What cannot be read is forwarded as it is, and still delayed and cut.
    void forwardsTlsUntouched()
    {
        const Tests::TestCertificates certificates;
        PostgresServer::instance().offerTls(certificates.certificate());
        m_connection.reset();
        m_proxy->resetCounters();
        const Connection encrypted =
            connectTo(u"host=127.0.0.1 port=%1 dbname=%2 user=gsc sslmode=verify-full sslrootcert=%3"_s.arg(
                QString::number(m_proxy->port()), m_database, certificates.authority()));
        QVERIFY2(PQstatus(encrypted.get()) == CONNECTION_OK, PQerrorMessage(encrypted.get()));
        QCOMPARE(PQsslInUse(encrypted.get()), 1);
        QCOMPARE(valueOf(encrypted, "SELECT repeat('x', 1000000)").size(), 1'000'000);
        QCOMPARE(m_proxy->counters().encryptionRequests, 1);
        QCOMPARE(m_proxy->counters().encryptedLines, 1);
        QCOMPARE(m_proxy->counters().plainStarts, 0);
        QCOMPARE(m_proxy->counters().serverMessages, 1); // the yes; nothing after it can be told apart

        m_proxy->setDelay(50ms);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(run(encrypted, "SELECT 1"));
        QVERIFY2(timer.elapsed() >= 100, qPrintable(QString::number(timer.elapsed())));
        m_proxy->setDelay(0ms);
        m_proxy->cut();
        QTRY_COMPARE(m_proxy->counters().cuts, 1);
        QVERIFY(!run(encrypted, "SELECT 1"));
        PostgresServer::instance().stopOfferingTls();
    }

    void stripsTls()
    {
        const Tests::TestCertificates certificates;
        PostgresServer::instance().offerTls(certificates.certificate());
        m_proxy->setStrippingTls(true);
        m_proxy->resetCounters();
        const auto connect = [this](const QString &mode) {
            return connectTo(u"host=127.0.0.1 port=%1 dbname=%2 user=gsc sslmode=%3"_s.arg(
                QString::number(m_proxy->port()), m_database, mode));
        };
        const Connection careful = connect(u"require"_s);
        QVERIFY(QByteArray(PQerrorMessage(careful.get())).contains("server does not support SSL"));
        QCOMPARE(m_proxy->counters().plainStarts, 0);
        const Connection careless = connect(u"prefer"_s); // what the thief hopes for
        QCOMPARE(PQstatus(careless.get()), CONNECTION_OK);
        QCOMPARE(PQsslInUse(careless.get()), 0);
        QCOMPARE(m_proxy->counters().plainStarts, 1);
        QCOMPARE(m_proxy->counters().encryptedLines, 0);
        m_proxy->setStrippingTls(false);
        QCOMPARE(PQsslInUse(connect(u"require"_s).get()), 1);
        PostgresServer::instance().stopOfferingTls();
    }

private:
    QString m_database;
    std::unique_ptr<FaultProxy> m_proxy;
    Connection m_connection{nullptr, PQfinish};
};

QTEST_GUILESS_MAIN(tst_FaultProxy)
#include "tst_faultproxy.moc"
