// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <unistd.h>

using Tests::waitFor;

namespace {

struct Resources
{
    int descriptors;
    int threads;
    qint64 memoryKb;

    static Resources now()
    {
        const auto entries = [](const char *folder) {
            return int(QDir(QString::fromLatin1(folder))
                           .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                           .size());
        };
        QFile file(QStringLiteral("/proc/self/statm"));
        const qint64 pages = file.open(QFile::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() : 0;
        return {entries("/proc/self/fd"), entries("/proc/self/task"), pages * ::sysconf(_SC_PAGESIZE) / 1024};
    }
};

} // namespace

/// Lines come and go, for weeks: nothing may be left of them.
class TestLeaks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reconnectingLeavesNothingBehind_data();
    void reconnectingLeavesNothingBehind();
};

void TestLeaks::reconnectingLeavesNothingBehind_data()
{
    QTest::addColumn<bool>("anew");
    QTest::newRow("the same connection, cut") << false;
    QTest::newRow("new connections") << true;
}

void TestLeaks::reconnectingLeavesNothingBehind()
{
    QFETCH(bool, anew);
    const Tests::RepositoryFixture f(Tests::TempDatabase::Kind::PostgresDirect);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    const auto spec = Db::ConnectionString::parse(proxy.connectionString(f.database.name())).value();
    std::unique_ptr<Db::Connection> connection;
    const auto once = [&] {
        if (anew || !connection)
            connection = std::make_unique<Db::Connection>(spec);
        else
            proxy.cut();
        const auto read = waitFor(connection->run<Db::Catalogue>(Db::readCatalogue));
        return read && read->hasCustomerTable;
    };
    constexpr int warmUp = 20;
    constexpr int times = 300;
    for (int i = 0; i < warmUp; ++i)
        QVERIFY(once());
    const Resources before = Resources::now();
    for (int i = 0; i < times; ++i)
        QVERIFY(once());
    QCOMPARE(proxy.counters().connections, warmUp + times);
    // The proxy and the kernel clean up in their own time.
    QTRY_VERIFY(Resources::now().descriptors <= before.descriptors);
    QTRY_VERIFY(Resources::now().threads <= before.threads);
    const Resources after = Resources::now();
    qInfo("acceptance 43: %d reconnects: %d -> %d files, %d -> %d threads, %lld kB more memory", times,
          before.descriptors, after.descriptors, before.threads, after.threads,
          after.memoryKb - before.memoryKb);
}

QTEST_GUILESS_MAIN(TestLeaks)
#include "tst_leaks.moc"
