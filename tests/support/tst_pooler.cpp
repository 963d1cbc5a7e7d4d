// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/pooler.h"

#include <QTest>

#include <libpq-fe.h>

#include <memory>

using namespace Qt::StringLiterals;
using Tests::Pooler;
using Tests::PostgresServer;

namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Connection connectTo(const QString &connectionString)
{
    return Connection(PQconnectdb(connectionString.toUtf8().constData()), PQfinish);
}

QString valueOf(const Connection &connection, const char *sql)
{
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql), PQclear);
    return PQntuples(result.get()) == 1 ? QString::fromUtf8(PQgetvalue(result.get(), 0, 0))
                                        : QString::fromUtf8(PQresultErrorMessage(result.get()));
}

} // namespace

class tst_Pooler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What makes transaction pooling dangerous, and so what the tests through it are worth: three clients
    // share two server connections, and a client's transactions go to whichever is free.
    void sharesServerConnectionsBetweenTransactions()
    {
        const QString database = PostgresServer::instance().createDatabase();
        const QString target = Pooler::instance().connectionString(database);
        const Connection first = connectTo(target);
        const Connection second = connectTo(target);
        const Connection third = connectTo(target);
        QVERIFY2(PQstatus(third.get()) == CONNECTION_OK, PQerrorMessage(third.get()));

        const QString ownBackend = valueOf(first, "SELECT pg_backend_pid()");
        valueOf(second, "BEGIN");
        QCOMPARE(valueOf(second, "SELECT pg_backend_pid()"), ownBackend);
        QVERIFY(valueOf(first, "SELECT pg_backend_pid()") != ownBackend);
        valueOf(second, "COMMIT");
        valueOf(third, "SELECT 1");
        QCOMPARE(PostgresServer::instance().execute(
                     u"SELECT count(*) <= 2 FROM pg_stat_activity WHERE datname = '%1'"_s.arg(database)),
                 Tests::rows(u"t"));
    }

    void refusesStartupOptions()
    {
        const QString database = PostgresServer::instance().createDatabase();
        const Connection connection =
            connectTo(Pooler::instance().connectionString(database) + "&options=-cstatement_timeout%3D5s"_L1);
        QCOMPARE(PQstatus(connection.get()), CONNECTION_BAD);
        QVERIFY(QByteArray(PQerrorMessage(connection.get())).contains("unsupported startup parameter"));
    }

    void stopsAndStarts()
    {
        Pooler pooler(PostgresServer::instance(), 1, 2);
        const QString target = pooler.connectionString(u"postgres"_s);
        QCOMPARE(PQstatus(connectTo(target).get()), CONNECTION_OK);
        pooler.stop();
        QCOMPARE(PQstatus(connectTo(target).get()), CONNECTION_BAD);
        pooler.start();
        QCOMPARE(PQstatus(connectTo(target).get()), CONNECTION_OK);
    }
};

QTEST_GUILESS_MAIN(tst_Pooler)
#include "tst_pooler.moc"
