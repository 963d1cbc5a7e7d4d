// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"
#include "support/faultproxy.h"
#include "support/pooler.h"
#include "support/postgresserver.h"

#include <QTest>

using namespace Customers;
using Core::ErrorKind;
using Tests::edited;
using Tests::FaultProxy;
using Tests::RepositoryFixture;
using Tests::TempDatabase;
using Tests::waitFor;

/// The line is cut at the COMMIT of a save that changes one customer and adds another: what is told must be
/// what the server has, and nothing may be there twice.
class TestCommitCuts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSaveIsToldAsTheServerHasIt_data() { TempDatabase::addPostgresKinds(); }
    void aSaveIsToldAsTheServerHasIt();
};

void TestCommitCuts::aSaveIsToldAsTheServerHasIt()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    Customer known = f.add({QStringLiteral("Ada")}).value(0);
    FaultProxy proxy(kind == TempDatabase::Kind::PostgresPooled ? Tests::Pooler::instance().port()
                                                                : Tests::PostgresServer::instance().port());
    const Tests::OpenRepository opened(proxy.connectionString(f.database.name()));
    constexpr int saves = 60;
    int right = 0;
    int kept = 0;
    for (int i = 0; i < saves; ++i) {
        const QString text = QStringLiteral("save %1").arg(i);
        RowChange added;
        added.base.id = added.current.id = -1;
        for (const Field field : editableFields)
            added.current.setText(field, QStringLiteral("a@example.com"));
        added.current.setText(Field::Name, text);

        proxy.cutAtCommit(i % 2 == 0 ? FaultProxy::CommitCut::BeforeTheServer
                                     : FaultProxy::CommitCut::AfterTheServer);
        const auto answer = waitFor(opened.repository->save({edited(known, Field::Notes, text), added}));
        QCOMPARE(proxy.counters().cuts, i + 1);

        const QString truth =
            f.database
                .execute(QStringLiteral("select count(*) filter (where \"Notes\" = '%1'), count(*) filter "
                                        "(where \"Name\" = '%1') from \"Customer\"")
                             .arg(text))
                .value(0)
                .join(u' ');
        if (answer && answer->saved.size() == 2) {
            right += truth == QLatin1String("1 1") ? 1 : 0;
            known = answer->saved.first();
            ++kept;
        } else if (!answer && answer.error().kind == ErrorKind::Connection) {
            right += truth == QLatin1String("0 0") ? 1 : 0;
        }
    }
    const QString rows =
        f.database.execute(QStringLiteral("select count(*), count(distinct \"Name\") from \"Customer\""))
            .value(0)
            .join(u' ');
    qInfo(
        "acceptance 4: %d of %d saves cut at COMMIT told as the server has them, %d kept; rows and names %s",
        right, saves, kept, qPrintable(rows));
    QCOMPARE(right, saves);
    QCOMPARE(rows, QStringLiteral("%1 %1").arg(kept + 1));
}

QTEST_GUILESS_MAIN(TestCommitCuts)
#include "tst_commitcuts.moc"
