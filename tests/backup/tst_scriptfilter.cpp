// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scriptfilter.h"
#include "scripttext.h"

#include <QBuffer>
#include <QTest>

using namespace Qt::StringLiterals;
using Backup::ScriptFilter;
using Backup::ScriptParser;
using Backup::ScriptStep;
using Core::ErrorKind;

namespace {

/// What loading a script would do, a line a statement; ends with "refused: …" where it is.
QStringList stepsOf(const QByteArray &script, const QString &schemaName = u"public"_s)
{
    QByteArray copy = script;
    QBuffer device(&copy);
    device.open(QIODevice::ReadOnly);
    ScriptParser parser(device);
    ScriptFilter filter(schemaName);
    QStringList steps;
    for (;;) {
        const auto more = parser.next();
        if (!more) {
            steps.append(u"unreadable: "_s + more.error().summary);
            return steps;
        }
        if (!*more)
            return steps;
        if (parser.copy()) {
            const auto fits = filter.copy(*parser.copy());
            steps.append(fits ? u"rows of "_s + filter.quotedName(parser.copy()->table.name)
                              : u"refused: "_s + fits.error().summary);
            if (!fits)
                return steps;
            continue;
        }
        const auto step = filter.step(parser.statement());
        if (!step) {
            if (step.error().kind != ErrorKind::Unsupported)
                qFatal("an error of another kind");
            steps.append(u"refused: "_s + step.error().summary);
            return steps;
        }
        switch (step->kind) {
        case ScriptStep::Kind::LeaveOut:
            break;
        case ScriptStep::Kind::Run:
            steps.append(step->sql.simplified());
            break;
        case ScriptStep::Kind::SetSequence:
            steps.append(u"%1 is at %2, %3"_s.arg(step->sequence, QString::number(step->value),
                                                  step->called ? u"used"_s : u"unused"_s));
            break;
        }
    }
}

QByteArray column(const QByteArray &definition)
{
    return "CREATE TABLE public.t (\n    a " + definition + "\n);\n";
}

const QByteArray madeTable = "CREATE TABLE public.t (\n    a integer\n);\n";

} // namespace

class TestScriptFilter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsThroughWhatPgDumpWrites_data();
    void letsThroughWhatPgDumpWrites();
    void runsTheRightWords();
    void leadsToAnotherSchema();
    void refusesEverythingElse_data();
    void refusesEverythingElse();
    void fillsForeignTablesOnlyWhereItMakesNone();
};

void TestScriptFilter::letsThroughWhatPgDumpWrites_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("steps");

    QTest::newRow("the shop") << Tests::searchExtension() + Tests::shopTables() + Tests::shopRows() +
                                     Tests::shopKeys() + Tests::searchIndex()
                              << 17;
    QTest::newRow("the shop, 18") << Tests::shopTables(Tests::DumpRelease::V18) + Tests::shopRows() +
                                         Tests::shopKeys()
                                  << 15;
    QTest::newRow("tables alone") << Tests::shopTables() + Tests::shopKeys() << 11;
    QTest::newRow("rows alone") << Tests::shopRows() << 4;
    QTest::newRow("nothing") << QByteArray() << 0;
    const auto one = [](const char *name, const QByteArray &statement, int steps = 2) {
        QTest::newRow(name) << madeTable + statement + ";\n" << steps;
    };
    // Statements of pg_dump 15 to 18 beyond those of the shop.
    one("schema", "CREATE SCHEMA public", 1);
    one("schema's owner", "ALTER SCHEMA public OWNER TO pg_database_owner", 1);
    one("comment", "COMMENT ON COLUMN public.t.a IS 'x;y'", 1);
    one("grant", "GRANT ALL ON SEQUENCE public.t_a_seq TO web", 1);
    one("revoke", "REVOKE USAGE ON SCHEMA public FROM PUBLIC", 1);
    one("label", "SECURITY LABEL FOR anon ON COLUMN public.t.a IS 'MASKED'", 1);
    one("statistics of 18",
        "SELECT * FROM pg_catalog.pg_restore_relation_stats(\n\t'version', '180000'::integer,\n\t'relname', "
        "'t')",
        1);
    one("extension for the administration",
        "CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public", 1);
    one("extension for keys", "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA public");
    one("unlogged", "CREATE UNLOGGED TABLE public.u (\n    a integer\n)\nWITH (fillfactor='70')");
    one("no columns", "CREATE TABLE public.u (\n)");
    one("storage", "ALTER TABLE ONLY public.t ALTER COLUMN a SET STORAGE EXTERNAL", 1);
    one("statistics", "ALTER TABLE ONLY public.t ALTER COLUMN a SET STATISTICS -1", 1);
    one("options of a column", "ALTER TABLE ONLY public.t ALTER COLUMN a SET (n_distinct=5)", 1);
    one("not null", "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL");
    one("not null of 18", "ALTER TABLE public.t\n    ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID");
    one("replica identity", "ALTER TABLE ONLY public.t REPLICA IDENTITY FULL", 1);
    one("cluster", "ALTER TABLE public.t CLUSTER ON t_pkey", 1);
    one("identity always",
        "ALTER TABLE public.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (\n    SEQUENCE NAME "
        "public.s\n    START WITH -5\n    INCREMENT BY -1\n    MINVALUE -100\n    MAXVALUE 9\n    "
        "CACHE 20\n    CYCLE\n)");
    one("a key with options",
        "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT k UNIQUE (a) INCLUDE (b, c) WITH "
        "(fillfactor='50') DEFERRABLE INITIALLY DEFERRED");
    one("a check", "ALTER TABLE public.t\n    ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID");
    one("a foreign key with everything",
        "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES public.other(c, d) "
        "MATCH FULL ON "
        "UPDATE CASCADE ON DELETE SET NULL (a) DEFERRABLE INITIALLY DEFERRED NOT VALID");
    one("an index of each kind", "CREATE INDEX i ON public.t USING brin (a) WITH (pages_per_range='32')");
    one("an index over another",
        "CREATE UNIQUE INDEX i ON ONLY public.t USING btree (a, COALESCE(b, ''::text)) NULLS "
        "NOT DISTINCT WHERE (a = ANY (ARRAY[1, 2]))");
    const auto type = [](const char *name, const QByteArray &definition) {
        QTest::newRow(name) << column(definition) << 1;
    };
    type("lengths",
         "character varying(50) DEFAULT 'x'::character varying NOT NULL,\n    b numeric(18,2),\n    c "
         "timestamp(3) without time zone,\n    d bit(8),\n    e public.citext,\n    f integer[]");
    type("collation", "text COLLATE pg_catalog.\"C\"");
    type("functions",
         "uuid DEFAULT gen_random_uuid() NOT NULL,\n    b timestamp with time zone DEFAULT timezone("
         "'utc'::text, now()),\n    c text DEFAULT (CURRENT_USER)::text,\n    d uuid DEFAULT "
         "public.uuid_generate_v4(),\n    e integer DEFAULT (floor((random() * (10)::double precision)))::"
         "integer");
    type("computed",
         "integer,\n    b integer GENERATED ALWAYS AS ((a * 2)),\n    c text GENERATED ALWAYS AS (\"left\"("
         "(a)::text, 3)) STORED");
    type("checks", "text,\n    CONSTRAINT c CHECK (((a ~ '^[0-9]+$'::text) AND (a OPERATOR(pg_catalog.<>) "
                   "E'\\\\'::text) "
                   "AND ((NOT (a IS NULL)) OR CASE WHEN (length(a) > 1) THEN true ELSE false END)))");
    type("an operator spelt out", "text,\n    CONSTRAINT c CHECK ((a OPERATOR(pg_catalog.=) 'x'::text))");
}

void TestScriptFilter::letsThroughWhatPgDumpWrites()
{
    QFETCH(QByteArray, body);
    QFETCH(int, steps);
    const QStringList found = stepsOf(Tests::framed(body));
    QVERIFY2(found.isEmpty() || !found.last().contains(u"refused"_s),
             qPrintable(found.value(found.size() - 1)));
    QCOMPARE(found.size(), steps);
}

void TestScriptFilter::runsTheRightWords()
{
    const QStringList steps = stepsOf(Tests::framed(Tests::searchExtension() + Tests::shopTables() +
                                                    Tests::shopRows() + Tests::shopKeys()));
    QCOMPARE(steps.at(0), u"CREATE EXTENSION IF NOT EXISTS \"pg_trgm\" SCHEMA public"_s);
    QVERIFY(steps.at(1).startsWith(u"CREATE TABLE public.\"Customer\" ( \"Id\" integer NOT NULL, "_s));
    QVERIFY(steps.contains(u"rows of \"public\".\"Customer\""_s));
    QVERIFY(steps.contains(u"\"public\".\"Customer_Id_seq\" is at 3, used"_s));
    QVERIFY(steps.contains(u"ALTER TABLE ONLY public.\"Job\" ALTER COLUMN \"Id\" SET DEFAULT "
                           "nextval('\"public\".\"Job_Id_seq\"'::regclass)"_s));
    // A comment could hide something from one of two readers: it does not travel.
    QCOMPARE(stepsOf(Tests::framed("CREATE /* x */ TABLE public.t -- y\n(a /**/integer);\n")),
             QStringList{u"CREATE TABLE public.t (a integer)"_s});
    // Names are what the server reads.
    QCOMPARE(stepsOf(Tests::framed(madeTable + "create index I on PUBLIC.T using BTREE (a);\n")).size(), 2);
    QVERIFY(stepsOf(Tests::framed(madeTable + "CREATE INDEX i ON public.\"T\" USING btree (a);\n"))
                .last()
                .startsWith(u"refused"_s));
}

void TestScriptFilter::leadsToAnotherSchema()
{
    const QStringList steps =
        stepsOf(Tests::framed(Tests::searchExtension() + Tests::shopTables() + Tests::shopRows() +
                              Tests::shopKeys() + Tests::searchIndex()),
                u"scratch \"1\""_s);
    QVERIFY2(!steps.last().startsWith(u"refused"_s), qPrintable(steps.last()));
    for (const QString &step : steps) {
        // Operator classes stay with their extension.
        QVERIFY2(!QString(step).remove(u"public.gin_trgm_ops"_s).contains(u"public"_s), qPrintable(step));
    }
    QVERIFY(steps.contains(u"rows of \"scratch \"\"1\"\"\".\"Job\""_s));
    QVERIFY(steps.contains(u"\"scratch \"\"1\"\"\".\"Job_Id_seq\" is at 7, used"_s));
    QVERIFY(steps.contains(u"ALTER TABLE ONLY \"scratch \"\"1\"\"\".\"Job\" ALTER COLUMN \"Id\" SET DEFAULT "
                           "nextval('\"scratch \"\"1\"\"\".\"Job_Id_seq\"'::regclass)"_s));
}

void TestScriptFilter::refusesEverythingElse_data()
{
    QTest::addColumn<QByteArray>("body");

    const auto row = [](const char *name, const QByteArray &statement) {
        QTest::newRow(name) << madeTable + statement + ";\n";
    };
    row("drop", "DROP TABLE IF EXISTS public.\"Customer\" CASCADE");
    row("delete", "DELETE FROM public.\"Customer\"");
    row("update", "UPDATE public.\"Customer\" SET \"Name\" = ''");
    row("truncate", "TRUNCATE public.\"Customer\"");
    row("insert", "INSERT INTO public.t VALUES (pg_sleep(1))");
    row("do", "DO $$ BEGIN DROP TABLE public.\"Customer\"; END $$");
    row("function",
        "CREATE FUNCTION public.f() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ DROP TABLE x $$");
    row("or replace", "CREATE OR REPLACE FUNCTION public.f() RETURNS void LANGUAGE sql AS ''");
    row("procedure", "CREATE PROCEDURE public.f() LANGUAGE sql AS ''");
    row("call", "CALL public.f()");
    row("trigger", "CREATE TRIGGER g AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()");
    row("event trigger", "CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION public.f()");
    row("rule",
        "CREATE RULE r AS ON INSERT TO public.t DO ALSO (DELETE FROM public.x; DELETE FROM public.y)");
    row("view", "CREATE VIEW public.v AS SELECT pg_sleep(1)");
    row("materialized view", "CREATE MATERIALIZED VIEW public.v AS SELECT pg_sleep(1)");
    row("domain", "CREATE DOMAIN public.d AS text CHECK (public.f(VALUE))");
    row("type", "CREATE TYPE public.e AS ENUM ('a')");
    row("cast", "CREATE CAST (text AS integer) WITH FUNCTION public.f(text)");
    row("operator", "CREATE OPERATOR public.= (FUNCTION = public.f, LEFTARG = text, RIGHTARG = text)");
    row("aggregate", "CREATE AGGREGATE public.a(text) (SFUNC = public.f, STYPE = text)");
    row("language", "CREATE LANGUAGE plpython3u");
    row("policy", "CREATE POLICY p ON public.t USING (public.f())");
    row("row security", "ALTER TABLE public.t ENABLE ROW LEVEL SECURITY");
    row("server", "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw");
    row("foreign table", "CREATE FOREIGN TABLE public.f (a integer) SERVER s");
    row("subscription", "CREATE SUBSCRIPTION s CONNECTION 'host=evil' PUBLICATION p");
    row("publication", "CREATE PUBLICATION p FOR ALL TABLES");
    row("role", "CREATE ROLE evil SUPERUSER");
    row("role's password", "ALTER ROLE gsc PASSWORD 'x'");
    row("system", "ALTER SYSTEM SET archive_command = 'sh'");
    row("database", "ALTER DATABASE d SET search_path = evil");
    row("set role", "SET ROLE postgres");
    row("set session authorization", "SET SESSION AUTHORIZATION postgres");
    row("reset", "RESET ALL");
    row("search path", "SET search_path = evil, public");
    row("session preload", "SET session_preload_libraries = 'evil'");
    row("two values", "SET statement_timeout = 0, 1");
    row("config", "SELECT pg_catalog.set_config('session_preload_libraries', 'x', false)");
    row("config of a call",
        "SELECT pg_catalog.set_config('search_path', lo_import('/etc/passwd')::text, false)");
    row("select", "SELECT lo_import('/etc/passwd')");
    row("select of nothing", "SELECT 1");
    row("setval with more", "SELECT pg_catalog.setval('public.t_a_seq', 1, true), pg_sleep(1)");
    row("setval of a call", "SELECT pg_catalog.setval('public.t_a_seq', (SELECT 1), true)");
    row("setval elsewhere", "SELECT pg_catalog.setval('public.\"Customer_Id_seq\"', 1, false)");
    row("setval of a made-up function", "SELECT public.setval('public.t_a_seq', 1, true)");
    row("commit", "COMMIT");
    row("begin", "BEGIN");
    row("savepoint", "ROLLBACK TO SAVEPOINT a");
    row("prepare", "PREPARE p AS DELETE FROM public.\"Customer\"");
    row("execute", "EXECUTE p");
    row("lock", "LOCK TABLE public.\"Customer\"");
    row("notify", "NOTIFY a");
    row("load", "LOAD 'evil'");
    row("vacuum", "VACUUM");
    row("explain", "EXPLAIN ANALYZE DELETE FROM public.\"Customer\"");
    row("with", "WITH x AS (DELETE FROM public.\"Customer\" RETURNING 1) SELECT 1");
    row("table as", "CREATE TABLE public.u AS SELECT pg_sleep(1)");
    row("temporary table", "CREATE TEMP TABLE u (a integer)");
    row("table without schema", "CREATE TABLE u (a integer)");
    row("table elsewhere", "CREATE TABLE pg_catalog.u (a integer)");
    row("table twice", madeTable.chopped(2));
    row("table like another", "CREATE TABLE public.u (LIKE public.\"Customer\" INCLUDING ALL)");
    row("child", "CREATE TABLE public.u (a integer) INHERITS (public.\"Customer\")");
    row("partition", "CREATE TABLE public.u PARTITION OF public.\"Customer\" DEFAULT");
    row("partitioned", "CREATE TABLE public.u (a integer) PARTITION BY RANGE (public.f(a))");
    row("tablespace", "CREATE TABLE public.u (a integer) TABLESPACE x");
    row("reference within", "CREATE TABLE public.u (a integer REFERENCES public.\"Customer\" (\"Id\"))");
    row("unclosed", "CREATE TABLE public.u (a integer, )");
    row("schema", "CREATE SCHEMA evil");
    row("schema with tables", "CREATE SCHEMA public CREATE TABLE x (a integer)");
    row("alter another table", "ALTER TABLE public.\"Customer\" ADD CONSTRAINT c CHECK (false)");
    row("add a column", "ALTER TABLE public.t ADD COLUMN b integer DEFAULT pg_sleep(1)");
    row("drop a column", "ALTER TABLE public.t DROP COLUMN a");
    row("two changes", "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL, DROP COLUMN a");
    row("disable triggers", "ALTER TABLE public.t DISABLE TRIGGER ALL");
    row("attach", "ALTER TABLE ONLY public.t ATTACH PARTITION public.\"Customer\" DEFAULT");
    row("another table's sequence", "ALTER SEQUENCE public.\"Customer_Id_seq\" OWNED BY public.t.a");
    row("restart", "ALTER SEQUENCE public.\"Customer_Id_seq\" RESTART");
    row("index of another table", "CREATE INDEX i ON public.\"Customer\" USING btree (\"Id\")");
    row("index concurrently", "CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)");
    row("index of a foreign kind", "CREATE INDEX i ON public.t USING evil (a)");
    row("exclusion", "ALTER TABLE public.t ADD CONSTRAINT c EXCLUDE USING gist (a WITH public.=)");
    row("key by index", "ALTER TABLE public.t ADD CONSTRAINT c PRIMARY KEY USING INDEX i");
    // Functions that run while rows are loaded.
    row("function in a default", "CREATE TABLE public.u (a integer DEFAULT pg_sleep(10))");
    row("function of public", "CREATE TABLE public.u (a text DEFAULT public.lower('x'))");
    row("function in a check",
        "CREATE TABLE public.u (a text, CONSTRAINT c CHECK (pg_notify('a', 'b') IS NULL))");
    row("function by its whole name", "CREATE TABLE public.u (a text DEFAULT pg_catalog.pg_read_file('x'))");
    row("function with blanks",
        "CREATE TABLE public.u (a text DEFAULT pg_catalog . pg_read_file /**/ ('x'))");
    row("function in quotes", "CREATE TABLE public.u (a text DEFAULT \"pg_read_file\"('x'))");
    row("function named like a word", "CREATE TABLE public.u (a text DEFAULT \"case\"('x'))");
    row("function of a database", "CREATE TABLE public.u (a text DEFAULT d.pg_catalog.lower('x'))");
    row("function in an index", "CREATE INDEX i ON public.t USING btree (public.f(a))");
    row("function in an index's condition", "CREATE INDEX i ON public.t USING btree (a) WHERE public.f(a)");
    row("function in a later default",
        "ALTER TABLE ONLY public.t ALTER COLUMN a SET DEFAULT lo_import('/etc/passwd')");
    row("function in a later check", "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((public.f(a)))");
    row("function as a field", "CREATE TABLE public.u (a text, CONSTRAINT c CHECK ((a).lo_import > 0))");
    row("function as a field of a text",
        "CREATE TABLE public.u (a oid DEFAULT ('/etc/passwd'::text).lo_import)");
    row("function as a field of a row",
        "CREATE TABLE public.u (a text, CONSTRAINT c CHECK (u.pg_typeof IS NULL))");
    row("function as a field of all",
        "CREATE TABLE public.u (a text, CONSTRAINT c CHECK (public.u.pg_typeof IS NULL))");
    row("function as a field in an index", "CREATE INDEX i ON public.t USING btree (((a).lo_import))");
    row("function as a field of an element",
        "CREATE TABLE public.u (a text[], CONSTRAINT c CHECK (a[1].lo_import > 0))");
    row("table named like a schema",
        "CREATE TABLE public.public (a text, CONSTRAINT c CHECK (public.f > 0))");
    row("table named like the catalogue", "CREATE TABLE public.pg_catalog (a text)");
    row("operator of public",
        "CREATE TABLE public.u (a text, CONSTRAINT c CHECK (a OPERATOR(public.=) 'x'))");
    row("query in a default", "CREATE TABLE public.u (a integer DEFAULT (SELECT 1))");
    row("numbers of another sequence",
        "CREATE TABLE public.u (a bigint DEFAULT nextval('public.\"Customer_Id_seq\"'::regclass))");
    row("numbers of a computed sequence",
        "CREATE TABLE public.u (a bigint DEFAULT nextval(lower('X')::regclass))");
    row("code in a table", "CREATE TABLE public.u (a text DEFAULT $$x$$)");
    row("statement in parentheses", "CREATE TABLE public.u (a text; DROP TABLE public.t)");
    row("a name that servers cut", "CREATE TABLE public." + QByteArray(64, 'x') + " (a integer)");
    row("extension of others", "CREATE EXTENSION");
    row("rows elsewhere",
        "SELECT pg_catalog.set_config('search_path', '', false);\nCOPY public.\"Customer\" (\"Id\") FROM "
        "stdin;\n\\.\n\nSET row_security = off");
    row("rows of the catalogue",
        "SET row_security = off;\nCOPY pg_catalog.pg_authid (rolname) FROM stdin;\n\\.\n\nSET "
        "row_security = off");
}

void TestScriptFilter::refusesEverythingElse()
{
    QFETCH(QByteArray, body);
    const QStringList steps = stepsOf(Tests::framed(body));
    QVERIFY(!steps.isEmpty());
    QVERIFY2(steps.last().startsWith(u"refused: Line "_s), qPrintable(steps.last()));
    QVERIFY2(!steps.last().contains(u'\n'), qPrintable(steps.last()));
}

void TestScriptFilter::fillsForeignTablesOnlyWhereItMakesNone()
{
    QVERIFY(!stepsOf(Tests::framed(Tests::shopRows())).last().startsWith(u"refused"_s));
    QVERIFY(stepsOf(Tests::framed(Tests::shopRows() + madeTable)).last().startsWith(u"refused"_s));
    QVERIFY(stepsOf(Tests::framed(madeTable + Tests::shopRows())).last().startsWith(u"refused"_s));
    QVERIFY(stepsOf(Tests::framed("CREATE INDEX i ON public.t USING btree (a);\n"))
                .last()
                .startsWith(u"refused"_s));
}

QTEST_GUILESS_MAIN(TestScriptFilter)
#include "tst_scriptfilter.moc"
