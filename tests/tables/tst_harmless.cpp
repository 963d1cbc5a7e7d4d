// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/schemamodel.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Db::Engine;
using namespace Tables;

namespace {

SchemaModel postgresTable()
{
    TableModel table;
    table.name = u"t"_s;
    ColumnModel column;
    column.name = u"a"_s;
    column.type = u"integer"_s;
    table.columns.append(column);
    SchemaModel schema;
    schema.engine = Engine::PostgreSQL;
    schema.tables.append(table);
    return schema;
}

} // namespace

class TestHarmless final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void definitionsPass_data();
    void definitionsPass();
    void otherWordsAreRefused_data();
    void otherWordsAreRefused();
    void sqliteStatementsMustBeDefinitions_data();
    void sqliteStatementsMustBeDefinitions();
};

enum class Where { Type, Default, Generation, Check, UniqueOptions, KeyOptions, Index, Collation };
Q_DECLARE_METATYPE(Where)

static Core::Result<void> check(Where where, const QString &words)
{
    SchemaModel schema = postgresTable();
    TableModel &table = schema.tables.first();
    switch (where) {
    case Where::Type:
        table.columns.first().type = words;
        break;
    case Where::Default:
        table.columns.first().defaultValue = words;
        break;
    case Where::Generation:
        table.columns.first().generation = words;
        break;
    case Where::Collation:
        table.columns.first().collation = words;
        break;
    case Where::Check:
        table.checks = {words};
        break;
    case Where::UniqueOptions:
        table.uniques = {{u"u"_s, {u"a"_s}, words}};
        break;
    case Where::KeyOptions:
        table.foreignKeys = {{u"f"_s, {u"a"_s}, u"t"_s, {u"a"_s}, {}, {}, words}};
        break;
    case Where::Index:
        table.indexes = {{u"i"_s, false, {}, {}, words}};
        break;
    }
    return checkHarmless(schema);
}

void TestHarmless::definitionsPass_data()
{
    QTest::addColumn<Where>("where");
    QTest::addColumn<QString>("words");
    const auto row = [](Where where, const char *words) {
        QTest::addRow("%d %s", int(where), words) << where << QString::fromUtf8(words);
    };
    for (const char *type :
         {"integer", "character varying(200)", "timestamp with time zone", "timestamp(3) without time zone",
          "numeric(18,2)", "integer[]", "character varying(20)[]", "public.citext", "\"My Type\"",
          "double precision", "bit varying(5)", "interval(3)", "time(0) with time zone",
          "interval day to second(3)"})
        row(Where::Type, type);
    for (const char *value :
         {"", "'x'::character varying", "false", "0", "'-5'::integer", "now()", "CURRENT_TIMESTAMP",
          "gen_random_uuid()", "nextval('public.\"Customer_Id_seq\"'::regclass)", "'a;b--c'::text",
          "E'back\\\\slash'::text", "(now() AT TIME ZONE 'utc'::text)", "ARRAY['a'::text, 'b'::text]",
          "'{}'::jsonb", "NULL::character varying", "date_trunc('day'::text, now())"})
        row(Where::Default, value);
    row(Where::Generation, "(lower((\"Name\")::text)) STORED");
    row(Where::Generation, "((\"Price\" * (\"Quantity\")::numeric)) STORED");
    row(Where::Collation, "pg_catalog.\"C\"");
    row(Where::Check, "CONSTRAINT \"CK (odd) name; DROP\" CHECK ((\"Amount\" >= (0)::numeric))");
    row(Where::Check, "CHECK (((status)::text = ANY ((ARRAY['new'::character varying, 'old'::character "
                      "varying])::text[])))");
    row(Where::Check, "CONSTRAINT x EXCLUDE USING gist (room WITH =, during WITH &&)");
    row(Where::Check, "CONSTRAINT c CHECK ((length(btrim((name)::text)) > 0)) NOT VALID");
    row(Where::UniqueOptions, "NULLS NOT DISTINCT DEFERRABLE INITIALLY DEFERRED");
    row(Where::KeyOptions, "MATCH FULL DEFERRABLE NOT VALID");
    row(Where::Index,
        "CREATE INDEX \"i\" ON \"t\" USING btree (\"Name\", lower((\"Email\")::text) DESC) WHERE "
        "(NOT \"IsDeleted\")");
    row(Where::Index, "CREATE INDEX \"i\" ON \"t\" USING gin (\"Name\" gin_trgm_ops)");
}

void TestHarmless::definitionsPass()
{
    QFETCH(Where, where);
    QFETCH(QString, words);
    const auto checked = check(where, words);
    QVERIFY2(checked.has_value(), qPrintable(words));
}

void TestHarmless::otherWordsAreRefused_data()
{
    QTest::addColumn<Where>("where");
    QTest::addColumn<QString>("words");
    const auto row = [](Where where, const char *words) {
        QTest::addRow("%d %s", int(where), words) << where << QString::fromUtf8(words);
    };
    row(Where::Type, "integer, b integer");
    row(Where::Type, "integer); drop table \"Customer\"; --");
    row(Where::Type, "integer default pg_sleep(60)");
    row(Where::Type, "integer check (evil())");
    row(Where::Type, "integer /*");
    row(Where::Default, "pg_read_file('/etc/passwd')");
    row(Where::Default, "public.evil()");
    row(Where::Default, "\"evil\"()");
    row(Where::Default, "evil ()");
    row(Where::Default, "evil/**/()");
    row(Where::Default, "0, b integer");
    row(Where::Default, "0)");
    row(Where::Default, "(0");
    row(Where::Default, "'unfinished");
    row(Where::Default, "0; drop table x");
    row(Where::Default, "(select 1)");
    row(Where::Default, "lo_export(1, '/tmp/x')");
    row(Where::Default, "dblink_exec('x')");
    row(Where::Default, "$$a$$");
    row(Where::Generation, "(evil(a)) STORED");
    row(Where::Check, "CHECK (evil(a))");
    row(Where::Check, "CHECK (a > 0), b integer default 5");
    row(Where::Check, "CHECK (exists (select 1 from pg_shadow))");
    row(Where::UniqueOptions, "DEFERRABLE, CHECK (true)");
    row(Where::KeyOptions, "NOT VALID, ADD COLUMN x integer");
    row(Where::Index, "CREATE INDEX \"i\" ON \"t\" USING btree (evil(a))");
    row(Where::Index, "CREATE INDEX \"i\" ON \"t\" USING btree (a); DROP TABLE \"t\"");
    row(Where::Index, "DROP TABLE \"t\"");
    row(Where::Collation, "\"C\" default evil()");
}

void TestHarmless::otherWordsAreRefused()
{
    QFETCH(Where, where);
    QFETCH(QString, words);
    const auto checked = check(where, words);
    QVERIFY2(!checked.has_value(), qPrintable(words));
    QCOMPARE(checked.error().kind, Core::ErrorKind::Unsupported);
    QCOMPARE(checked.error().detail, words);
    QVERIFY(checked.error().summary.contains(u"“t”"));
}

void TestHarmless::sqliteStatementsMustBeDefinitions_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("index");
    QTest::addColumn<bool>("isFine");
    const QString table = u"CREATE TABLE \"t\" (\"a\" INTEGER DEFAULT (1 + 2), CHECK (a <> ';'))"_s;
    const QString index = u"CREATE UNIQUE INDEX i ON t (a) WHERE a > 0"_s;
    QTest::newRow("fine") << table << index << true;
    QTest::newRow("two statements") << u"CREATE TABLE t (a); DROP TABLE x"_s << index << false;
    QTest::newRow("another statement") << u"DROP TABLE \"t\" if (x)"_s << index << false;
    QTest::newRow("virtual") << u"CREATE VIRTUAL TABLE t USING csv(x)"_s << index << false;
    QTest::newRow("a trigger") << table << u"CREATE TRIGGER i AFTER DELETE ON t"_s << false;
    QTest::newRow("an index from its columns") << table << QString() << true;
}

void TestHarmless::sqliteStatementsMustBeDefinitions()
{
    QFETCH(QString, table);
    QFETCH(QString, index);
    SchemaModel schema = postgresTable();
    schema.engine = Engine::SQLite;
    schema.tables.first().definition = table;
    schema.tables.first().indexes = {{u"i"_s, false, {}, {}, index}};
    QTEST(checkHarmless(schema).has_value(), "isFine");
}

QTEST_APPLESS_MAIN(TestHarmless)
#include "tst_harmless.moc"
