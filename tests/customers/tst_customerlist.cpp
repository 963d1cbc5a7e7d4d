// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customerfixture.h"
#include "customers/customerlist.h"
#include "support/postgresserver.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Customers;
using Tests::CustomerFixture;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

void fill(const TempDatabase &database, int rows)
{
    const QString columns = QStringLiteral("insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", \"Address\", "
                                           "\"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") ");
    const QString count = QString::number(rows);
    const QString postgres = columns
                             + QStringLiteral("select 'Name ' || lpad(((i * 7919) % ") + count
                             + QStringLiteral(")::text, 8, '0'), 'e', 'p', 'a', now(), now(), false from generate_series(1, ")
                             + count + QStringLiteral(") i; analyze \"Customer\"");
    const QString sqlite = QStringLiteral("with recursive n(i) as (select 1 union all select i + 1 from n where i < ") + count
                           + QStringLiteral(") ") + columns + QStringLiteral("select 'Name ' || printf('%08d', (i * 7919) % ")
                           + count + QStringLiteral("), 'e', 'p', 'a', '2025-01-01', '2025-01-01', 0 from n");
    database.execute(database.isPostgres() ? postgres : sqlite);
}

/// Asks for the row until it is there.
std::optional<Customer> fetch(CustomerList &list, int row)
{
    const Customer *customer = nullptr;
    const bool came = QTest::qWaitFor([&] { return (customer = list.at(row)) != nullptr; }, 20'000);
    return came ? std::optional(*customer) : std::nullopt;
}

qint64 residentKilobytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QString text = QString::fromLatin1(status.readAll());
    return text.section(QLatin1String("VmRSS:"), 1).trimmed().section(QLatin1Char(' '), 0, 0).toLongLong();
}

} // namespace

class TestCustomerList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyRowIsTheRightOne_data() { TempDatabase::addKinds(); }
    void anyRowIsTheRightOne();
    void refreshSeesWhatOthersDid_data() { TempDatabase::addKinds(); }
    void refreshSeesWhatOthersDid();
    void aNewerSearchStopsTheOlderOne();
    void memoryStaysBounded_data() { TempDatabase::addKinds(); }
    void memoryStaysBounded();
};

void TestCustomerList::anyRowIsTheRightOne()
{
    QFETCH(TempDatabase::Kind, kind);
    CustomerFixture f(kind);
    constexpr int rows = 5000;
    fill(f.database, rows);
    f.open();
    CustomerList list(*f.repository);
    list.setQuery({});
    QTRY_VERIFY(list.isCounted());
    QCOMPARE(list.count(), rows);
    // 7919 and 5000 have no common divisor: every number occurs once, so row n is "Name n".
    QRandomGenerator random(5);
    for (int i = 0; i < 60; ++i) {
        const int row = i % 3 == 0 ? rows - 1 - random.bounded(5) : random.bounded(rows);
        const auto customer = fetch(list, row);
        QVERIFY(customer);
        QCOMPARE(customer->text(Field::Name), QStringLiteral("Name %1").arg(row, 8, 10, QLatin1Char('0')));
    }
    CustomerQuery descending;
    descending.descending = true;
    list.setQuery(descending);
    QTRY_COMPARE(list.query(), descending);
    const auto first = fetch(list, 0);
    QVERIFY(first);
    QCOMPARE(first->text(Field::Name), QStringLiteral("Name 00004999"));
}

void TestCustomerList::refreshSeesWhatOthersDid()
{
    QFETCH(TempDatabase::Kind, kind);
    CustomerFixture f(kind);
    fill(f.database, 1000);
    f.open();
    CustomerList list(*f.repository);
    list.setQuery({});
    QTRY_VERIFY(list.isCounted());
    QVERIFY(fetch(list, 600));
    f.database.execute(QStringLiteral("delete from \"Customer\" where \"Name\" < 'Name 00000100'"));
    list.refresh();
    QTRY_COMPARE(list.count(), 900);
    QTRY_COMPARE(list.at(600) ? list.at(600)->text(Field::Name) : Db::Cell(), QStringLiteral("Name 00000700"));
    QTRY_COMPARE(list.at(0) ? list.at(0)->text(Field::Name) : Db::Cell(), QStringLiteral("Name 00000100"));
}

void TestCustomerList::aNewerSearchStopsTheOlderOne()
{
    CustomerFixture f(TempDatabase::Kind::PostgresDirect);
    fill(f.database, 300);
    f.open();
    // A search that takes its time: reading waits for this lock.
    auto &server = Tests::PostgresServer::instance();
    const qint64 logStart = server.logSize();
    Db::Connection blocker(f.spec);
    auto lock = blocker.run<int>([](Db::Session &session) -> Core::Result<int> {
        return session.write<int>([](Db::Transaction &transaction) -> Core::Result<int> {
            auto done = transaction.run(
                {Db::Statement{QStringLiteral("lock table \"Customer\" in access exclusive mode"), {}},
                 Db::Statement{QStringLiteral("select pg_sleep(30)"), {}}});
            if (!done)
                return done.error();
            return 0;
        });
    });
    QTRY_VERIFY(!f.database.execute(QStringLiteral("select 1 from pg_locks where mode = 'AccessExclusiveLock' and granted and "
                                                   "relation = '\"Customer\"'::regclass")).isEmpty());
    CustomerList list(*f.repository);
    CustomerQuery older;
    older.search = QStringLiteral("older");
    list.setQuery(older);
    QTRY_VERIFY(!f.database.execute(QStringLiteral("select 1 from pg_stat_activity where wait_event_type = 'Lock' and "
                                                   "datname = current_database()")).isEmpty());
    CustomerQuery newer;
    newer.search = QStringLiteral("00000123");
    list.setQuery(newer);
    QTRY_VERIFY2(server.log(logStart).contains(QLatin1String("canceling statement due to user request")),
                 "the older search went on on the server");
    lock.cancel();
    QTRY_COMPARE(list.query(), newer);
    QCOMPARE(list.count(), 1);
}

void TestCustomerList::memoryStaysBounded()
{
    QFETCH(TempDatabase::Kind, kind);
    CustomerFixture f(kind);
    constexpr int rows = 100'000;
    fill(f.database, rows);
    f.open();
    CustomerList list(*f.repository);
    list.setQuery({});
    QTRY_VERIFY_WITH_TIMEOUT(list.isCounted(), 60'000);
    QVERIFY(fetch(list, 0));
    const qint64 before = residentKilobytes();
    for (int row = 0; row < rows; row += CustomerRepository::pageSize)
        QVERIFY(fetch(list, row));
    const qint64 grown = residentKilobytes() - before;
    qInfo("scrolled through %d rows: %lld kB more", rows, static_cast<long long>(grown));
#ifdef __SANITIZE_ADDRESS__
    constexpr qint64 limit = 600'000; // AddressSanitizer keeps what was freed, to find its later use
#else
    constexpr qint64 limit = 60'000;
#endif
    QVERIFY(grown < limit);
}

QTEST_GUILESS_MAIN(TestCustomerList)
#include "tst_customerlist.moc"
