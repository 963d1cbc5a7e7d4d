// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "tablesfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Db::Engine;
using namespace Tables;
using Tests::EmptyDatabase;
using Tests::schemaOf;
using Tests::TempDatabase;

namespace {

QStringList namesOf(const SchemaModel &schema)
{
    QStringList names;
    for (const TableModel &table : schema.tables)
        names.append(table.name);
    return names;
}

/// Everything that a definition can say on PostgreSQL, under names that are hard to quote.
const QString oddPostgresSchema = uR"sql(
CREATE TABLE "a ""quoted"" tàble; DROP" (
    "sériäl" serial PRIMARY KEY,
    "always" bigint GENERATED ALWAYS AS IDENTITY,
    "🛠 USING btree" text COLLATE "C" NOT NULL DEFAULT 'it''s; -- \ ',
    "default" timestamptz DEFAULT now(),
    price numeric(18,2) CONSTRAINT "CK (price)" CHECK (price >= 0),
    "double" numeric GENERATED ALWAYS AS (price * 2) STORED,
    tags text[] DEFAULT '{}',
    uid uuid DEFAULT gen_random_uuid(),
    during tstzrange,
    CONSTRAINT "U 1" UNIQUE ("always", "🛠 USING btree"),
    CONSTRAINT "U 2" UNIQUE NULLS NOT DISTINCT (price) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "no overlap" EXCLUDE USING gist (during WITH &&));
CREATE TABLE pair (a int, b int, c text, PRIMARY KEY (b, a));
CREATE TABLE child (
    x int, y int, "self" int UNIQUE,
    CONSTRAINT "to pair" FOREIGN KEY (y, x) REFERENCES pair (b, a) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "to itself" FOREIGN KEY (x) REFERENCES child ("self") ON DELETE SET DEFAULT);
CREATE TABLE loop1 (id int PRIMARY KEY, other int);
CREATE TABLE loop2 (id int PRIMARY KEY, other int REFERENCES loop1 (id));
ALTER TABLE loop1 ADD CONSTRAINT "loop" FOREIGN KEY (other) REFERENCES loop2 (id);
ALTER TABLE loop1 ADD CONSTRAINT "later" CHECK (other > 0) NOT VALID;
CREATE TABLE nothing ();
CREATE INDEX "IX on USING btree (x)" ON "a ""quoted"" tàble; DROP" (lower("🛠 USING btree"), price DESC NULLS LAST)
    INCLUDE ("default") WHERE price > 0;
CREATE UNIQUE INDEX "IX plain" ON pair (c, a) WHERE c IS NOT NULL;
CREATE INDEX "IX hash" ON pair USING hash (c);
CREATE TABLE parted (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX "IX parted" ON parted (at);
CREATE VIEW looks AS SELECT 1;
)sql"_s;

} // namespace

class TestReadSchema final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheWebApplicationsTables();
    void postgresMakesTheSameAgain_data();
    void postgresMakesTheSameAgain();
    void sqliteMakesTheSameAgain_data();
    void sqliteMakesTheSameAgain();
    void oneRoundTripReadsIt();
    void extensionsComeAlong();
    void sqliteFilesAreReadAsSessionsAre();
    void hostileFilesAreReadToo();
    void thereAndBackIsTheSame_data() { TempDatabase::addPostgresKinds(); }
    void thereAndBackIsTheSame();
    void efSqliteComesBackAsItWas();
};

void TestReadSchema::readsTheWebApplicationsTables()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    const auto schema = schemaOf(db.spec);
    QVERIFY_OK(schema);
    QCOMPARE(namesOf(*schema), (QStringList{u"Customer"_s, u"Job"_s, u"Expense"_s, u"JobUpdate"_s,
                                            u"__EFMigrationsHistory"_s}));
    const TableModel *customer = schema->table(u"Customer"_s);
    QCOMPARE(customer->primaryKey, QStringList{u"Id"_s});
    QCOMPARE(customer->primaryKeyName, u"PK_Customer"_s);
    const ColumnModel *id = customer->column(u"Id"_s);
    QCOMPARE(id->type, u"integer"_s);
    QVERIFY(id->isIdentity && id->notNull && id->numbering == Numbering::ByDefault);
    QCOMPARE(customer->column(u"Name"_s)->type, u"character varying(200)"_s);
    QVERIFY(!customer->column(u"Email"_s)->notNull);
    QVERIFY(customer->column(u"UpdatedAt"_s)->kind == ValueKind::Timestamp);
    QVERIFY(customer->column(u"IsDeleted"_s)->kind == ValueKind::Boolean);
    QCOMPARE(customer->column(u"IsDeleted"_s)->defaultValue, u"false"_s);
    QCOMPARE(customer->indexes.size(), 1);
    QCOMPARE(customer->indexes.first().columns, (QStringList{u"Name"_s, u"Id"_s}));
    QCOMPARE(customer->indexes.first().condition, u"(NOT \"IsDeleted\")"_s);
    QCOMPARE(customer->indexes.first().definition,
             u"CREATE INDEX \"IX_Customer_Name_Id\" ON \"Customer\" USING btree (\"Name\", \"Id\") WHERE "
             "(NOT \"IsDeleted\")"_s);
    const ForeignKey key = schema->table(u"Job"_s)->foreignKeys.value(0);
    QCOMPARE(key.name, u"FK_Job_Customer_CustomerId"_s);
    QCOMPARE(key.table, u"Customer"_s);
    QCOMPARE(key.columns, QStringList{u"CustomerId"_s});
    QCOMPARE(key.otherColumns, QStringList{u"Id"_s});
    QCOMPARE(key.onDelete, u"RESTRICT"_s);
    QCOMPARE(key.onUpdate, u"NO ACTION"_s);
    QVERIFY(schema->table(u"Job"_s)->column(u"EstimateAmount"_s)->kind == ValueKind::Numeric);

    // SQLite, the older lineage: the same kinds, though it declares only TEXT and INTEGER.
    const EmptyDatabase file(TempDatabase::Kind::Sqlite);
    file.execute(Tests::webSchemaOnSqlite);
    const auto there = schemaOf(file.spec);
    QVERIFY_OK(there);
    for (const TableModel &table : there->tables) {
        for (const ColumnModel &column : table.columns) {
            const ColumnModel *other = schema->table(table.name)->column(column.name);
            QVERIFY2(other && other->kind == column.kind && other->isIdentity == column.isIdentity &&
                         other->notNull == column.notNull,
                     qPrintable(table.name + u'.' + column.name));
        }
        QCOMPARE(table.primaryKeyName, schema->table(table.name)->primaryKeyName);
        QVERIFY(table.foreignKeys == schema->table(table.name)->foreignKeys);
    }
}

void TestReadSchema::postgresMakesTheSameAgain_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("web") << Tests::webSchemaOnPostgres;
    QTest::newRow("odd") << oddPostgresSchema;
}

void TestReadSchema::postgresMakesTheSameAgain()
{
    QFETCH(QString, sql);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(sql);
    const auto schema = schemaOf(db.spec);
    QVERIFY_OK(schema);
    QVERIFY_OK(checkHarmless(*schema));
    // Through JSON into another database, and there into a schema with another name.
    const auto carried = schemaFromJson(toJson(*schema));
    QVERIFY_OK(carried);
    QVERIFY(*carried == *schema);
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    other.execute(u"create schema \"o\"\"ther\""_s);
    for (const QString &name : {u"public"_s, u"o\"ther"_s}) {
        Db::Session session(other.spec);
        const Definition definition = definitionFor(*carried, Engine::PostgreSQL, name);
        QVERIFY_OK(Tests::write(session, definition.beforeRows + definition.afterRows));
        auto again = schemaOf(other.spec, name);
        QVERIFY_OK(again);
        for (TableModel &table : again->tables)
            for (ColumnModel &column : table.columns)
                column.defaultValue.replace(u"\"o\"\"ther\"."_s, QString());
        QCOMPARE(namesOf(*again), namesOf(*schema));
        for (qsizetype i = 0; i < schema->tables.size(); ++i)
            QCOMPARE(toJson(SchemaModel{Engine::PostgreSQL, {again->tables.at(i)}, {}}),
                     toJson(SchemaModel{Engine::PostgreSQL, {schema->tables.at(i)}, {}}));
    }
}

void TestReadSchema::sqliteMakesTheSameAgain_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("web") << Tests::webSchemaOnSqlite;
    QTest::newRow("odd") << uR"sql(
CREATE TABLE "a ""quoted"" t(able" ([i d] integer primary key, `b``` text collate nocase default 'x''y' not null,
    c blob default x'00ff', d as (lower(`b```)) stored, e real default (1 + 2), unique (c, [i d]),
    constraint "c k" check (e > 0));
CREATE TABLE "self" (id integer primary key autoincrement, parent int references SELF on delete set null,
    p1, p2, foreign key (p1, p2) references pair deferrable initially deferred);
CREATE TABLE pair (a int, b int, c, primary key (b, a)) without rowid;
CREATE TABLE bare (a, b);
CREATE UNIQUE INDEX "on pair (" ON pair (c, a) WHERE c IS NOT NULL;
CREATE INDEX expr ON bare (a || b, b);
CREATE VIRTUAL TABLE words USING fts5(w);
CREATE VIEW looks AS SELECT 1;
CREATE TRIGGER fires AFTER INSERT ON bare BEGIN DELETE FROM bare; END;
)sql"_s;
}

void TestReadSchema::sqliteMakesTheSameAgain()
{
    QFETCH(QString, sql);
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    db.execute(sql);
    const auto schema = schemaOf(db.spec);
    QVERIFY_OK(schema);
    QVERIFY(!schema->table(u"words"_s) && !schema->table(u"words_data"_s) && !schema->table(u"looks"_s));
    const auto carried = schemaFromJson(toJson(*schema));
    QVERIFY_OK(carried);
    QVERIFY(*carried == *schema);
    QVERIFY_OK(checkHarmless(*carried));
    const EmptyDatabase other(TempDatabase::Kind::Sqlite);
    Db::Session session(other.spec);
    const Definition definition = definitionFor(*carried, Engine::SQLite);
    QVERIFY_OK(Tests::write(session, definition.beforeRows + definition.afterRows));
    const auto again = schemaOf(other.spec);
    QVERIFY_OK(again);
    QCOMPARE(toJson(*again), toJson(*schema));

    // Without its own words a table comes back by its model, but for what the model does not say.
    SchemaModel bare = *schema;
    for (TableModel &table : bare.tables)
        table.definition.clear();
    const EmptyDatabase third(TempDatabase::Kind::Sqlite);
    Db::Session thirdSession(third.spec);
    const Definition fromModel = definitionFor(bare, Engine::SQLite);
    QVERIFY_OK(Tests::write(thirdSession, fromModel.beforeRows + fromModel.afterRows));
    auto fromWords = schemaOf(third.spec);
    QVERIFY_OK(fromWords);
    QCOMPARE(namesOf(*fromWords), namesOf(*schema));
    for (const TableModel &table : schema->tables) {
        const TableModel *made = fromWords->table(table.name);
        QVERIFY2(made->columns == table.columns, qPrintable(made->definition));
        QVERIFY2(made->foreignKeys == table.foreignKeys, qPrintable(made->definition));
        QVERIFY2(made->uniques == table.uniques, qPrintable(made->definition));
        QCOMPARE(made->primaryKey, table.primaryKey);
        QCOMPARE(made->checks, table.checks);
    }
}

void TestReadSchema::oneRoundTripReadsIt()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Db::Session session(Tests::specOf(proxy.connectionString(db.database.name())));
    int before = 0;
    int after = 0;
    QVERIFY_OK(session.snapshot<int>([&](Db::Snapshot &snapshot) -> Core::Result<int> {
        if (auto first = snapshot.run({u"select 1"_s, {}}); !first)
            return first.error();
        before = proxy.counters().roundTrips;
        auto schema = readSchema(snapshot, Engine::PostgreSQL);
        after = proxy.counters().roundTrips;
        return schema ? Core::Result<int>(0) : Core::Result<int>(schema.error());
    }));
    QCOMPARE(after - before, 1);
}

void TestReadSchema::extensionsComeAlong()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create extension pg_trgm; create extension citext; create extension btree_gist; "
               "create table t (a text, b citext); create index i on t using gin (a gin_trgm_ops)"_s);
    const auto schema = schemaOf(db.spec);
    QVERIFY_OK(schema);
    QCOMPARE(schema->extensions, (QStringList{u"citext"_s, u"pg_trgm"_s}));
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(Tests::copied(db.spec, other.spec));
    const auto again = schemaOf(other.spec);
    QVERIFY_OK(again);
    QVERIFY(*again == *schema);
}

void TestReadSchema::sqliteFilesAreReadAsSessionsAre()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    db.execute(Tests::webSchemaOnSqlite);
    auto file = Db::SqliteFile::open(db.database.name(), Db::SqliteFile::Use::Read);
    QVERIFY_OK(file);
    const auto schema = readSchema(**file);
    QVERIFY_OK(schema);
    const auto live = schemaOf(db.spec);
    QVERIFY_OK(live);
    QVERIFY(*schema == *live);
}

void TestReadSchema::hostileFilesAreReadToo()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    db.execute(u"create table \"') join sqlite_schema --\" (\"a\"\"b\" integer primary key, \"c')\" text); "
               "create table \"x'y\" (z, foreign key (z) references nowhere (gone)); "
               "insert into \"x'y\" values (1)"_s);
    const auto schema = schemaOf(db.spec);
    QVERIFY_OK(schema);
    QCOMPARE(namesOf(*schema), (QStringList{u"') join sqlite_schema --"_s, u"x'y"_s}));
    QCOMPARE(schema->tables.first().columns.size(), 2);
    QCOMPARE(schema->tables.last().foreignKeys.first().table, u"nowhere"_s);
    const auto summary = Tests::summaryOf(db.spec);
    QVERIFY_OK(summary);
    QCOMPARE(summary->last().rows, 1);
}

void TestReadSchema::thereAndBackIsTheSame()
{
    QFETCH(TempDatabase::Kind, kind);
    // What SQLite's words keep of the web application's tables is everything but lengths and precisions.
    const EmptyDatabase db(kind);
    db.execute(Tests::webSchemaOnPostgres);
    auto schema = schemaOf(db.spec);
    QVERIFY_OK(schema);
    const SchemaModel there = translated(*schema, Engine::SQLite);
    const EmptyDatabase file(TempDatabase::Kind::Sqlite);
    Db::Session session(file.spec);
    const Definition definition = definitionFor(*schema, Engine::SQLite);
    QVERIFY_OK(Tests::write(session, definition.beforeRows + definition.afterRows));
    const auto read = schemaOf(file.spec);
    QVERIFY_OK(read);
    QCOMPARE(toJson(*read), toJson(there));

    const EmptyDatabase other(kind);
    Db::Session back(other.spec);
    const Definition again = definitionFor(*read, Engine::PostgreSQL);
    QVERIFY_OK(Tests::write(back, again.beforeRows + again.afterRows));
    auto final = schemaOf(other.spec);
    QVERIFY_OK(final);
    for (TableModel &table : schema->tables)
        for (ColumnModel &column : table.columns)
            if (column.kind == ValueKind::Text && table.name != u"__EFMigrationsHistory")
                column.type = u"text"_s;
    QCOMPARE(toJson(*final), toJson(*schema));
}

void TestReadSchema::efSqliteComesBackAsItWas()
{
    const EmptyDatabase file(TempDatabase::Kind::Sqlite);
    file.execute(Tests::webSchemaOnSqlite);
    const auto schema = schemaOf(file.spec);
    QVERIFY_OK(schema);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(Tests::copied(file.spec, db.spec));
    const auto there = schemaOf(db.spec);
    QVERIFY_OK(there);
    QCOMPARE(there->table(u"Job"_s)->column(u"EstimateAmount"_s)->type, u"numeric(18,2)"_s);
    QCOMPARE(there->table(u"Job"_s)->column(u"IsDeleted"_s)->defaultValue, u"false"_s);
    const EmptyDatabase other(TempDatabase::Kind::Sqlite);
    QVERIFY_OK(Tests::copied(db.spec, other.spec));
    const auto again = schemaOf(other.spec);
    QVERIFY_OK(again);
    // To the letter: EF Core's own statements.
    QCOMPARE(toJson(*again), toJson(*schema));
}

QTEST_GUILESS_MAIN(TestReadSchema)
#include "tst_readschema.moc"
