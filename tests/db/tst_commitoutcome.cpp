// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"
#include "db/connectionstring.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QTest>

using namespace Db;
using Core::ErrorKind;
using Core::Result;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

std::function<Result<int>(Session &)> inserting(const QStringList &texts)
{
    return [texts](Session &session) -> Result<int> {
        return session.write<int>([&](Transaction &transaction) -> Result<int> {
            QList<Statement> statements;
            for (const QString &text : texts)
                statements.append({QStringLiteral("insert into t (v) values ($1)"), {text}});
            auto done = transaction.run(statements);
            if (!done)
                return done.error();
            return int(done->size());
        });
    };
}

} // namespace

/// The line is cut at COMMIT, before or after the server has it: the answer must be the server's truth.
class TestCommitOutcome final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUnknownCommitIsResolved();
};

void TestCommitOutcome::anUnknownCommitIsResolved()
{
    const TempDatabase database(TempDatabase::Kind::PostgresDirect);
    database.execute(
        QStringLiteral("create table t (i serial primary key, v text not null); alter table t owner to gsc"));
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Connection connection(ConnectionString::parse(proxy.connectionString(database.name())).value());
    int right = 0;
    constexpr int times = 40;
    for (int i = 0; i < times; ++i) {
        const QString text = QStringLiteral("save %1").arg(i);
        proxy.cutAtCommit(i % 2 == 0 ? Tests::FaultProxy::CommitCut::BeforeTheServer
                                     : Tests::FaultProxy::CommitCut::AfterTheServer);
        const auto answer = waitFor(connection.run<int>(inserting({text})));
        const QString kept =
            database.execute(QStringLiteral("select count(*) from t where v = '%1'").arg(text))
                .first()
                .first();
        right +=
            (answer && kept == QLatin1String("1")) ||
                    (!answer && answer.error().kind == ErrorKind::Connection && kept == QLatin1String("0"))
                ? 1
                : 0;
    }
    qInfo("cut at COMMIT: %d of %d told as the server has it", right, times);
    QCOMPARE(proxy.counters().cuts, times);
    QCOMPARE(right, times);
}

QTEST_GUILESS_MAIN(TestCommitOutcome)
#include "tst_commitoutcome.moc"
