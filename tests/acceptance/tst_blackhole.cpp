// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loopwatch.h"
#include "customers/repositoryfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QElapsedTimer>
#include <QTest>

using namespace std::chrono_literals;
using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Connection;
using Db::Session;
using Db::Statement;

namespace {

constexpr auto limit = 1s;
/// Until the line of a task that is over its limit is cut.
constexpr auto patience = 6s;
/// This machine may be busy with other things; what hangs, hangs for far longer.
constexpr auto generosity = 10s;

/// A task and how it ended.
struct Attempt
{
    QString name;
    QElapsedTimer time;
    qint64 ms = -1;
    std::optional<Error> error;
};

} // namespace

/// The network swallows everything: each action answers by itself at its limit, and the window never waits.
class TestBlackHole final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionAnswersAtItsLimit();

private:
    template <typename T>
    void start(const QString &name, Core::Task<T> task)
    {
        auto attempt = std::make_shared<Attempt>();
        attempt->name = name;
        attempt->time.start();
        m_attempts.append(attempt);
        task.then(this, [attempt](const Result<T> &result) {
            attempt->ms = attempt->time.elapsed();
            if (!result)
                attempt->error = result.error();
        });
    }

    QList<std::shared_ptr<Attempt>> m_attempts;
};

void TestBlackHole::everyActionAnswersAtItsLimit()
{
    const Tests::RepositoryFixture f(Tests::TempDatabase::Kind::PostgresDirect);
    f.fill(3);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    const auto spec = Db::ConnectionString::parse(proxy.connectionString(f.database.name())).value();
    Connection connecting(spec);
    Connection reading(spec);
    Connection counting(spec);
    Connection saving(spec);
    Connection committing(spec);
    for (Connection *connection : {&reading, &counting, &saving, &committing})
        QVERIFY_OK(Tests::waitFor(connection->open()));

    const auto select = [](const char *sql) {
        return [sql](Session &session) -> Result<int> {
            auto set = session.select(Statement{QString::fromLatin1(sql), {}});
            return set ? Result<int>(1) : set.error();
        };
    };
    const Statement update = {QStringLiteral("update \"Customer\" set \"Phone\" = 'lost'"), {}};

    std::chrono::steady_clock::duration longest{0};
    const Core::LoopWatch watch(
        [&](Core::LoopWatch::Clock::time_point asked, Core::LoopWatch::Clock::time_point answered) {
            longest = std::max(longest, answered - asked);
        });

    // The last one reaches its COMMIT, and its row is one that the other save does not touch.
    std::atomic_bool inTransaction = false;
    std::atomic_bool goOn = false;
    start(QStringLiteral("commit"),
          committing.run<int>(
              [&](Session &session) {
                  return session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
                      auto done =
                          transaction.run(Statement{update.sql + QStringLiteral(" where \"Id\" = 1"), {}});
                      if (!done)
                          return done.error();
                      inTransaction = true;
                      while (!goOn)
                          std::this_thread::yield();
                      return 1;
                  });
              },
              limit + 1s));
    QTRY_VERIFY(inTransaction);
    proxy.setBlackHole(true);
    goOn = true;
    start(QStringLiteral("connect"),
          connecting.run<Db::LineInfo>([](Session &session) { return session.open(); }, limit));
    start(QStringLiteral("read"), reading.run<int>(select("select * from \"Customer\" limit 256"), limit));
    start(QStringLiteral("count"), counting.run<int>(select("select count(*) from \"Customer\""), limit));
    start(QStringLiteral("save"),
          saving.run<int>(
              [&](Session &session) {
                  return session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
                      auto done = transaction.run(update);
                      return done ? Result<int>(1) : done.error();
                  });
              },
              limit));
    for (const auto &attempt : m_attempts)
        QTRY_VERIFY2_WITH_TIMEOUT(attempt->ms >= 0, qPrintable(attempt->name), 60'000);

    QStringList figures;
    qint64 slowest = 0;
    for (const auto &attempt : m_attempts) {
        figures.append(QStringLiteral("%1 %2 ms").arg(attempt->name).arg(attempt->ms));
        slowest = std::max(slowest, attempt->ms);
        QVERIFY2(attempt->error, qPrintable(attempt->name));
        const bool isCommit = attempt->name == QLatin1String("commit");
        QCOMPARE(attempt->error->kind, isCommit ? ErrorKind::OutcomeUnknown : ErrorKind::Timeout);
    }
    qInfo("acceptance 6: limit %d ms, answered after at most %lld ms (%s); longest wait of the event loop "
          "%lld ms",
          int(std::chrono::milliseconds(limit).count()), slowest,
          qPrintable(figures.join(QStringLiteral(", "))),
          static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(longest).count()));
    QVERIFY(slowest < std::chrono::milliseconds(limit + patience + generosity).count());

    proxy.setBlackHole(false);
    for (Connection *connection : {&connecting, &reading, &counting, &saving, &committing})
        QVERIFY_OK(Tests::waitFor(connection->run<int>(select("select 1"))));
}

QTEST_GUILESS_MAIN(TestBlackHole)
#include "tst_blackhole.moc"
