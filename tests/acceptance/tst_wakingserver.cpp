// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <list>

using namespace std::chrono_literals;
using Db::Connection;

namespace {

/// A database that sleeps, and a program that opens it.
struct Visit
{
    Visit(const QString &database, std::chrono::milliseconds wakeTime, int times)
        : refusals(times)
        , proxy(Tests::PostgresServer::instance().port())
        , connection(Db::ConnectionString::parse(proxy.connectionString(database)).value())
        , retries(&connection, &Connection::retrying)
    {
        proxy.suspend(wakeTime, times);
    }

    int refusals;
    Tests::FaultProxy proxy;
    Connection connection;
    QSignalSpy retries;
    QElapsedTimer time;
    qint64 ms = -1;
    QString problem;
};

} // namespace

/// Databases that sleep for want of use: opening one is one wait, and then the data.
class TestWakingServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneWaitAndThenData();
};

void TestWakingServer::oneWaitAndThenData()
{
    const Tests::RepositoryFixture f(Tests::TempDatabase::Kind::PostgresDirect);
    std::list<Visit> visits;
    for (const auto wakeTime : {300ms, 700ms, 1200ms, 2000ms})
        for (int refusals = 0; refusals <= 3; ++refusals)
            visits.emplace_back(f.database.name(), wakeTime, refusals);
    const auto context = std::make_unique<QObject>(); // gone before the visits
    for (Visit &visit : visits) {
        visit.time.start();
        visit.connection.run<Db::Catalogue>(Db::readCatalogue)
            .then(context.get(), [&visit](const Core::Result<Db::Catalogue> &read) {
                visit.ms = visit.time.elapsed();
                if (!read)
                    visit.problem = Core::toText(read.error());
                else if (!read->hasCustomerTable)
                    visit.problem = QStringLiteral("no table");
            });
    }
    QList<qint64> times;
    int retries = 0;
    for (const Visit &visit : visits) {
        QTRY_VERIFY_WITH_TIMEOUT(visit.ms >= 0, 60'000);
        QCOMPARE(visit.problem, QString());
        QTRY_COMPARE(visit.retries.size(), visit.refusals);
        times.append(visit.ms);
        retries += int(visit.retries.size());
    }
    std::sort(times.begin(), times.end());
    qInfo("acceptance 9: %d sleeping databases opened, p50 %lld ms, p95 %lld ms, %d retries",
          int(times.size()), times.at(times.size() / 2), times.at(times.size() * 95 / 100), retries);
}

QTEST_GUILESS_MAIN(TestWakingServer)
#include "tst_wakingserver.moc"
