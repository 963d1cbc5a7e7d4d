// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

using namespace Customers;
using namespace std::chrono_literals;
using Core::ErrorKind;
using Core::Result;
using Tests::edited;
using Tests::waitFor;

/// Cancel at any moment: it answers soon, nothing is half done, and the connection can be used at once.
class TestCancelling final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void atAnyMoment_data();
    void atAnyMoment();

private:
    /// Cancels after a random while; `ms` becomes how long the answer took after that.
    template <typename T>
    Result<T> cancelled(Core::Task<T> task, int longestMs, qint64 &ms)
    {
        QElapsedTimer time;
        QTimer::singleShot(m_random.bounded(longestMs + 1), this, [&task, &time] {
            time.start();
            task.cancel();
        });
        bool answered = false;
        std::optional<Result<T>> result;
        task.then(this, [&](Result<T> answer) {
            ms = time.isValid() ? time.elapsed() : 0;
            result.emplace(std::move(answer));
            answered = true;
        });
        // The timer holds references to this frame.
        if (!QTest::qWaitFor([&] { return answered && time.isValid(); }, 60'000))
            qFatal("no answer");
        return std::move(*result);
    }

    QRandomGenerator m_random{40};
};

void TestCancelling::atAnyMoment_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"connect", "read", "count", "save"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestCancelling::atAnyMoment()
{
    QFETCH(QString, what);
    constexpr int rows = 100'000;
    const Tests::RepositoryFixture f(Tests::TempDatabase::Kind::PostgresDirect);
    f.fill(rows);
    // So that there is a moment to hit in a save, too.
    f.database.execute(QStringLiteral(
        "create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.03); return "
        "new; "
        "end $$; create trigger slow before update on \"Customer\" for each row execute function slow()"));
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    const Tests::OpenRepository opened(proxy.connectionString(f.database.name()));
    CustomerRepository &repository = *opened.repository;
    const auto row = waitFor(repository.byIds({1}));
    QVERIFY_OK(row);
    Customer known = row->first();
    QVERIFY_OK(waitFor(repository.count(CustomerQuery::View::All)));
    proxy.setDelay(1ms);
    constexpr int longest = 50;
    constexpr int times = 100;
    qint64 slowest = 0;
    int stopped = 0;
    int bad = 0;
    const auto note = [&](const auto &result) {
        stopped += result ? 0 : 1;
        bad += result || result.error().kind == ErrorKind::Cancelled ||
                       result.error().kind == ErrorKind::OutcomeUnknown
                   ? 0
                   : 1;
    };
    for (int i = 0; i < times; ++i) {
        qint64 ms = 0;
        if (what == QLatin1String("connect")) {
            Db::Connection connection(opened.spec);
            note(cancelled(connection.open(), longest, ms));
            bad += waitFor(connection.open()) ? 0 : 1;
        } else if (what == QLatin1String("read")) {
            CustomerQuery query;
            query.search = QStringLiteral("nobody has this");
            note(cancelled(repository.firstPage(query), longest, ms));
            const auto next = waitFor(repository.byIds({2}));
            bad += next && next->size() == 1 ? 0 : 1;
        } else if (what == QLatin1String("count")) {
            note(cancelled(repository.count(CustomerQuery::View::All), longest, ms));
            const auto next = waitFor(repository.count(CustomerQuery::View::All));
            bad += next && *next == rows ? 0 : 1;
        } else {
            const QString text = QStringLiteral("save %1").arg(i);
            RowChange second = edited(known, Field::Notes, text);
            second.current.setText(Field::Address, text);
            const auto saved = cancelled(repository.save({second}), longest, ms);
            note(saved);
            const auto now = waitFor(repository.byIds({1}));
            QVERIFY_OK(now);
            const Customer truth = now->first();
            const bool isNew = truth.text(Field::Notes) == text && truth.text(Field::Address) == text;
            const bool isOld = truth == known;
            if (saved)
                bad += isNew ? 0 : 1;
            else if (saved.error().kind == ErrorKind::OutcomeUnknown)
                bad += isNew || isOld ? 0 : 1;
            else
                bad += isOld ? 0 : 1;
            known = truth;
        }
        slowest = std::max(slowest, ms);
    }
    qInfo("acceptance 40: %s: %d cancels, %d stopped it, answered after at most %lld ms, bad %d",
          qPrintable(what), times, stopped, slowest, bad);
    QCOMPARE(bad, 0);
    QVERIFY(stopped > 0);
    // A second is the promise on a machine that has nothing else to do.
    QVERIFY(slowest < 10'000);
}

QTEST_GUILESS_MAIN(TestCancelling)
#include "tst_cancelling.moc"
