// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/createtable.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Tables::CreateTable;
using Tables::readCreateTable;

class TestCreateTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatEfWrites();
    void readsEveryKindOfConstraint();
    void hostileNamesAndCommentsAreNoWords();
    void brokenTextEnds_data();
    void brokenTextEnds();
    void findsTheConditionOfAnIndex();
};

void TestCreateTable::readsWhatEfWrites()
{
    const CreateTable table = readCreateTable(uR"(CREATE TABLE "Job" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Job" PRIMARY KEY AUTOINCREMENT,
    "CustomerId" INTEGER NOT NULL,
    "EstimateAmount" TEXT NULL,
    "IsDeleted" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "FK_Job_Customer_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customer" ("Id") ON DELETE RESTRICT
))"_s);
    QCOMPARE(table.primaryKeyName, u"PK_Job"_s);
    QVERIFY(table.isAutoincrement);
    QVERIFY(!table.isWithoutRowId);
    QCOMPARE(table.foreignKeyNames, QStringList{u"FK_Job_Customer_CustomerId"_s});
    QVERIFY(table.checks.isEmpty());
    QVERIFY(table.uniques.isEmpty());
}

void TestCreateTable::readsEveryKindOfConstraint()
{
    const CreateTable table = readCreateTable(uR"(create table t (
    a int constraint c1 check (a > 0 and b in (1, 2)) constraint u1 unique references x (y) on delete cascade,
    b decimal(10, 2) default (1 + (2)) check(b<>')'),
    c text generated always as (a || ',' || b) stored,
    d as (a+1),
    e text collate nocase references z deferrable initially deferred,
    f text references z not deferrable initially deferred,
    constraint p primary key (a, b desc),
    unique ("b", [c] collate nocase),
    constraint "a ""quoted"" one" check (a is not null),
    constraint fk foreign key (a, b) references w (a, b) on update set null,
    foreign key (d) references w
) without rowid, strict)"_s);
    QCOMPARE(table.primaryKeyName, u"p"_s);
    QVERIFY(!table.isAutoincrement);
    QVERIFY(table.isWithoutRowId);
    QCOMPARE(table.checks, (QStringList{u"constraint c1 check (a > 0 and b in (1, 2))"_s, u"check(b<>')')"_s,
                                        u"constraint \"a \"\"quoted\"\" one\" check (a is not null)"_s}));
    QCOMPARE(table.generations.value(u"c"_s), u"(a || ',' || b) STORED"_s);
    QCOMPARE(table.generations.value(u"d"_s), u"(a+1) VIRTUAL"_s);
    QCOMPARE(table.generations.size(), 2);
    QCOMPARE(table.uniques.size(), 2);
    QCOMPARE(table.uniques.at(0), (Tables::UniqueModel{u"u1"_s, {u"a"_s}, {}}));
    QCOMPARE(table.uniques.at(1), (Tables::UniqueModel{{}, {u"b"_s, u"c"_s}, {}}));
    QCOMPARE(table.foreignKeyNames, (QStringList{QString(), QString(), QString(), u"fk"_s, QString()}));
    QCOMPARE(table.foreignKeyOptions.at(1), u"DEFERRABLE INITIALLY DEFERRED"_s);
    QVERIFY(table.foreignKeyOptions.at(2).isEmpty());
}

void TestCreateTable::hostileNamesAndCommentsAreNoWords()
{
    const CreateTable table = readCreateTable(uR"(CREATE TABLE "a(b, CHECK" (
    "PRIMARY KEY AUTOINCREMENT, (" TEXT DEFAULT 'REFERENCES x(', -- CHECK (1), UNIQUE
    /* CONSTRAINT q UNIQUE (r), */
    "UNIQUE" TEXT CONSTRAINT "CHECK" CHECK ("UNIQUE" <> '-- ( /*'),
    `b``)` TEXT, [c)] TEXT
))"_s);
    QVERIFY(table.primaryKeyName.isEmpty());
    QVERIFY(!table.isAutoincrement);
    QVERIFY(table.uniques.isEmpty());
    QVERIFY(table.foreignKeyNames.isEmpty());
    QCOMPARE(table.checks, QStringList{u"CONSTRAINT \"CHECK\" CHECK (\"UNIQUE\" <> '-- ( /*')"_s});
}

void TestCreateTable::brokenTextEnds_data()
{
    QTest::addColumn<QString>("sql");
    for (const char *sql :
         {"", "create table", "create table t (", "create table t (a", "create table t (a check", "(((((",
          "create table t (a constraint", "create table t (\"a", "create table t (a check (",
          "create table t ()", "create table t (,,,)", "create table t (a as", "create table t (a 'x",
          "create table t (/*", ")))((", "create table t (a references", "create table t (constraint)",
          "create table t (a unique) without"})
        QTest::newRow(sql) << QString::fromLatin1(sql);
}

void TestCreateTable::brokenTextEnds()
{
    QFETCH(QString, sql);
    static_cast<void>(readCreateTable(sql));
    static_cast<void>(Tables::conditionOfIndex(sql));
}

void TestCreateTable::findsTheConditionOfAnIndex()
{
    using Tables::conditionOfIndex;
    QCOMPARE(conditionOfIndex(u"CREATE INDEX i ON t (a)"_s), QString());
    QCOMPARE(conditionOfIndex(u"CREATE INDEX i ON t (a) WHERE \"IsDeleted\" = 0"_s), u"\"IsDeleted\" = 0"_s);
    QCOMPARE(
        conditionOfIndex(u"CREATE INDEX \"a WHERE b\" ON t (a, (case where when 1 then 2 end)) -- where x\n"
                         "where(a>1)"_s),
        u"(a>1)"_s);
}

QTEST_APPLESS_MAIN(TestCreateTable)
#include "tst_createtable.moc"
