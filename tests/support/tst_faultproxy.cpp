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

private:
    QString m_database;
    std::unique_ptr<FaultProxy> m_proxy;
    Connection m_connection{nullptr, PQfinish};
};

QTEST_GUILESS_MAIN(tst_FaultProxy)
#include "tst_faultproxy.moc"
