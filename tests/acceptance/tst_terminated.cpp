// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"

#include <QTest>

using namespace Customers;
using Core::ErrorKind;
using Core::Result;
using Db::Session;
using Db::Statement;
using Tests::edited;
using Tests::RepositoryFixture;
using Tests::TempDatabase;
using Tests::waitFor;

/// Somebody ends our server processes, as administrators and hosted services do (57P01): a read is read
/// again, and a write is told as it went.
class TestTerminated final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsGoOnAndWritesAreToldRight_data() { TempDatabase::addPostgresKinds(); }
    void readsGoOnAndWritesAreToldRight();
};

void TestTerminated::readsGoOnAndWritesAreToldRight()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    Customer known = f.add({QStringLiteral("Ada")}).value(0);
    f.database.execute(QStringLiteral("create table t (i bigint); alter table t owner to gsc"));
    const auto terminate = [&] {
        f.database.execute(
            QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where usename = "
                           "'gsc' and datname = current_database()"));
    };
    const auto value = [&](const QString &sql) { return f.database.execute(sql).value(0).value(0); };
    constexpr int times = 100;
    int right = 0;
    for (int i = 0; i < times; ++i) {
        if (i % 3 == 0) { // while nothing is asked
            terminate();
            const auto read = waitFor(f.repository->byIds({known.id}));
            right += read && read->size() == 1 && read->first() == known ? 1 : 0;
        } else if (i % 3 == 1) { // in the middle of a transaction, by its own first run
            auto runs = std::make_shared<int>(0);
            const auto written = waitFor(f.interactive->run<int>([i, runs](Session &session) {
                return session.write<int>([i, runs](Db::Transaction &transaction) -> Result<int> {
                    auto done =
                        transaction.run(Statement{QStringLiteral("insert into t values ($1)"), {qint64(i)}});
                    if (done && ++*runs == 1)
                        done = transaction.run(
                            Statement{QStringLiteral("select pg_terminate_backend(pg_backend_pid())"), {}});
                    return done ? Result<int>(1) : done.error();
                });
            }));
            const QString there = value(QStringLiteral("select count(*) from t where i = %1").arg(i));
            right += there == QLatin1String(written ? "1" : "0") ? 1 : 0;
        } else { // at any moment of a save
            const QString text = QStringLiteral("save %1").arg(i);
            auto saving = f.repository->save({edited(known, Field::Notes, text)});
            terminate();
            const auto saved = waitFor(saving);
            const bool isThere = value(QStringLiteral("select \"Notes\" from \"Customer\"")) == text;
            right += saved ? saved->saved.size() == 1 && isThere
                           : saved.error().kind == ErrorKind::Connection && !isThere;
            const auto now = waitFor(f.repository->byIds({known.id}));
            QVERIFY_OK(now);
            known = now->first();
        }
    }
    const QString rows =
        f.database.execute(QStringLiteral("select count(*), count(distinct i) from t")).value(0).join(u' ');
    qInfo("acceptance 10: %d of %d right with the server's process ended; rows and distinct rows %s", right,
          times, qPrintable(rows));
    QCOMPARE(right, times);
    QCOMPARE(rows, QStringLiteral("33 33"));
}

QTEST_GUILESS_MAIN(TestTerminated)
#include "tst_terminated.moc"
