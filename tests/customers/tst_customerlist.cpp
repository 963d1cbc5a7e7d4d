// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customerlist.h"
#include "repositoryfixture.h"
#include "support/postgresserver.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Customers;
using Tests::PostgresServer;
using Tests::RepositoryFixture;
using Tests::TempDatabase;

namespace {

/// The ids that the query shall show, in order, by a plain select.
QList<qint64> idsOf(const RepositoryFixture &f, const CustomerQuery &query)
{
    const bool sqlite = !f.database.isPostgres();
    const QString column = Db::quoted(columnName(query.sort));
    const QString direction = query.descending ? u" desc"_s : QString();
    const QString fold = sqlite && !isTime(query.sort) ? u" collate nocase"_s : QString();
    QString where = sqlite ? u"\"IsDeleted\" = 0"_s : u"not \"IsDeleted\""_s;
    if (!query.search.isEmpty()) // the tests look for words of the name
        where += u" and lower(\"Name\") like '%%1%'"_s.arg(query.search.toLower());
    const auto rows = f.database.execute(
        u"select \"Id\" from \"Customer\" where %1 order by (%2 is null)%3, %2%4%3, \"Id\"%3"_s.arg(
            where, column, direction, fold));
    QList<qint64> ids;
    for (const QStringList &row : rows)
        ids.append(row.first().toLongLong());
    return ids;
}

/// Scrolls so that `rows` rows from `first` on are seen, and says what is wrong with them in the end.
QString lookAt(CustomerList &list, const QList<qint64> &expected, int first, int rows)
{
    const int last = std::min(first + rows, int(expected.size())) - 1;
    const auto seen = [&] {
        bool all = list.count() == expected.size();
        for (int row = first; row <= last; ++row) {
            const Customer *customer = list.at(row);
            all = all && customer != nullptr && customer->id == expected.at(row);
        }
        return all;
    };
    if (QTest::qWaitFor(seen, 20'000))
        return {};
    QString text = u"count %1 of %2"_s.arg(list.count()).arg(expected.size());
    for (int row = first; row <= last; ++row) {
        const Customer *customer = list.at(row);
        if (!customer || customer->id != expected.at(row))
            return text + u", row %1 has id %2 instead of %3"_s.arg(row)
                              .arg(customer ? customer->id : -1)
                              .arg(expected.at(row));
    }
    return text;
}

#define VERIFY_ROWS(list, expected, first)                                                                   \
    do {                                                                                                     \
        const QString wrongRows = lookAt(list, expected, first, 40);                                         \
        QVERIFY2(wrongRows.isEmpty(), qPrintable(wrongRows));                                                \
    } while (false)

bool waitUntilCounted(CustomerList &list)
{
    return QTest::qWaitFor([&] { return list.state() == CustomerList::State::Ready && list.isCounted(); },
                           30'000);
}

} // namespace

class TestCustomerList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheRightRowsWhereverOneScrolls_data();
    void showsTheRightRowsWhereverOneScrolls();
    void anEmptyResultIsReady_data() { TempDatabase::addKinds(); }
    void anEmptyResultIsReady();
    void aNewerQueryWins_data() { TempDatabase::addKinds(); }
    void aNewerQueryWins();
    void aSupersededSearchStopsOnTheServer_data() { TempDatabase::addPostgresKinds(); }
    void aSupersededSearchStopsOnTheServer();
    void refreshFollowsWhatOthersDo_data() { TempDatabase::addKinds(); }
    void refreshFollowsWhatOthersDo();
    void refreshDoesNotBringAnOlderQueryBack_data() { TempDatabase::addKinds(); }
    void refreshDoesNotBringAnOlderQueryBack();
    void tryingAgainMeansTheQueryThatFailed_data() { TempDatabase::addKinds(); }
    void tryingAgainMeansTheQueryThatFailed();
    void replacesSavedRows();
    void announcesEveryChangeOfTheCount();
    void mayGoWhileItLoads_data() { TempDatabase::addKinds(); }
    void mayGoWhileItLoads();
};

void TestCustomerList::showsTheRightRowsWhereverOneScrolls_data()
{
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<Field>("sort");
    QTest::addColumn<bool>("descending");
    for (const auto &[name, kind] : TempDatabase::kinds()) {
        QTest::addRow("%s, name", name) << kind << Field::Name << false;
        QTest::addRow("%s, notes with nulls, down", name) << kind << Field::Notes << true;
        QTest::addRow("%s, time, down", name) << kind << Field::CreatedAt << true;
    }
}

void TestCustomerList::showsTheRightRowsWhereverOneScrolls()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(Field, sort);
    QFETCH(bool, descending);
    RepositoryFixture f(kind);
    f.fill(5000);
    CustomerQuery query;
    query.sort = sort;
    query.descending = descending;
    const QList<qint64> expected = idsOf(f, query);
    QCOMPARE(expected.size(), 4500);
    CustomerList list(*f.repository);
    list.setQuery(query);
    QVERIFY(waitUntilCounted(list));
    QCOMPARE(list.count(), 4500);
    QRandomGenerator random(7);
    int row = 0;
    for (int i = 0; i < 120; ++i) {
        // A jump, or a few lines up and down.
        row = i % 3 == 0 ? int(random.bounded(4500))
                         : std::clamp(row + int(random.bounded(200)) - 100, 0, 4499);
        // What is scrolled past is asked for, too, and not waited for.
        (void)list.at(int(random.bounded(4500)));
        VERIFY_ROWS(list, expected, row);
    }
    VERIFY_ROWS(list, expected, 4460);
    VERIFY_ROWS(list, expected, 0);
    QCOMPARE(list.rowOf(expected.at(3)), 3);
    QCOMPARE(list.rowOf(-1), -1);
}

void TestCustomerList::anEmptyResultIsReady()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    CustomerList list(*f.repository);
    QCOMPARE(list.state(), CustomerList::State::Loading);
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    QCOMPARE(list.count(), 0);
    QCOMPARE(list.at(0), nullptr);
    // The first row appears by a refresh.
    f.add({u"Ada"_s});
    list.refresh();
    const QList<qint64> expected = idsOf(f, {});
    QCOMPARE(expected.size(), 1);
    VERIFY_ROWS(list, expected, 0);
}

void TestCustomerList::aNewerQueryWins()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    f.fill(2000);
    CustomerList list(*f.repository);
    QStringList shown;
    connect(&list, &CustomerList::reset, this, [&] { shown.append(list.query().search); });
    CustomerQuery query;
    for (const QString &search : {u"c"_s, u"cu"_s, u"customer 001"_s, u"customer 0012"_s}) {
        query.search = search;
        list.setQuery(query);
    }
    QVERIFY(waitUntilCounted(list));
    QCOMPARE(shown, QStringList{u"customer 0012"_s});
    VERIFY_ROWS(list, idsOf(f, query), 0);
    // In the middle of scrolling.
    query.search = u"customer 00"_s;
    list.setQuery(query);
    QVERIFY(waitUntilCounted(list));
    (void)list.at(list.count() - 1);
    query.search = u"customer 000"_s;
    list.setQuery(query);
    QTRY_COMPARE(list.query().search, query.search);
    QVERIFY(waitUntilCounted(list));
    VERIFY_ROWS(list, idsOf(f, query), 0);
}

void TestCustomerList::aSupersededSearchStopsOnTheServer()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    f.fill(100);
    PostgresServer &server = PostgresServer::instance();
    const auto waiting = [&] {
        return server.execute(u"select pid, query_start from pg_stat_activity where datname = '%1' and "
                              "wait_event_type = 'Lock'"_s.arg(f.database.name()));
    };
    CustomerList list(*f.repository);
    CustomerQuery query;
    // A lock makes the search as slow as it takes.
    Db::Session holder(Db::ConnectionString::parse(server.connectionString(f.database.name())).value());
    const auto held = holder.write<QString>([&](Db::Transaction &transaction) -> Core::Result<QString> {
        if (auto locked = transaction.run(Db::Statement{u"lock table \"Customer\""_s, {}}); !locked)
            return locked.error();
        query.search = u"older"_s;
        list.setQuery(query);
        if (!QTest::qWaitFor([&] { return waiting().size() == 1; }, 20'000))
            return u"the search does not wait"_s;
        const Tests::Rows older = waiting();
        const qint64 logAt = server.logSize();
        query.search = u"customer 00001"_s;
        list.setQuery(query);
        if (!QTest::qWaitFor(
                [&] { return server.log(logAt).contains(u"canceling statement due to user request"_s); },
                20'000))
            return u"the older search was not stopped"_s;
        if (!QTest::qWaitFor([&] { return waiting().size() == 1 && waiting() != older; }, 20'000))
            return u"the newer search does not run"_s;
        return QString();
    });
    QVERIFY_OK(held);
    QVERIFY2(held->isEmpty(), qPrintable(*held));
    QVERIFY(waitUntilCounted(list));
    QCOMPARE(list.query(), query);
    VERIFY_ROWS(list, idsOf(f, query), 0);
}

void TestCustomerList::refreshFollowsWhatOthersDo()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    f.fill(3000);
    CustomerList list(*f.repository);
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    QRandomGenerator random(3);
    for (int round = 0; round < 12; ++round) {
        const int row = int(random.bounded(quint32(list.count())));
        VERIFY_ROWS(list, idsOf(f, {}), row);
        // Rows come and go before what is on screen.
        const int from = int(random.bounded(3000));
        f.database.execute(
            round % 2 == 0
                ? u"update \"Customer\" set \"IsDeleted\" = %1 where \"Id\" between %2 and %2 + 400"_s.arg(
                      f.database.isPostgres() ? u"not \"IsDeleted\""_s : u"1 - \"IsDeleted\""_s,
                      QString::number(from))
                : u"update \"Customer\" set \"Name\" = 'Aaron %1 ' || \"Id\" where \"Id\" %% 7 = %2"_s
                      .replace(u"%%"_s, u"%"_s)
                      .arg(round)
                      .arg(round % 7));
        list.refresh();
        (void)list.at(row); // at once, as the view does
        const QList<qint64> expected = idsOf(f, {});
        VERIFY_ROWS(list, expected, std::min(row, int(expected.size()) - 1));
        VERIFY_ROWS(list, expected, int(random.bounded(quint32(expected.size()))));
    }
}

void TestCustomerList::refreshDoesNotBringAnOlderQueryBack()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    f.fill(1000);
    CustomerList list(*f.repository);
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    CustomerQuery query;
    query.search = u"customer 00001"_s;
    list.setQuery(query);
    list.refresh(); // before the search has answered
    QVERIFY(waitUntilCounted(list));
    QTRY_COMPARE(list.query().search, query.search);
    VERIFY_ROWS(list, idsOf(f, query), 0);
}

void TestCustomerList::tryingAgainMeansTheQueryThatFailed()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    f.fill(1000);
    CustomerList list(*f.repository);
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    f.database.execute(u"alter table \"Customer\" rename to \"Gone\""_s);
    CustomerQuery query;
    query.search = u"customer 00001"_s;
    list.setQuery(query);
    QTRY_COMPARE_WITH_TIMEOUT(list.state(), CustomerList::State::Failed, 20'000);
    QVERIFY(!list.error().summary.isEmpty());
    f.database.execute(u"alter table \"Gone\" rename to \"Customer\""_s);
    list.refresh();
    QVERIFY(waitUntilCounted(list));
    QCOMPARE(list.query(), query);
    VERIFY_ROWS(list, idsOf(f, query), 0);
}

void TestCustomerList::replacesSavedRows()
{
    RepositoryFixture f(TempDatabase::Kind::Sqlite);
    f.fill(600);
    CustomerList list(*f.repository);
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    const QList<qint64> expected = idsOf(f, {});
    VERIFY_ROWS(list, expected, 300);
    QSignalSpy changed(&list, &CustomerList::rowsChanged);
    Customer saved = *list.at(310);
    saved.setText(Field::Name, u"Saved"_s);
    list.replace(saved);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first(), (QList<QVariant>{310, 310}));
    QCOMPARE(*list.at(310), saved);
    saved.id = 999'999;
    list.replace(saved); // on no page
    QCOMPARE(changed.size(), 1);
}

void TestCustomerList::announcesEveryChangeOfTheCount()
{
    RepositoryFixture f(TempDatabase::Kind::Sqlite);
    f.fill(3000);
    CustomerList list(*f.repository);
    int known = 0;
    int announced = -1;
    int wrong = 0;
    connect(&list, &CustomerList::aboutToChangeCount, this, [&](int from, int to) {
        wrong += from == known && list.count() == from ? 0 : 1;
        announced = to;
    });
    connect(&list, &CustomerList::changedCount, this, [&](int from, int to) {
        wrong += from == known && to == announced && list.count() == to ? 0 : 1;
        known = to;
    });
    connect(&list, &CustomerList::reset, this, [&] { known = list.count(); });
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    for (int i = 0; i < 6; ++i) {
        f.database.execute(u"delete from \"Customer\" where \"Id\" % 9 = %1"_s.arg(i));
        list.refresh();
        (void)list.at(list.count() - 1);
        VERIFY_ROWS(list, idsOf(f, {}), 0);
        QCOMPARE(known, list.count());
    }
    QCOMPARE(wrong, 0);
}

void TestCustomerList::mayGoWhileItLoads()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    f.fill(2000);
    for (int i = 0; i < 20; ++i) {
        CustomerList list(*f.repository);
        list.setQuery({});
        if (i % 2 == 1) {
            QVERIFY(waitUntilCounted(list));
            (void)list.at(1500);
            list.refresh();
        }
    }
    CustomerList list(*f.repository);
    list.setQuery({});
    QVERIFY(waitUntilCounted(list));
    QCOMPARE(list.count(), 1800);
}

QTEST_GUILESS_MAIN(TestCustomerList)
#include "tst_customerlist.moc"
