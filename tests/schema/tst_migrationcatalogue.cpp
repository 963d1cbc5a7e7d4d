// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationcatalogue.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using Schema::migrations;
using Schema::statementsIn;

Q_DECLARE_METATYPE(Db::Engine)

class TestMigrationCatalogue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isCompleteAndInOrder_data();
    void isCompleteAndInOrder();
    void bothEnginesHaveTheSameSteps();
    void cutsScripts_data();
    void cutsScripts();
};

void TestMigrationCatalogue::isCompleteAndInOrder_data()
{
    QTest::addColumn<Db::Engine>("engine");
    QTest::newRow("sqlite") << Db::Engine::SQLite;
    QTest::newRow("postgresql") << Db::Engine::PostgreSQL;
}

void TestMigrationCatalogue::isCompleteAndInOrder()
{
    QFETCH(Db::Engine, engine);
    const auto all = migrations(engine);
    QVERIFY_OK(all);
    QVERIFY(all->size() >= 2);
    static const QRegularExpression efName(uR"(\A20\d{12}_[A-Z][A-Za-z0-9]+\z)"_s);
    QStringList ids;
    for (const Schema::Migration &migration : *all) {
        ids.append(migration.id);
        QVERIFY2(efName.match(migration.id).hasMatch(), qPrintable(migration.id));
        QVERIFY2(!migration.up.isEmpty() && !migration.down.isEmpty(), qPrintable(migration.id));
        for (const QString &sql : migration.up + migration.down)
            QVERIFY2(!sql.contains(u';') && !sql.contains(u"--"_s) && !sql.isEmpty(), qPrintable(sql));
    }
    QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
    QVERIFY(ids.first().endsWith(u"_InitialCreate"_s));
}

void TestMigrationCatalogue::bothEnginesHaveTheSameSteps()
{
    const auto idsOf = [](Db::Engine engine) {
        QStringList ids;
        const auto all = migrations(engine).value();
        for (const Schema::Migration &migration : all)
            ids.append(migration.id);
        return ids;
    };
    QCOMPARE(idsOf(Db::Engine::SQLite), idsOf(Db::Engine::PostgreSQL));
}

void TestMigrationCatalogue::cutsScripts_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("statements");
    QTest::newRow("empty") << QString() << QStringList();
    QTest::newRow("blanks and semicolons") << u" ;\n; ;"_s << QStringList();
    QTest::newRow("comment only") << u"-- nothing; here"_s << QStringList();
    QTest::newRow("two") << u"select 1; select 2;"_s << QStringList{u"select 1"_s, u"select 2"_s};
    QTest::newRow("no last semicolon")
        << u"select 1;\nselect 2"_s << QStringList{u"select 1"_s, u"select 2"_s};
    QTest::newRow("text") << u"select ';' ; select 'it''s;'"_s
                          << QStringList{u"select ';'"_s, u"select 'it''s;'"_s};
    QTest::newRow("name") << u"select \"a;\"\"b;\"; x"_s << QStringList{u"select \"a;\"\"b;\""_s, u"x"_s};
    QTest::newRow("quote in a comment")
        << u"-- it's\nselect 1; -- don't\nselect 2"_s << QStringList{u"select 1"_s, u"select 2"_s};
    QTest::newRow("dashes in text") << u"select '--;'; x"_s << QStringList{u"select '--;'"_s, u"x"_s};
    QTest::newRow("minus") << u"select 1 - -1; x"_s << QStringList{u"select 1 - -1"_s, u"x"_s};
    QTest::newRow("comment between words") << u"select--x\n1"_s << QStringList{u"select\n1"_s};
    QTest::newRow("comment at the end") << u"select 1 -- x"_s << QStringList{u"select 1"_s};
    QTest::newRow("block comment") << u"/* a; it's */ select 1; /* b */"_s << QStringList{u"select 1"_s};
    QTest::newRow("star in text") << u"select '/*;', 4 / 2; x */ y"_s
                                  << QStringList{u"select '/*;', 4 / 2"_s, u"x */ y"_s};
    QTest::newRow("block comment without end") << u"select 1; /* x; y"_s << QStringList{u"select 1"_s};
}

void TestMigrationCatalogue::cutsScripts()
{
    QFETCH(QString, script);
    QFETCH(QStringList, statements);
    QCOMPARE(statementsIn(script), statements);
}

QTEST_GUILESS_MAIN(TestMigrationCatalogue)
#include "tst_migrationcatalogue.moc"
