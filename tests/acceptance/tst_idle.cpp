// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customerlist.h"
#include "customers/repositoryfixture.h"
#include "support/postgresserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Customers;
using namespace std::chrono_literals;
using Tests::PostgresServer;
using Tests::waitFor;

/// A hosted database costs money while it is awake, and its connections are few.
class TestIdle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSentWhileNothingIsAskedFor();
    void twoConnectionsOnDemand();

private:
    static int statementsIn(const QString &log)
    {
        return int(log.count(QLatin1String("LOG:  statement:")) + log.count(QLatin1String("LOG:  execute ")));
    }
};

void TestIdle::nothingIsSentWhileNothingIsAskedFor()
{
    PostgresServer &server = PostgresServer::instance();
    const Tests::RepositoryFixture f(Tests::TempDatabase::Kind::PostgresDirect);
    f.fill(1000);
    server.setLogStatements(true);
    const qint64 start = server.logSize();
    const Tests::OpenRepository opened(f.database.connectionString());
    CustomerList list(*opened.repository);
    list.setQuery({});
    QTRY_VERIFY(list.isCounted() && list.at(0) && list.at(899));
    // Proof that the log would show them.
    QTRY_VERIFY(statementsIn(server.log(start)) >= 6);

    const qint64 idle = server.logSize();
    QTimer timer;
    timer.setSingleShot(true);
    QSignalSpy over(&timer, &QTimer::timeout);
    constexpr std::chrono::milliseconds duration = 5s;
    timer.start(duration);
    QVERIFY(over.wait(60'000));
    const int statements = statementsIn(server.log(idle));
    server.setLogStatements(false);
    qInfo("acceptance 11: %d statements in %d s of an idle, opened list", statements,
          int(duration.count() / 1000));
    QCOMPARE(statements, 0);
}

void TestIdle::twoConnectionsOnDemand()
{
    const Tests::RepositoryFixture f(Tests::TempDatabase::Kind::PostgresDirect);
    const auto lines = [&] {
        return f.database
            .execute(QStringLiteral(
                "select count(*), coalesce(string_agg(distinct application_name, ','), '') from "
                "pg_stat_activity where usename = 'gsc' and datname = current_database()"))
            .value(0)
            .join(u' ');
    };
    // The fixture's own interactive connection has read the catalogue.
    QCOMPARE(lines(), QStringLiteral("1 gsc-admin"));
    QVERIFY_OK(waitFor(f.repository->byIds({1})));
    QCOMPARE(lines(), QStringLiteral("1 gsc-admin"));
    QVERIFY_OK(waitFor(f.repository->count(CustomerQuery::View::Active)));
    for (int i = 0; i < 20; ++i) {
        auto first = f.repository->firstPage({});
        auto outline = f.repository->outline({});
        QVERIFY_OK(waitFor(first));
        QVERIFY_OK(waitFor(outline));
    }
    const QString most = lines();
    qInfo("acceptance 11: connections and their name after all kinds of work: %s", qPrintable(most));
    QCOMPARE(most, QStringLiteral("2 gsc-admin"));
}

QTEST_GUILESS_MAIN(TestIdle)
#include "tst_idle.moc"
