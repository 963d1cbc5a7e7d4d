// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "repositoryfixture.h"

#include <QTest>

#include <algorithm>

using namespace Customers;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

using Fixture = Tests::RepositoryFixture;
using Tests::edited;

QStringList namesOf(const QList<Customer> &customers)
{
    QStringList names;
    for (const Customer &customer : customers)
        names.append(customer.text(Field::Name).value_or(QString()));
    return names;
}

} // namespace

class TestCustomerRepository final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void insertsAndPages_data() { TempDatabase::addKinds(); }
    void insertsAndPages();
    void savesChangedColumnsOnly_data() { TempDatabase::addKinds(); }
    void savesChangedColumnsOnly();
    void reportsConflictsAndWritesNothing_data() { TempDatabase::addKinds(); }
    void reportsConflictsAndWritesNothing();
    void findsText_data() { TempDatabase::addKinds(); }
    void findsText();
    void everySortPagesThroughAllRows_data() { TempDatabase::addKinds(); }
    void everySortPagesThroughAllRows();
    void purgeIsAllOrNothing_data() { TempDatabase::addKinds(); }
    void purgeIsAllOrNothing();
    void exportsWhatTheListShows_data() { TempDatabase::addKinds(); }
    void exportsWhatTheListShows();
};

void TestCustomerRepository::insertsAndPages()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    QVERIFY(f.created);
    QStringList names;
    for (int i = 0; i < 700; ++i)
        names.append(QStringLiteral("Customer %1").arg(i, 4, 10, QLatin1Char('0')));
    std::reverse(names.begin(), names.end());
    QCOMPARE(f.add(names).size(), 700);
    std::reverse(names.begin(), names.end());

    const CustomerQuery query;
    const auto first = waitFor(f.repository->firstPage(query));
    QVERIFY_OK(first);
    QCOMPARE(namesOf(*first), names.mid(0, CustomerRepository::pageSize));
    const auto outline = waitFor(f.repository->outline(query));
    QVERIFY_OK(outline);
    QCOMPARE(outline->total, 700);
    QCOMPARE(outline->anchors.size(), 3);
    const auto second =
        waitFor(f.repository->page(query, CustomerSql::Seek::AtOrAfter, outline->anchors.at(1)));
    QVERIFY_OK(second);
    QCOMPARE(namesOf(*second), names.mid(256, 256));
    const auto before = waitFor(f.repository->page(query, CustomerSql::Seek::Before, outline->anchors.at(2)));
    QVERIFY_OK(before);
    QCOMPARE(namesOf(*before), names.mid(256, 256));
    const auto last = waitFor(f.repository->lastPage(query, 188));
    QVERIFY_OK(last);
    QCOMPARE(namesOf(*last), names.mid(512));
}

void TestCustomerRepository::savesChangedColumnsOnly()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    const QList<Customer> added = f.add({QStringLiteral("Ada"), QStringLiteral("Bob")});
    QCOMPARE(added.size(), 2);
    QVERIFY(added.first().id > 0);
    // Somebody else writes another column past our version check's eyes only if we wrote all columns.
    const auto outcome =
        waitFor(f.repository->save({edited(added.at(0), Field::Phone, QStringLiteral("555 0100"))}));
    QVERIFY_OK(outcome);
    QCOMPARE(outcome->conflicts.size(), 0);
    QCOMPARE(outcome->saved.first().text(Field::Phone), QStringLiteral("555 0100"));
    QCOMPARE(outcome->saved.first().text(Field::Name), QStringLiteral("Ada"));
    QVERIFY(outcome->saved.first().updatedAt >= added.first().updatedAt);
    QCOMPARE(outcome->saved.first().createdAt, added.first().createdAt);
}

void TestCustomerRepository::reportsConflictsAndWritesNothing()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    const QList<Customer> added = f.add({QStringLiteral("Ada"), QStringLiteral("Bob")});
    // As the web application deletes: without touching UpdatedAt.
    f.database.execute(QStringLiteral("update \"Customer\" set \"IsDeleted\" = true where \"Name\" = 'Bob'"));
    const auto outcome =
        waitFor(f.repository->save({edited(added.at(0), Field::Notes, QStringLiteral("n")),
                                    edited(added.at(1), Field::Notes, QStringLiteral("n"))}));
    QVERIFY_OK(outcome);
    QCOMPARE(outcome->saved.size(), 0);
    QCOMPARE(outcome->conflicts.size(), 1);
    QCOMPARE(outcome->conflicts.first().mine.id(), added.at(1).id);
    QVERIFY(outcome->conflicts.first().theirs->isDeleted);
    const auto rows =
        f.database.execute(QStringLiteral("select count(*) from \"Customer\" where \"Notes\" = 'n'"));
    QCOMPARE(rows.first().first(), QStringLiteral("0"));
}

void TestCustomerRepository::findsText()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    const QStringList names = {QStringLiteral("Łukasz ÖZTÜRK"), QStringLiteral("100% Mowers_Ltd"),
                               QStringLiteral("O'Brien \\ Sons"), QStringLiteral("anna"),
                               QStringLiteral("ANNA B")};
    auto added = f.add(names);
    QCOMPARE(added.size(), names.size());
    QVERIFY_OK(waitFor(
        f.repository->save({edited(added.at(0), Field::Phone, QStringLiteral("+1 (216) 555-0199"))})));
    const auto found = [&](const QString &needle) {
        CustomerQuery query;
        query.search = needle;
        auto rows = waitFor(f.repository->firstPage(query));
        QStringList list = rows ? namesOf(*rows) : QStringList{Core::toText(rows.error())};
        list.sort();
        return list;
    };
    QCOMPARE(found(QStringLiteral("öztürk")), QStringList{names.at(0)});
    QCOMPARE(found(QStringLiteral("łUKA")), QStringList{names.at(0)});
    QCOMPARE(found(QStringLiteral("0%")), QStringList{names.at(1)});
    QCOMPARE(found(QStringLiteral("s_l")), QStringList{names.at(1)});
    QCOMPARE(found(QStringLiteral("o'brien \\")), QStringList{names.at(2)});
    QCOMPARE(found(QStringLiteral("Anna")), (QStringList{names.at(4), names.at(3)}));
    QCOMPARE(found(QStringLiteral("216.555")), QStringList{names.at(0)});
    QCOMPARE(found(QStringLiteral("12165550199")), QStringList{names.at(0)});
    QCOMPARE(found(QStringLiteral("nobody")), QStringList());
}

void TestCustomerRepository::everySortPagesThroughAllRows()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    QStringList names;
    for (int i = 0; i < 600; ++i)
        names.append(QStringLiteral("N%1").arg((i * 7919) % 50));
    f.add(names);
    f.database.execute(QStringLiteral("update \"Customer\" set \"Notes\" = null where \"Id\" % 3 = 0"));
    for (const Field field : allFields) {
        for (const bool descending : {false, true}) {
            CustomerQuery query;
            query.sort = field;
            query.descending = descending;
            const auto outline = waitFor(f.repository->outline(query));
            QVERIFY_OK(outline);
            QCOMPARE(outline->total, 600);
            QSet<qint64> seen;
            auto page = waitFor(f.repository->firstPage(query));
            QVERIFY_OK(page);
            int number = 0;
            while (!page->isEmpty()) {
                for (const Customer &customer : *page)
                    seen.insert(customer.id);
                QVERIFY(number < outline->anchors.size());
                QVERIFY2(f.repository->keyOf(query, page->first()) == outline->anchors.at(number),
                         qPrintable(columnName(field)));
                ++number;
                page = waitFor(f.repository->page(query, CustomerSql::Seek::After,
                                                  f.repository->keyOf(query, page->last())));
                QVERIFY_OK(page);
            }
            QCOMPARE(seen.size(), 600);
        }
    }
}

void TestCustomerRepository::purgeIsAllOrNothing()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    const QList<Customer> added = f.add({QStringLiteral("Ada"), QStringLiteral("Bob")});
    f.database.execute(
        kind == TempDatabase::Kind::Sqlite
            ? QStringLiteral("create table \"Job\" (\"Id\" integer primary key, \"CustomerId\" integer "
                             "not null references \"Customer\"(\"Id\") on delete restrict)")
            : QStringLiteral("create table \"Job\" (\"Id\" serial primary key, \"CustomerId\" integer "
                             "not null references \"Customer\"(\"Id\") on delete restrict); grant all "
                             "on \"Job\" to public"));
    f.database.execute(QStringLiteral("insert into \"Job\" (\"Id\", \"CustomerId\") values (1, %1), (2, %1)")
                           .arg(added.at(1).id));
    const auto catalogue = waitFor(f.interactive->run<Db::Catalogue>(Db::readCatalogue));
    QVERIFY_OK(catalogue);
    CustomerRepository repository(*f.interactive, *f.background, *catalogue);
    const auto refused = waitFor(repository.purge(added));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Core::ErrorKind::Constraint);
    QVERIFY2(refused.error().summary.contains(QLatin1Char('2')), qPrintable(refused.error().summary));
    QCOMPARE(f.database.execute(QStringLiteral("select count(*) from \"Customer\"")).first().first(),
             QStringLiteral("2"));
    const auto purged = waitFor(repository.purge({added.at(0)}));
    QVERIFY_OK(purged);
    QCOMPARE(f.database.execute(QStringLiteral("select count(*) from \"Customer\"")).first().first(),
             QStringLiteral("1"));
}

void TestCustomerRepository::exportsWhatTheListShows()
{
    QFETCH(TempDatabase::Kind, kind);
    Fixture f(kind);
    f.fill(700);
    f.database.execute(QStringLiteral("update \"Customer\" set \"Name\" = 'Łukasz Öztürk', \"Phone\" = "
                                      "'+1 (216) 555-0199' where \"Id\" in (7, 500)"));
    QList<CustomerQuery> queries;
    for (const Field sort : allFields)
        for (const bool descending : {false, true}) {
            CustomerQuery query;
            query.view = CustomerQuery::View::All;
            query.sort = sort;
            query.descending = descending;
            queries.append(query);
        }
    for (const auto view : {CustomerQuery::View::Active, CustomerQuery::View::Incomplete,
                            CustomerQuery::View::NewThisWeek, CustomerQuery::View::Trash}) {
        CustomerQuery query;
        query.view = view;
        queries.append(query);
    }
    for (const QString &search :
         {QStringLiteral("ÖZTÜRK"), QStringLiteral("2165550199"), QStringLiteral("note 1"),
          QStringLiteral("' or 1=1 --"), QStringLiteral("%")}) {
        CustomerQuery query;
        query.search = search;
        queries.append(query);
    }
    CustomerQuery filtered;
    filtered.filters = {{Field::Name, QStringLiteral("customer 0001")},
                        {Field::Notes, QStringLiteral("note")}};
    filtered.sort = Field::CreatedAt;
    queries.append(filtered);

    for (const CustomerQuery &query : queries) {
        QStringList shown;
        auto page = waitFor(f.repository->firstPage(query));
        while (page && !page->isEmpty()) {
            for (const Customer &customer : *page)
                shown.append(QString::number(customer.id));
            page = waitFor(f.repository->page(query, CustomerSql::Seek::After,
                                              f.repository->keyOf(query, page->last())));
        }
        QVERIFY_OK(page);
        const Db::Statement statement =
            f.repository->exportStatement(query, {QStringLiteral("Id"), QStringLiteral("IsDeleted")});
        const auto set = waitFor(
            f.interactive->run<Db::RowSet>([&](Db::Session &session) { return session.select(statement); }));
        QVERIFY_OK(set);
        QStringList exported;
        for (const Db::Row &row : set->rows) {
            QCOMPARE(row.size(), 2);
            exported.append(row.text(0));
        }
        QCOMPARE(exported, shown);
    }
    // The columns are those that were asked for, in their order; names are names.
    const QString sql =
        f.repository->exportStatement({}, {QStringLiteral("Phone"), QStringLiteral("a\"b")}).sql;
    QVERIFY2(sql.startsWith(QStringLiteral("select \"Phone\", \"a\"\"b\" from")), qPrintable(sql));
}

QTEST_GUILESS_MAIN(TestCustomerRepository)
#include "tst_customerrepository.moc"
