// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemafixture.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using Tests::Place;
using Tests::TempDatabase;

namespace {

/// Somebody who reads or writes one customer after another.
class Worker final
{
public:
    Worker(const Db::ConnectionSpec &spec, bool writes, int rows, const std::atomic_bool &stop)
        : m_thread([this, spec, writes, rows, &stop] {
            Db::Session session(spec);
            for (int i = 0; !stop; i = (i + 7919) % rows) {
                QElapsedTimer timer;
                timer.start();
                const bool isDone = writes ? write(session, i + 1) : read(session, i + 1);
                longest = std::max<qint64>(longest, timer.elapsed());
                failures += isDone ? 0 : 1;
                ++count;
            }
        })
    {}
    ~Worker() { finish(); }
    Q_DISABLE_COPY_MOVE(Worker)
    void finish()
    {
        if (m_thread.joinable())
            m_thread.join();
    }

    std::atomic<qint64> longest = 0; ///< ms
    std::atomic_int count = 0;
    std::atomic_int failures = 0;

private:
    static bool write(Db::Session &session, int id)
    {
        return session
            .write<int>([&](Db::Transaction &transaction) -> Core::Result<int> {
                auto done = transaction.run(
                    Db::Statement{u"update \"Customer\" set \"Notes\" = $1 where \"Id\" = $2"_s,
                                  {u"changed"_s, qint64(id)}});
                if (!done)
                    return done.error();
                return int(done->affected);
            })
            .has_value();
    }
    static bool read(Db::Session &session, int id)
    {
        return session
            .select(Db::Statement{u"select \"Name\" from \"Customer\" where \"Id\" = $1"_s, {qint64(id)}})
            .has_value();
    }

    std::thread m_thread;
};

} // namespace

/// A large table that others go on using.
class TestMigrationLoad final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void othersGoOn_data() { TempDatabase::addDirectKinds(); }
    void othersGoOn();
};

void TestMigrationLoad::othersGoOn()
{
    QFETCH(TempDatabase::Kind, kind);
    const int rows = qEnvironmentVariableIntValue("GSC_TEST_ROWS") > 0
                         ? qEnvironmentVariableIntValue("GSC_TEST_ROWS")
                         : 100'000;
    const Place place(kind);
    if (!place.database.isPostgres())
        place.execute(u"pragma journal_mode=wal"_s); // as Entity Framework makes its databases
    makeWeb(place);
    place.execute(Tests::customers(place.database.isPostgres(), rows));
    std::atomic_bool stop = false;
    Worker writer(place.spec, true, rows, stop);
    Worker reader(place.spec, false, rows, stop);
    QTRY_VERIFY(writer.count > 10 && reader.count > 10);
    const int writesBefore = writer.count;
    Schema::RunRequest request = place.request();
    request.lockWait = std::chrono::minutes(1);
    QElapsedTimer timer;
    timer.start();
    const auto outcome = Place::run(request);
    const qint64 duration = timer.elapsed();
    const int writes = writer.count - writesBefore;
    stop = true;
    writer.finish();
    reader.finish();
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(), qPrintable(outcome->failure ? Core::toText(outcome->failure->error)
                                                            : outcome->problems.join(u' ')));
    if (place.database.isPostgres())
        for (const Schema::PlanStep &step : outcome->plan.steps)
            QVERIFY(step.isOutsideTransaction);
    QCOMPARE(int(writer.failures), 0);
    QCOMPARE(int(reader.failures), 0);
    qInfo("acceptance: %s, %d customers: %lld index(es) in %lld ms; longest blocked write %lld ms, longest "
          "read %lld "
          "ms, %d writes meanwhile",
          QTest::currentDataTag(), rows, static_cast<long long>(outcome->done.size()),
          static_cast<long long>(duration), static_cast<long long>(writer.longest),
          static_cast<long long>(reader.longest), writes);
}

QTEST_GUILESS_MAIN(TestMigrationLoad)
#include "tst_migrationload.moc"
