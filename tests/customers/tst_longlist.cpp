// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customerlist.h"
#include "repositoryfixture.h"
#include "support/memory.h"

#include <QTest>

using namespace Customers;
using Tests::RepositoryFixture;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

/// Asks for the row until it is there.
std::optional<Customer> fetch(CustomerList &list, int row)
{
    const Customer *customer = nullptr;
    const bool came = QTest::qWaitFor([&] { return (customer = list.at(row)) != nullptr; }, 20'000);
    return came ? std::optional(*customer) : std::nullopt;
}

} // namespace

class TestLongList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryStaysBounded_data() { TempDatabase::addKinds(); }
    void memoryStaysBounded();
};

void TestLongList::memoryStaysBounded()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    constexpr int rows = 100'000;
    f.fill(rows);
    f.open();
    CustomerList list(*f.repository);
    list.setQuery({});
    QTRY_VERIFY_WITH_TIMEOUT(list.isCounted(), 60'000);
    QVERIFY(fetch(list, 0));
    const qint64 before = Tests::residentMemory();
    for (int row = 0; row < list.count(); row += CustomerRepository::pageSize)
        QVERIFY(fetch(list, row));
    QVERIFY(list.count() > rows / 2);
    const qint64 grown = Tests::residentMemory() - before;
    qInfo("scrolled through %d rows: %lld kB more", rows, static_cast<long long>(grown / 1024));
    QVERIFY(grown < Tests::memoryLimit(60'000'000));
}

QTEST_GUILESS_MAIN(TestLongList)
#include "tst_longlist.moc"
