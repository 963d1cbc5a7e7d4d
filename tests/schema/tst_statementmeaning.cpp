// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/statementmeaning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Act = Schema::StatementMeaning::Act;

/// What the plan says of a statement, and what it counts as a loss.
class TestStatementMeaning final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understands_data();
    void understands();
    void seesSchemas();
    void buildsBesideOthers();
};

void TestStatementMeaning::understands_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("meanings"); // act, table and name
    const auto add = [](const QString &sql, const QStringList &meanings) {
        QTest::newRow(qPrintable(sql)) << sql << meanings;
    };
    const auto meaning = [](Act act, const char *table, const char *name = "") {
        return u"%1 %2 %3"_s.arg(int(act)).arg(QLatin1String(table), QLatin1String(name));
    };
    add(u"CREATE TABLE \"A\" (x int)"_s, {meaning(Act::CreateTable, "A")});
    add(u"create temp table if not exists public.\"A b\" (x int)"_s, {meaning(Act::CreateTable, "A b")});
    add(u"DROP TABLE IF EXISTS \"A\", s.\"B\"\"c\""_s,
        {meaning(Act::DropTable, "A"), meaning(Act::DropTable, "B\"c")});
    add(u"DROP TABLE Foo"_s, {meaning(Act::DropTable, "foo")});
    add(u"alter table only \"A\" add column \"x\" int, drop \"y\", alter \"z\" type numeric(18, 2), rename to \"B\""_s,
        {meaning(Act::AddColumn, "A", "x"), meaning(Act::DropColumn, "A", "y"),
         meaning(Act::ChangeColumn, "A", "z"), meaning(Act::RenameTable, "A", "B")});
    add(u"alter table \"A\" drop column if exists \"y\" cascade"_s, {meaning(Act::DropColumn, "A", "y")});
    add(u"alter table \"A\" add constraint c check (x > 0)"_s, {meaning(Act::Other, "A")});
    add(u"alter table \"A\" rename column \"x\" to \"y\""_s, {meaning(Act::ChangeColumn, "A", "x")});
    add(u"create unique index concurrently if not exists \"I\" on only \"A\" (x)"_s,
        {meaning(Act::CreateIndex, "A", "I")});
    add(u"drop index concurrently if exists \"I\""_s, {meaning(Act::DropIndex, "", "I")});
    add(u"create extension if not exists pg_trgm"_s, {meaning(Act::CreateExtension, "", "pg_trgm")});
    add(u"insert into \"A\" values (1)"_s, {meaning(Act::AddRows, "A")});
    add(u"update \"A\" set x = 1"_s, {meaning(Act::ChangeRows, "A")});
    add(u"delete from only \"A\""_s, {meaning(Act::RemoveRows, "A")});
    add(u"truncate \"A\", \"B\""_s, {meaning(Act::RemoveRows, "A"), meaning(Act::RemoveRows, "B")});
    add(u"vacuum"_s, {meaning(Act::Other, "")});
    add(u"drop"_s, {meaning(Act::Other, "")});
    add(u"create view v as select 1"_s, {meaning(Act::Other, "")});
}

void TestStatementMeaning::understands()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, meanings);
    QStringList found;
    for (const Schema::StatementMeaning &meaning : Schema::meaningsOf(sql, Db::Engine::PostgreSQL)) {
        found.append(u"%1 %2 %3"_s.arg(int(meaning.act)).arg(meaning.table, meaning.name));
        QVERIFY(!meaning.words.isEmpty());
    }
    QCOMPARE(found, meanings);
}

void TestStatementMeaning::seesSchemas()
{
    const auto names = [](const QString &sql) { return Schema::namesSchema(sql, Db::Engine::PostgreSQL); };
    QVERIFY(names(u"drop table public.\"A\""_s));
    QVERIFY(names(u"drop table \"public\" . \"A\""_s));
    QVERIFY(names(u"drop table PUBLIC.a"_s));
    QVERIFY(!names(u"select 'public.a', \"Public\".x, public"_s));
}

void TestStatementMeaning::buildsBesideOthers()
{
    QCOMPARE(Schema::concurrently(u"create index \"I\" on t (a)"_s),
             u"create index CONCURRENTLY \"I\" on t (a)"_s);
    QCOMPARE(Schema::concurrently(u"CREATE UNIQUE INDEX i ON t (a)"_s),
             u"CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"_s);
    for (const QString &other : {u"create extension x"_s, u"drop index i"_s, u"create"_s, u"create unique"_s})
        QCOMPARE(Schema::concurrently(other), other);
    QCOMPARE(Schema::notConcurrently(u"create index concurrently i on t (\"concurrently\")"_s),
             u"create index  i on t (\"concurrently\")"_s);
    QCOMPARE(Schema::notConcurrently(u"drop index concurrently i"_s), u"drop index  i"_s);
    QCOMPARE(Schema::notConcurrently(u"select concurrently"_s), u"select concurrently"_s);
}

QTEST_GUILESS_MAIN(TestStatementMeaning)
#include "tst_statementmeaning.moc"
