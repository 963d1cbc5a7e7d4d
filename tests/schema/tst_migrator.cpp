// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "schema/migrationcatalogue.h"
#include "schema/migrator.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Tests::Rows;
using Tests::TempDatabase;

namespace {

struct Empty
{
    explicit Empty(TempDatabase::Kind kind)
        : database(kind)
        , spec(Db::ConnectionString::parse(database.connectionString()).value())
    {
        if (!database.isPostgres() && !Db::createDatabaseFile(database.name()))
            qFatal("no database file");
    }
    /// Everything in the schema, for comparing before and after.
    [[nodiscard]] Rows objects() const
    {
        return database.execute(
            database.isPostgres()
                ? u"select c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) from "
                  u"pg_class c "
                  "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 where c.relnamespace = "
                  "'public'::regnamespace order by 1, 2, a.attnum"_s
                : u"select type, name, sql from sqlite_schema order by type, name"_s);
    }

    TempDatabase database;
    Db::ConnectionSpec spec;
};

} // namespace

class TestMigrator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsWhatEfCoreCreatesOnPostgres_data() { TempDatabase::addPostgresKinds(); }
    void createsWhatEfCoreCreatesOnPostgres();
    void createsWhatEfCoreCreatesOnSqlite();
    void writesTheHistory_data() { TempDatabase::addKinds(); }
    void writesTheHistory();
    void leavesAnExistingTableAlone_data() { TempDatabase::addKinds(); }
    void leavesAnExistingTableAlone();
    void leavesNothingHalfDone_data() { TempDatabase::addKinds(); }
    void leavesNothingHalfDone();
    void downTakesEverythingBack_data() { TempDatabase::addKinds(); }
    void downTakesEverythingBack();
};

void TestMigrator::createsWhatEfCoreCreatesOnPostgres()
{
    QFETCH(TempDatabase::Kind, kind);
    const Empty db(kind);
    Db::Session session(db.spec);
    QVERIFY_OK(Schema::createSchema(session));
    QCOMPARE(
        db.database.execute(
            u"select column_name, data_type, coalesce(character_maximum_length::text, '-'), is_nullable, "
            "coalesce(column_default, '-'), is_identity, coalesce(identity_generation, '-') from "
            "information_schema.columns where table_name = 'Customer' order by ordinal_position"_s),
        Tests::rows(uR"(
        Id        | integer                  | -    | NO  | - | YES | BY DEFAULT
        Name      | character varying        | 200  | NO  | - | NO  | -
        Email     | character varying        | 200  | NO  | - | NO  | -
        Phone     | character varying        | 50   | NO  | - | NO  | -
        Address   | character varying        | 500  | NO  | - | NO  | -
        Notes     | character varying        | 2000 | YES | - | NO  | -
        CreatedAt | timestamp with time zone | -    | NO  | - | NO  | -
        UpdatedAt | timestamp with time zone | -    | NO  | - | NO  | -
        IsDeleted | boolean                  | -    | NO  | - | NO  | -
        DeletedAt | timestamp with time zone | -    | YES | - | NO  | -
    )"));
    QCOMPARE(
        db.database.execute(u"select conrelid::regclass, conname, contype, pg_get_constraintdef(oid) from "
                            "pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' "
                            "order by 2"_s),
        Tests::rows(uR"(
        "Customer"              | PK_Customer              | p | PRIMARY KEY ("Id")
        "__EFMigrationsHistory" | PK___EFMigrationsHistory | p | PRIMARY KEY ("MigrationId")
        "__GscMigrations"       | PK___GscMigrations       | p | PRIMARY KEY ("MigrationId")
    )"));
    QCOMPARE(
        db.database.execute(u"select indexdef from pg_indexes where schemaname = 'public' and indexname like "
                            "'IX%'"_s),
        Tests::rows(
            u"CREATE INDEX \"IX_Customer_Name_Id\" ON public.\"Customer\" USING btree (\"Name\", \"Id\") "
            "WHERE (NOT \"IsDeleted\")"));
    QCOMPARE(
        db.database.execute(u"select column_name, data_type, character_maximum_length, is_nullable from "
                            "information_schema.columns where table_name = '__EFMigrationsHistory' order by "
                            "ordinal_position"_s),
        Tests::rows(uR"(
        MigrationId    | character varying | 150 | NO
        ProductVersion | character varying | 32  | NO
    )"));
    QCOMPARE(db.database.execute(u"select distinct tableowner from pg_tables where schemaname = 'public'"_s),
             Tests::rows(u"gsc"));
}

void TestMigrator::createsWhatEfCoreCreatesOnSqlite()
{
    const Empty db(TempDatabase::Kind::Sqlite);
    Db::Session session(db.spec);
    QVERIFY_OK(Schema::createSchema(session));
    QCOMPARE(db.database.execute(
                 u"select name, type, \"notnull\", dflt_value, pk from pragma_table_info('Customer')"_s),
             Tests::rows(uR"(
        Id        | INTEGER | 1 | NULL | 1
        Name      | TEXT    | 1 | NULL | 0
        Email     | TEXT    | 1 | NULL | 0
        Phone     | TEXT    | 1 | NULL | 0
        Address   | TEXT    | 1 | NULL | 0
        Notes     | TEXT    | 0 | NULL | 0
        CreatedAt | TEXT    | 1 | NULL | 0
        UpdatedAt | TEXT    | 1 | NULL | 0
        IsDeleted | INTEGER | 1 | NULL | 0
        DeletedAt | TEXT    | 0 | NULL | 0
    )"));
    const QString sql =
        db.database.execute(u"select sql from sqlite_schema where name = 'Customer'"_s).value(0).value(0);
    QVERIFY2(sql.contains(u"\"Id\" INTEGER NOT NULL CONSTRAINT \"PK_Customer\" PRIMARY KEY AUTOINCREMENT"_s),
             qPrintable(sql));
    QCOMPARE(
        db.database.execute(u"select sql from sqlite_schema where type = 'index' and sql is not null"_s),
        Tests::rows(u"CREATE INDEX \"IX_Customer_Name_Id\" ON \"Customer\" (\"Name\" COLLATE NOCASE, \"Id\") "
                    "WHERE \"IsDeleted\" = 0"));
    QCOMPARE(db.database.execute(
                 u"select name, type, \"notnull\", pk from pragma_table_info('__EFMigrationsHistory')"_s),
             Tests::rows(uR"(
        MigrationId    | TEXT | 1 | 1
        ProductVersion | TEXT | 1 | 0
    )"));
}

void TestMigrator::writesTheHistory()
{
    QFETCH(TempDatabase::Kind, kind);
    const Empty db(kind);
    Db::Session session(db.spec);
    QVERIFY_OK(Schema::createSchema(session));
    Rows expected;
    const auto all = Schema::migrations(db.spec.engine).value();
    for (const Schema::Migration &migration : all)
        if (migration.up.extension.isEmpty())
            expected.append({migration.id, u"10.0.0"_s});
    QCOMPARE(db.database.execute(
                 u"select \"MigrationId\", \"ProductVersion\" from \"__EFMigrationsHistory\" order by 1"_s),
             expected);
    const auto catalogue = Db::readCatalogue(session);
    QVERIFY_OK(catalogue);
    QVERIFY(catalogue->hasCustomerTable && catalogue->hasMigrationHistory);
}

void TestMigrator::leavesAnExistingTableAlone()
{
    QFETCH(TempDatabase::Kind, kind);
    const Empty db(kind);
    {
        Db::Session session(db.spec);
        QVERIFY_OK(Schema::createSchema(session));
    }
    const Rows before = db.objects();
    Db::Session session(db.spec);
    QCOMPARE(Schema::createSchema(session).error().kind, ErrorKind::Conflict);
    QCOMPARE(db.objects(), before);
    // One that this program cannot use is not touched either.
    const Empty other(kind);
    other.database.execute(u"create table \"Customer\" (x integer)"_s);
    const Rows otherBefore = other.objects();
    Db::Session otherSession(other.spec);
    QVERIFY(!Schema::createSchema(otherSession));
    QCOMPARE(other.objects(), otherBefore);
}

void TestMigrator::leavesNothingHalfDone()
{
    QFETCH(TempDatabase::Kind, kind);
    const Empty db(kind);
    // The name of the last thing that is made is taken.
    db.database.execute(
        u"create table \"Job\" (\"Id\" integer); create index \"IX_Customer_Name_Id\" on \"Job\" (\"Id\")"_s);
    const Rows before = db.objects();
    Db::Session session(db.spec);
    const auto created = Schema::createSchema(session);
    QVERIFY(!created);
    QVERIFY(!created.error().summary.isEmpty());
    QCOMPARE(db.objects(), before);
    db.database.execute(u"drop table \"Job\""_s);
    QVERIFY_OK(Schema::createSchema(session));
}

void TestMigrator::downTakesEverythingBack()
{
    QFETCH(TempDatabase::Kind, kind);
    const Empty db(kind);
    Db::Session session(db.spec);
    QVERIFY_OK(Schema::createSchema(session));
    QList<Db::Statement> statements;
    auto all = Schema::migrations(db.spec.engine).value();
    std::reverse(all.begin(), all.end());
    for (const Schema::Migration &migration : all)
        if (migration.up.extension.isEmpty())
            for (const Schema::ScriptStatement &statement : migration.down->statements)
                statements.append({statement.sql, {}});
    QVERIFY_OK(session.write<int>([&](Db::Transaction &transaction) -> Core::Result<int> {
        auto done = transaction.run(statements);
        return done ? Core::Result<int>(0) : Core::Result<int>(done.error());
    }));
    QVERIFY(!Db::readCatalogue(session).value().hasCustomerTable);
}

QTEST_GUILESS_MAIN(TestMigrator)
#include "tst_migrator.moc"
