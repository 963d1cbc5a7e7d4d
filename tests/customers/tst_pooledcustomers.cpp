// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "repositoryfixture.h"
#include "support/pooler.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Customers;
using Tests::edited;
using Tests::RepositoryFixture;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

constexpr int processes = 4;
constexpr int operations = 500;
constexpr int customersPerProcess = 10;

/// One of several copies of the program behind the same pooler. Each works on customers of its own only, so
/// that any other effect is foreign. Prints what went wrong, one line each.
int runCopy(const QString &connectionString, int number)
{
    const auto spec = Db::ConnectionString::parse(connectionString);
    if (!spec)
        return 2;
    Db::Connection connection(*spec);
    const auto catalogue = waitFor(connection.run<Db::Catalogue>(Db::readCatalogue));
    if (!catalogue)
        return 2;
    CustomerRepository repository(connection, connection, *catalogue);
    CustomerQuery mine;
    mine.search = QStringLiteral("owner%1.").arg(number);
    auto rows = waitFor(repository.firstPage(mine));
    if (!rows || rows->size() != customersPerProcess)
        return 2;
    QRandomGenerator random(static_cast<quint32>(number + 1));
    QList<int> written(rows->size(), 0);
    for (int i = 0; i < operations; ++i) {
        if (i % 2 == 0) {
            const auto read = waitFor(repository.firstPage(mine));
            if (!read || read->size() != customersPerProcess)
                qInfo("FOREIGN READ %s", read ? "" : qPrintable(Core::toText(read.error())));
            continue;
        }
        const int at = random.bounded(customersPerProcess);
        const QString note = QStringLiteral("%1:%2").arg(number).arg(++written[at]);
        const auto saved = waitFor(repository.save({edited(rows->at(at), Field::Notes, note)}));
        if (!saved || saved->saved.size() != 1 || saved->saved.first().id != rows->at(at).id)
            qInfo("WRONG WRITE %s", saved ? "" : qPrintable(Core::toText(saved.error())));
        else
            (*rows)[at] = saved->saved.first();
    }
    return 0;
}

} // namespace

class TestPooledCustomers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyCopiesNeverTouchEachOthersRows();
    void nothingIsPreparedAndNothingStaysInThePool();
};

void TestPooledCustomers::manyCopiesNeverTouchEachOthersRows()
{
    RepositoryFixture f(TempDatabase::Kind::PostgresPooled);
    QStringList names;
    for (int copy = 0; copy < processes; ++copy)
        for (int i = 0; i < customersPerProcess; ++i)
            names.append(QStringLiteral("owner%1. customer %2").arg(copy).arg(i));
    QCOMPARE(f.add(names).size(), names.size());

    QList<QProcess *> copies;
    for (int copy = 0; copy < processes; ++copy) {
        auto *process = new QProcess(this);
        process->setProcessChannelMode(QProcess::MergedChannels);
        process->start(QCoreApplication::applicationFilePath(),
                       {QStringLiteral("--copy"), f.database.connectionString(), QString::number(copy)});
        copies.append(process);
    }
    int wrong = 0;
    for (QProcess *process : copies) {
        QVERIFY(process->waitForFinished(120'000));
        const QString output = QString::fromUtf8(process->readAll());
        QVERIFY2(process->exitCode() == 0, qPrintable(output));
        wrong += int(output.count(QLatin1String("FOREIGN")) + output.count(QLatin1String("WRONG")));
        if (!output.isEmpty())
            qInfo("%s", qPrintable(output.left(500)));
    }
    // Notes say who wrote them: somebody else's number would be a statement that ran in the wrong place.
    const QString foreign =
        f.database
            .execute(QStringLiteral("select count(*) from \"Customer\" where \"Notes\" <> 'x' and "
                                    "split_part(\"Notes\", ':', 1) <> substr(\"Name\", 6, 1)"))
            .first()
            .first();
    const QString writes =
        f.database
            .execute(QStringLiteral(
                "select sum(split_part(\"Notes\", ':', 2)::int) from \"Customer\" where \"Notes\" <> 'x'"))
            .first()
            .first();
    qInfo("%d copies through a pool of two: %d wrong of %d, %s foreign effects, %s writes kept", processes,
          wrong, processes * operations, qPrintable(foreign), qPrintable(writes));
    QCOMPARE(wrong, 0);
    QCOMPARE(foreign, QStringLiteral("0"));
    QCOMPARE(writes, QString::number(processes * operations / 2));
}

void TestPooledCustomers::nothingIsPreparedAndNothingStaysInThePool()
{
    auto &server = Tests::PostgresServer::instance();
    server.setLogStatements(true);
    const qint64 logStart = server.logSize();
    RepositoryFixture f(TempDatabase::Kind::PostgresPooled);
    auto added = f.add({QStringLiteral("Ada"), QStringLiteral("Bob")});
    QCOMPARE(added.size(), 2);
    CustomerQuery query;
    query.search = QStringLiteral("ad");
    QVERIFY_OK(waitFor(f.repository->firstPage(query)));
    QVERIFY_OK(waitFor(f.repository->outline(query)));
    QVERIFY_OK(waitFor(f.repository->count(CustomerQuery::View::Trash)));
    QVERIFY_OK(waitFor(f.repository->dependents({added.first().id})));
    QVERIFY_OK(waitFor(f.repository->save({edited(added.first(), Field::Notes, QStringLiteral("n"))})));
    (void)waitFor(f.repository->save({edited(added.first(), Field::Notes, QStringLiteral("conflict"))}));
    QVERIFY_OK(waitFor(f.repository->purge({added.at(1)})));

    const QString log = server.log(logStart);
    server.setLogStatements(false);
    const int prepared = int(log.count(QLatin1String("qpsqlpstmt_"))) +
                         int(log.count(QRegularExpression(QStringLiteral("statement: PREPARE"),
                                                          QRegularExpression::CaseInsensitiveOption)));
    QVERIFY2(log.contains(QLatin1String("Customer")), "the log shows no statements at all");
    qInfo("statements prepared by SQL: %d", prepared);
    QCOMPARE(prepared, 0);

    // Another client of the pool, on both server connections.
    int leaked = 0;
    Db::Session first(f.spec);
    Db::Session second(f.spec);
    for (Db::Session *session : {&first, &second}) {
        auto rows = session->select(Db::Statement{
            QStringLiteral(
                "select current_setting('search_path') || '|' || current_setting('row_security') || '|' || "
                "current_setting('bytea_output')"),
            {}});
        QVERIFY_OK(rows);
        leaked += rows->rows.first().text(0) == QLatin1String("\"$user\", public|on|hex") ? 0 : 1;
    }
    qInfo("settings left in the pool: %d", leaked);
    QCOMPARE(leaked, 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments.at(1) == QLatin1String("--copy"))
        return runCopy(arguments.at(2), arguments.at(3).toInt());
    TestPooledCustomers test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_pooledcustomers.moc"
