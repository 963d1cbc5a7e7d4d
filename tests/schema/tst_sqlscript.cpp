// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/sqlscript.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Db::Engine;

Q_DECLARE_METATYPE(Db::Engine)

/// What a file of SQL means, and what may not stand in it.
class TestSqlScript final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cuts_data();
    void cuts();
    void tellsLines();
    void readsMarks();
    void refuses_data();
    void refuses();
    void takes_data();
    void takes();
    void checksumSeesWhatTheEngineSees();
};

void TestSqlScript::cuts_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("postgres");
    QTest::addColumn<QStringList>("sqlite");
    const auto both = [](const char *name, const QString &script, const QStringList &statements) {
        QTest::newRow(name) << script << statements << statements;
    };
    both("empty", QString(), {});
    both("blanks and semicolons", u" ;\n; ;"_s, {});
    both("comment only", u"-- nothing; here"_s, {});
    both("two", u"select 1; select 2;"_s, {u"select 1"_s, u"select 2"_s});
    both("no last semicolon", u"select 1;\nselect 2"_s, {u"select 1"_s, u"select 2"_s});
    both("text", u"select ';' ; select 'it''s;'"_s, {u"select ';'"_s, u"select 'it''s;'"_s});
    both("name", u"select \"a;\"\"b;\"; x"_s, {u"select \"a;\"\"b;\""_s, u"x"_s});
    both("quote in a comment", u"-- it's\nselect 1; -- don't\nselect 2"_s, {u"select 1"_s, u"select 2"_s});
    both("dashes in text", u"select '--;'; x"_s, {u"select '--;'"_s, u"x"_s});
    both("minus", u"select 1 - -1; x"_s, {u"select 1 - -1"_s, u"x"_s});
    both("comment between words", u"select--x\n1"_s, {u"select \n1"_s});
    both("comment at the end", u"select 1 -- x"_s, {u"select 1"_s});
    both("block comment", u"/* a; it's */ select 1; /* b */"_s, {u"select 1"_s});
    both("star in text", u"select '/*;', 4 / 2; x */ y"_s, {u"select '/*;', 4 / 2"_s, u"x */ y"_s});
    both("block comment without end", u"select 1; /* x; y"_s, {u"select 1"_s});
    both("text without end", u"select 'a; b"_s, {u"select 'a; b"_s});
    both("parentheses", u"do (a; b); c"_s, {u"do (a; b)"_s, u"c"_s});
    QTest::newRow("dollars") << u"do $x$ begin; 'it' $$ end $x$; b"_s
                             << QStringList{u"do $x$ begin; 'it' $$ end $x$"_s, u"b"_s}
                             << QStringList{u"do $x$ begin"_s, u"'it' $$ end $x$"_s, u"b"_s};
    QTest::newRow("backslash") << uR"(select E'a\';b'; c)"_s << QStringList{uR"(select E'a\';b')"_s, u"c"_s}
                               << QStringList{uR"(select E'a\')"_s, u"b'; c"_s};
    QTest::newRow("nested comment") << u"/* a /* b; */ c; */ d; e"_s << QStringList{u"d"_s, u"e"_s}
                                    << QStringList{u"c"_s, u"*/ d"_s, u"e"_s};
    QTest::newRow("square brackets") << u"select [a]; [b;c]"_s
                                     << QStringList{u"select [a]"_s, u"[b"_s, u"c]"_s}
                                     << QStringList{u"select [a]"_s, u"[b;c]"_s};
    const QString trigger =
        u"create trigger t after insert on x begin update y set a = case when 1 then 2 end; delete "
        "from z; end; select 1"_s;
    both("trigger", trigger, {trigger.left(trigger.lastIndexOf(u';')), u"select 1"_s});
    const QString atomic =
        u"create function f() returns int language sql begin atomic select 1; select 2; end; x"_s;
    both("body", atomic, {atomic.left(atomic.lastIndexOf(u';')), u"x"_s});
}

void TestSqlScript::cuts()
{
    QFETCH(QString, script);
    QFETCH(QStringList, postgres);
    QFETCH(QStringList, sqlite);
    for (const Engine engine : {Engine::PostgreSQL, Engine::SQLite}) {
        QStringList cut;
        for (const Schema::ScriptStatement &statement : Schema::statementsOf(script, engine))
            cut.append(statement.sql);
        QCOMPARE(cut, engine == Engine::SQLite ? sqlite : postgres);
    }
}

void TestSqlScript::tellsLines()
{
    const QString script = u"-- one\n\nselect /* x\n */ 1;\n\n  select\n'a\nb'; select 3;"_s;
    const auto statements = Schema::statementsOf(script, Engine::PostgreSQL);
    QCOMPARE(statements.size(), 3);
    QCOMPARE(statements.at(0).line, 3);
    QCOMPARE(statements.at(0).sql, u"select \n 1"_s);
    QCOMPARE(statements.at(1).line, 6);
    QCOMPARE(statements.at(2).line, 8);
}

void TestSqlScript::readsMarks()
{
    const auto plain = Schema::readScript(u"x"_s, "select 1", Engine::PostgreSQL);
    QVERIFY_OK(plain);
    QVERIFY(!plain->isOutsideTransaction && !plain->isConcurrentWhenLarge && plain->extension.isEmpty());
    const auto outside =
        Schema::readScript(u"x"_s, "\xef\xbb\xbf-- gsc: outside a transaction\r\nselect 1", Engine::SQLite);
    QVERIFY_OK(outside);
    QVERIFY(outside->isOutsideTransaction);
    const auto both = Schema::readScript(
        u"x"_s, "-- why\n-- gsc: needs the extension pg_trgm\n--gsc:concurrently when large\nselect 1",
        Engine::PostgreSQL);
    QVERIFY_OK(both);
    QVERIFY(both->isConcurrentWhenLarge);
    QCOMPARE(both->extension, u"pg_trgm"_s);
    // Below the first statement it is a comment like others.
    const auto late =
        Schema::readScript(u"x"_s, "select 1;\n-- gsc: outside a transaction\n", Engine::PostgreSQL);
    QVERIFY_OK(late);
    QVERIFY(!late->isOutsideTransaction);
}

void TestSqlScript::refuses_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<int>("line");
    const auto add = [](const char *name, const char *script, int line = 1) {
        QTest::newRow(name) << QByteArray(script) << line;
    };
    add("nothing", "-- only this\n");
    add("commit", "create table t (a int);\nCommit;", 2);
    add("begin", "\n\nBEGIN", 3);
    add("rollback to", "rollback to s");
    add("transaction of EF's scripts", "START TRANSACTION;\ncreate table t (a int);\nCOMMIT;");
    add("savepoint", "savepoint s");
    add("a mark that does not exist", "-- x\n-- gsc: outside of a transaction\nselect 1", 2);
    add("history", "insert into\n\"__EFMigrationsHistory\" values ('a', 'b')", 2);
    add("history in another case", "delete from \"__efmigrationsHISTORY\"");
    add("lock of EF", "drop table \"__EFMigrationsLock\"");
    add("records", "update public.\"__GscMigrations\" set a = 1");
    add("parameter", "update t set a = $1");
    add("setting", "set search_path = x");
    add("reset", "reset all");
    add("concurrently in a transaction", "create index concurrently i on t (a)");
    add("copy", "copy t from stdin");
    add("no UTF-8", "select '\xff'");
    add("two marks", "-- gsc: outside a transaction\n-- gsc: concurrently when large\nselect 1");
}

void TestSqlScript::refuses()
{
    QFETCH(QByteArray, script);
    QFETCH(int, line);
    const auto read = Schema::readScript(u"/folder/20260101000000_X.up.sql"_s, script, Engine::PostgreSQL);
    QVERIFY(!read);
    QCOMPARE(int(read.error().kind), int(Core::ErrorKind::Syntax));
    QVERIFY2(read.error().summary.contains(u"“20260101000000_X.up.sql”"_s), qPrintable(read.error().summary));
    QVERIFY2(read.error().summary.contains(u"line %1:"_s.arg(line)), qPrintable(read.error().summary));
}

void TestSqlScript::takes_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("commit as a name") << QByteArray("create table \"Commit\" (\"begin\" int)");
    QTest::newRow("history in a text") << QByteArray("select '__EFMigrationsHistory $1'");
    QTest::newRow("local setting") << QByteArray("set local lock_timeout = 1");
    QTest::newRow("commit in a comment") << QByteArray("-- commit;\nselect 1 /* commit; $1 */");
}

void TestSqlScript::takes()
{
    QFETCH(QByteArray, script);
    QVERIFY_OK(Schema::readScript(u"x"_s, script, Engine::PostgreSQL));
    QVERIFY_OK(Schema::readScript(u"x"_s, script, Engine::SQLite));
}

void TestSqlScript::checksumSeesWhatTheEngineSees()
{
    const auto checksum = [](const char *script) {
        return Schema::readScript(u"x"_s, script, Engine::PostgreSQL).value().checksum;
    };
    const QString original = checksum("create table t (a int);\n");
    QCOMPARE(original.size(), 64);
    QCOMPARE(checksum("-- new words\r\ncreate   table\tt (a int) -- x\r\n;"), original);
    QCOMPARE(checksum("-- gsc: outside a transaction\ncreate table t (a int)"), original);
    QVERIFY(checksum("create table t (a bigint)") != original);
    QVERIFY(checksum("create table T (a int)") != original); // a quoted name would differ
    QVERIFY(checksum("select 'a  b'") != checksum("select 'a b'"));
    QVERIFY(checksum("select '-- a'") != checksum("select '-- b'"));
    QVERIFY(checksum("select 1; select 2") != checksum("select 1, select 2"));
}

QTEST_GUILESS_MAIN(TestSqlScript)
#include "tst_sqlscript.moc"
