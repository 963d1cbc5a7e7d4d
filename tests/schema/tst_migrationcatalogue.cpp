// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lineage.h"
#include "schema/migrationcatalogue.h"
#include "support/verify.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using Schema::Migration;
using Schema::migrations;

Q_DECLARE_METATYPE(Db::Engine)

class TestMigrationCatalogue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isCompleteAndInOrder_data();
    void isCompleteAndInOrder();
    void enginesDifferInExtensionsOnly();
    void neverTakesAnIdOfTheWebApplication();
    void addsTheTeamsFolder();
    void refusesAFolder_data();
    void refusesAFolder();
    void wantsTheFolderToBeThere();

private:
    static void write(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
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
    QStringList ids;
    QSet<QString> names;
    for (const Migration &migration : *all) {
        ids.append(migration.id);
        names.insert(migration.name());
        QVERIFY2(Schema::isMigrationId(migration.id), qPrintable(migration.id));
        QVERIFY(migration.isOwn);
        QVERIFY2(migration.down.has_value(), qPrintable(migration.id));
        QVERIFY2(!migration.up.statements.isEmpty() && !migration.down->statements.isEmpty(),
                 qPrintable(migration.id));
        QCOMPARE(migration.up.checksum.size(), 64);
    }
    QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
    QCOMPARE(names.size(), ids.size());
    QCOMPARE(ids.first(), Schema::initialCreate);
}

void TestMigrationCatalogue::enginesDifferInExtensionsOnly()
{
    const auto idsOf = [](Db::Engine engine) {
        QStringList ids;
        const auto all = migrations(engine).value();
        for (const Migration &migration : all)
            if (migration.up.extension.isEmpty())
                ids.append(migration.id);
        return ids;
    };
    QCOMPARE(idsOf(Db::Engine::SQLite), idsOf(Db::Engine::PostgreSQL));
}

void TestMigrationCatalogue::neverTakesAnIdOfTheWebApplication()
{
    for (const auto engine : {Db::Engine::SQLite, Db::Engine::PostgreSQL}) {
        const auto all = migrations(engine).value();
        for (const Migration &migration : all)
            QVERIFY2(!Schema::isWebMigration(migration.id), qPrintable(migration.id));
    }
}

void TestMigrationCatalogue::addsTheTeamsFolder()
{
    const QTemporaryDir folder;
    write(folder, u"20251211000050_Between.up.sql"_s, "select 1");
    write(folder, u"20260101000000_AddLoyalty.up.sql"_s, "select 2");
    write(folder, u"20260101000000_AddLoyalty.down.sql"_s, "select 3");
    write(folder, u"20251216025032_InitialCreate.up.sql"_s,
          "select 4"); // the web application's has that name, too
    write(folder, u"readme.txt"_s, "not SQL");
    const auto all = migrations(Db::Engine::SQLite, folder.path());
    QVERIFY_OK(all);
    QStringList ids;
    for (const Migration &migration : *all)
        ids.append(migration.id);
    QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    const Migration *between = Schema::findMigration(*all, u"20251211000050_Between"_s);
    QVERIFY(between);
    QCOMPARE(ids.indexOf(between->id), 1);
    QVERIFY(!between->isOwn && !between->down);
    const Migration *loyalty = Schema::findMigration(*all, u"20260101000000_AddLoyalty"_s);
    QVERIFY(loyalty && loyalty->down);
    QCOMPARE(loyalty->down->statements.first().sql, u"select 3"_s);
    QVERIFY(Schema::findMigration(*all, u"20251216025032_InitialCreate"_s));
}

void TestMigrationCatalogue::refusesAFolder_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("named"); // in the message
    QTest::newRow("no id") << QStringList{u"AddLoyalty.up.sql"_s} << u"“AddLoyalty.up.sql”"_s;
    QTest::newRow("no direction") << QStringList{u"20260101000000_A.sql"_s} << u"“20260101000000_A.sql”"_s;
    QTest::newRow("a down alone") << QStringList{u"20260101000000_A.down.sql"_s}
                                  << u"“20260101000000_A.up.sql”"_s;
    QTest::newRow("one number twice")
        << QStringList{u"20260101000000_A.up.sql"_s, u"20260101000000_B.up.sql"_s} << u"“20260101000000_B”"_s;
    QTest::newRow("one name twice") << QStringList{u"20260101000000_A.up.sql"_s, u"20260102000000_a.up.sql"_s}
                                    << u"same name"_s;
    QTest::newRow("the program's own id")
        << QStringList{u"20251211000100_AddCustomerNameIndex.up.sql"_s} << u"same number"_s;
    QTest::newRow("the program's own number")
        << QStringList{u"20251211000100_Else.up.sql"_s} << u"“20251211000100_Else”"_s;
}

void TestMigrationCatalogue::refusesAFolder()
{
    QFETCH(QStringList, files);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    for (const QString &file : files)
        write(folder, file, "select 1");
    const auto all = migrations(Db::Engine::SQLite, folder.path());
    QVERIFY(!all);
    QCOMPARE(int(all.error().kind), int(Core::ErrorKind::Syntax));
    QVERIFY2(all.error().summary.contains(named), qPrintable(all.error().summary));
}

void TestMigrationCatalogue::wantsTheFolderToBeThere()
{
    const auto all = migrations(Db::Engine::SQLite, u"/nonexistent/migrations"_s);
    QVERIFY(!all);
    QCOMPARE(int(all.error().kind), int(Core::ErrorKind::NotFound));
}

QTEST_GUILESS_MAIN(TestMigrationCatalogue)
#include "tst_migrationcatalogue.moc"
