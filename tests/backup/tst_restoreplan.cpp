// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/restore.h"
#include "restorefixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::restored;
using Tests::restoreRequest;
using Tests::Shop;
using DatabaseKind = Tests::TempDatabase::Kind;

/// A backup that was made under other circumstances than the database is in now.
class tst_RestorePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheListOfMigrations_data();
    void keepsTheListOfMigrations();
    void restoresTheListWithTheSameTables();
    void refusesMissingTablesAndColumns_data();
    void refusesMissingTablesAndColumns();
    void leavesNewColumnsAsTheyAre_data();
    void leavesNewColumnsAsTheyAre();
    void refusesWhatMustHaveAValue();
    void refusesTablesWithoutKey();
    void refusesAListWithoutTables();
    void takesTablesThatReferToThemselves_data();
    void takesTablesThatReferToThemselves();
    void takesKeysOfSeveralColumns_data();
    void takesKeysOfSeveralColumns();
    void takesIdentitiesThatAreAlwaysGenerated();
    void restoresWithoutManifest_data();
    void restoresWithoutManifest();
    void takesEmptyTablesForEmptyOnly();
    void saysWhereRowsDoNotFit();
};

namespace {

QString makeBackupOf(const Tests::EmptyDatabase &shop, const QTemporaryDir &folder,
                     Kind kind = Kind::Portable, Scope scope = Scope::Everything)
{
    Request request = Tests::requestFor(shop.spec, kind, folder.filePath(u"backup"_s));
    request.scope = scope;
    Core::JobContext context;
    const auto made = makeBackup(request, context);
    if (!made)
        QTest::qFail(qPrintable(Core::toText(made.error())), __FILE__, __LINE__);
    return request.file;
}

Core::Result<Preview> previewed(const RestoreRequest &request)
{
    Core::JobContext context;
    return previewRestore(request, context);
}

void addEngines()
{
    QTest::addColumn<DatabaseKind>("kind");
    QTest::newRow("sqlite") << DatabaseKind::Sqlite;
    QTest::newRow("postgresql") << DatabaseKind::PostgresDirect;
}

QString history(const Shop &shop)
{
    return shop.value(u"select count(*) || ' ' || max(\"MigrationId\") from \"__EFMigrationsHistory\""_s);
}

} // namespace

void tst_RestorePlan::keepsTheListOfMigrations_data()
{
    addEngines();
}

void tst_RestorePlan::keepsTheListOfMigrations()
{
    QFETCH(DatabaseKind, kind);
    const Shop shop(kind);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder);
    shop.execute(u"alter table \"Customer\" add \"Newsletter\" integer not null default 0; "
                 "insert into \"__EFMigrationsHistory\" values ('20260101000000_AddNewsletter', '10.0.0'); "
                 "update \"Customer\" set \"Newsletter\" = 1, \"Name\" = 'mine'"_s);
    const auto preview = previewed(restoreRequest(file, shop.spec, folder.path()));
    QVERIFY_OK(preview);
    const QString warnings = preview->warnings.join(u'\n');
    QVERIFY2(warnings.contains(u"20260101000000_AddNewsletter"_s), qPrintable(warnings));
    QVERIFY2(warnings.contains(u"its own list of migrations"_s), qPrintable(warnings));
    QVERIFY2(warnings.contains(u"Newsletter of the table “Customer”"_s), qPrintable(warnings));
    QVERIFY_OK(restored(restoreRequest(file, shop.spec, folder.path())));
    QCOMPARE(history(shop), u"3 20260101000000_AddNewsletter"_s);
    QCOMPARE(shop.value(u"select count(*) from \"Customer\" where \"Name\" = 'mine'"_s), u"0"_s);
}

void tst_RestorePlan::restoresTheListWithTheSameTables()
{
    for (const DatabaseKind kind : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect}) {
        const Shop shop(kind);
        const QTemporaryDir folder;
        const QString file = makeBackupOf(shop, folder);
        shop.execute(u"insert into \"__EFMigrationsHistory\" values ('20260101000000_SqlOnly', '10.0.0')"_s);
        RestoreRequest request = restoreRequest(file, shop.spec, folder.path());
        // Not by restoring a part, nor by merging.
        request.tables = {u"Customer"_s};
        QVERIFY_OK(restored(request));
        request.tables.clear();
        request.mode = RestoreMode::Merge;
        QVERIFY_OK(restored(request));
        QCOMPARE(history(shop), u"3 20260101000000_SqlOnly"_s);
        request.mode = RestoreMode::Replace;
        QVERIFY_OK(restored(request));
        QCOMPARE(history(shop), u"2 20251216220306_AddExpenseModel"_s);

        // An index belongs to its migration as a column does.
        shop.execute(u"create index \"IX_Customer_Email\" on \"Customer\" (\"Email\"); insert into "
                     "\"__EFMigrationsHistory\" values ('20260102000000_AddIndex', '10.0.0')"_s);
        QVERIFY_OK(restored(request));
        QCOMPARE(history(shop), u"3 20260102000000_AddIndex"_s);
    }
}

void tst_RestorePlan::refusesMissingTablesAndColumns_data()
{
    addEngines();
}

void tst_RestorePlan::refusesMissingTablesAndColumns()
{
    QFETCH(DatabaseKind, kind);
    const Shop shop(kind);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder);
    shop.execute(u"drop table \"JobUpdate\""_s);
    RestoreRequest request = restoreRequest(file, shop.spec, folder.path());
    auto refused = restored(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
    QVERIFY2(refused.error().summary.contains(u"JobUpdate"_s), qPrintable(refused.error().summary));
    QCOMPARE(previewed(request).error().kind, ErrorKind::Unsupported);
    request.tables = {u"Customer"_s, u"Job"_s};
    QVERIFY_OK(restored(request));

    shop.execute(u"alter table \"Customer\" drop column \"Notes\""_s);
    refused = restored(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
    QVERIFY2(refused.error().summary.contains(u"Notes"_s), qPrintable(refused.error().summary));
}

void tst_RestorePlan::leavesNewColumnsAsTheyAre_data()
{
    addEngines();
}

void tst_RestorePlan::leavesNewColumnsAsTheyAre()
{
    QFETCH(DatabaseKind, kind);
    const Shop shop(kind);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder);
    shop.execute(
        u"alter table \"Customer\" add \"Points\" integer not null default 7; "
        "update \"Customer\" set \"Points\" = 100, \"Name\" = 'mine'; delete from \"Customer\" where "
        "\"Id\" = 1"_s);
    QVERIFY_OK(restored(restoreRequest(file, shop.spec, folder.path())));
    QCOMPARE(shop.value(u"select count(*) from \"Customer\" where \"Points\" = 100 and \"Name\" <> 'mine'"_s),
             u"49"_s);
    QCOMPARE(shop.value(u"select \"Points\" from \"Customer\" where \"Id\" = 1"_s), u"7"_s);
}

void tst_RestorePlan::refusesWhatMustHaveAValue()
{
    const Shop shop(DatabaseKind::PostgresDirect);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder);
    shop.execute(
        u"alter table \"Customer\" add \"Code\" integer; update \"Customer\" set \"Code\" = 1; alter table "
        "\"Customer\" alter \"Code\" set not null"_s);
    const auto refused = restored(restoreRequest(file, shop.spec, folder.path()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
    QVERIFY2(refused.error().summary.contains(u"Code"_s), qPrintable(refused.error().summary));
}

void tst_RestorePlan::refusesTablesWithoutKey()
{
    const Shop shop(DatabaseKind::PostgresDirect);
    const QTemporaryDir folder;
    shop.execute(u"create table \"Heap\" (a integer); insert into \"Heap\" values (1), (1)"_s);
    const QString file = makeBackupOf(shop, folder);
    RestoreRequest request = restoreRequest(file, shop.spec, folder.path());
    const auto refused = restored(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
    QVERIFY2(refused.error().summary.contains(u"Heap"_s), qPrintable(refused.error().summary));
    request.tables = {u"Customer"_s};
    QVERIFY_OK(restored(request));
    // Where it is made anew, nothing has to be told apart.
    const Tests::EmptyDatabase empty(DatabaseKind::PostgresDirect);
    QVERIFY_OK(restored(restoreRequest(file, empty.spec, folder.path())));
    QCOMPARE(empty.execute(u"select count(*) from \"Heap\""_s).first().first(), u"2"_s);
}

void tst_RestorePlan::refusesAListWithoutTables()
{
    const Shop shop(DatabaseKind::Sqlite);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder);
    const Tests::EmptyDatabase other(DatabaseKind::Sqlite);
    other.execute(
        u"create table \"__EFMigrationsHistory\" (\"MigrationId\" text primary key, \"ProductVersion\" "
        "text)"_s);
    const auto refused = restored(restoreRequest(file, other.spec, folder.path()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
}

void tst_RestorePlan::takesTablesThatReferToThemselves_data()
{
    addEngines();
}

void tst_RestorePlan::takesTablesThatReferToThemselves()
{
    QFETCH(DatabaseKind, kind);
    const Shop shop(kind, 0);
    const QTemporaryDir folder;
    shop.execute(u"create table \"Part\" (\"Id\" integer primary key, \"Inside\" integer references \"Part\" "
                 "(\"Id\"), \"Name\" varchar(20)); insert into \"Part\" values (3, null, 'engine'), (1, 3, "
                 "'piston'), (2, 1, 'ring')"_s);
    const QString file = makeBackupOf(shop, folder);
    // New ones on their way out that refer to each other, and one that a row stays in.
    shop.execute(
        u"delete from \"Part\" where \"Id\" = 2; delete from \"Part\" where \"Id\" = 1; update \"Part\" set "
        "\"Name\" = 'mine'; insert into \"Part\" values (10, null, 'a'), (11, 10, 'b'), (12, 3, 'c')"_s);
    QVERIFY_OK(restored(restoreRequest(file, shop.spec, folder.path())));
    const QString all =
        kind == DatabaseKind::Sqlite
            ? u"select group_concat(\"Id\" || ':' || coalesce(\"Inside\", 0) || ':' || \"Name\") from "
              "(select * from \"Part\" order by \"Id\")"_s
            : u"select string_agg(\"Id\" || ':' || coalesce(\"Inside\", 0) || ':' || \"Name\", ',' "
              "order by \"Id\") from \"Part\""_s;
    QCOMPARE(shop.value(all), u"1:3:piston,2:1:ring,3:0:engine"_s);
}

void tst_RestorePlan::takesKeysOfSeveralColumns_data()
{
    addEngines();
}

void tst_RestorePlan::takesKeysOfSeveralColumns()
{
    QFETCH(DatabaseKind, kind);
    const Shop shop(kind, 0);
    const QTemporaryDir folder;
    shop.execute(
        u"create table \"Tag\" (\"Word\" varchar(50), \"No\" integer, \"Text\" varchar(50), primary key "
        "(\"Word\", \"No\")); insert into \"Tag\" values ('1:a', 1, 'x'), ('1', 11, 'y'), ('', 2, null), "
        "('ä''\"', 3, 'z')"_s);
    const QString file = makeBackupOf(shop, folder);
    const QStringList original = shop.summary();
    shop.execute(u"update \"Tag\" set \"Text\" = 'mine' where \"No\" = 3; delete from \"Tag\" where \"No\" = "
                 u"2; insert "
                 "into \"Tag\" values ('1:a', 2, 'new'), ('b', 1, 'new')"_s);
    const auto preview = previewed(restoreRequest(file, shop.spec, folder.path()));
    QVERIFY_OK(preview);
    const auto tag = std::find_if(preview->tables.begin(), preview->tables.end(),
                                  [](const TableChange &change) { return change.table == u"Tag"; });
    QCOMPARE(tag->added, 1);
    QCOMPARE(tag->changed, 1);
    QCOMPARE(tag->removed, 2);
    QVERIFY_OK(restored(restoreRequest(file, shop.spec, folder.path())));
    QCOMPARE(shop.summary(), original);
}

void tst_RestorePlan::takesIdentitiesThatAreAlwaysGenerated()
{
    const Shop shop(DatabaseKind::PostgresDirect, 0);
    const QTemporaryDir folder;
    shop.execute(
        u"create table \"Always\" (\"Id\" integer generated always as identity primary key, \"Up\" integer "
        "references \"Always\", \"Twice\" integer generated always as (2 * \"Up\") stored); insert into "
        "\"Always\" (\"Up\") values (null), (1), (2)"_s);
    const QString file = makeBackupOf(shop, folder);
    const QStringList original = shop.summary();
    shop.execute(u"delete from \"Always\" where \"Id\" > 1"_s);
    QVERIFY_OK(restored(restoreRequest(file, shop.spec, folder.path())));
    QCOMPARE(shop.summary(), original);
    QCOMPARE(shop.value(u"insert into \"Always\" (\"Up\") values (3) returning \"Id\" || ' ' || \"Twice\""_s),
             u"4 6"_s);
}

void tst_RestorePlan::restoresWithoutManifest_data()
{
    QTest::addColumn<DatabaseKind>("kind");
    QTest::addColumn<Kind>("backup");
    for (const DatabaseKind kind : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect})
        for (const Kind backup : Tests::backupKinds(kind))
            QTest::addRow("%s of %s", qPrintable(keyOf(backup)),
                          kind == DatabaseKind::Sqlite ? "sqlite" : "postgresql")
                << kind << backup;
}

void tst_RestorePlan::restoresWithoutManifest()
{
    QFETCH(DatabaseKind, kind);
    QFETCH(Kind, backup);
    const Shop shop(kind);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder, backup);
    QVERIFY(QFile::remove(manifestFile(file)));
    const QStringList original = shop.summary();
    const auto verification = Tests::verified(file);
    QVERIFY_OK(verification);
    QVERIFY(verification->isGood);
    QVERIFY(!verification->hasManifest);

    shop.execute(u"update \"Customer\" set \"Name\" = 'mine'"_s);
    const auto preview = previewed(restoreRequest(file, shop.spec, folder.path()));
    QVERIFY_OK(preview);
    QVERIFY(!preview->isVerified);
    QVERIFY(preview->warnings.join(u'\n').contains(u"unverified"_s));
    QVERIFY_OK(restored(restoreRequest(file, shop.spec, folder.path())));
    QCOMPARE(shop.summary(), original);

    const Tests::EmptyDatabase empty(kind);
    QVERIFY_OK(restored(restoreRequest(file, empty.spec, folder.path())));
    QCOMPARE(Tests::lines(Tests::summaryOf(empty.spec).value()), original);
}

// A script with tables alone, or with one table, has no rows for the others: that is not the same as none.
void tst_RestorePlan::takesEmptyTablesForEmptyOnly()
{
    const Shop shop(DatabaseKind::PostgresDirect);
    const QTemporaryDir folder;
    const QString file = makeBackupOf(shop, folder, Kind::Script, Scope::SchemaOnly);
    const QStringList original = shop.summary();
    for (const bool hasManifest : {true, false}) {
        if (!hasManifest)
            QVERIFY(QFile::remove(manifestFile(file)));
        const auto refused = restored(restoreRequest(file, shop.spec, folder.path()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
        QCOMPARE(shop.summary(), original);
        const Tests::EmptyDatabase empty(DatabaseKind::PostgresDirect);
        QVERIFY_OK(restored(restoreRequest(file, empty.spec, folder.path())));
        QCOMPARE(empty.execute(u"select count(*) from \"Customer\""_s).first().first(), u"0"_s);
    }
}

void tst_RestorePlan::saysWhereRowsDoNotFit()
{
    const Shop shop(DatabaseKind::Sqlite, 0);
    const QTemporaryDir folder;
    shop.execute(
        u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values (printf('%300s', 'x'), "
        "'2026-01-01 00:00:00', '2026-01-01 00:00:00')"_s);
    const QString file = makeBackupOf(shop, folder);
    // The server's column takes 200 characters; SQLite does not count.
    const Shop server(DatabaseKind::PostgresDirect, 5);
    const QStringList before = server.summary();
    const auto refused = restored(restoreRequest(file, server.spec, folder.path()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Constraint);
    QCOMPARE(server.summary(), before);
}

QTEST_GUILESS_MAIN(tst_RestorePlan)
#include "tst_restoreplan.moc"
