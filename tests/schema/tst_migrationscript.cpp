// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationscript.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using Tests::Place;
using Tests::TempDatabase;

/// The script for applying by hand.
class TestMigrationScript final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAnyNumberOfTimes();
    void goesOnFromAnyState();
    void leavesTheWebApplicationsTablesAlone();
    void endsWhereItIsTold();
    void sqliteStopsBeforeItRepeats();
    void hostileBodiesStayInside();

private:
    static QString scriptOf(const Place &place, const QString &to = {})
    {
        Core::JobContext context;
        const auto script = Schema::scriptFor(place.target(), to, context);
        if (!script)
            qFatal("%s", qPrintable(Core::toText(script.error())));
        return *script;
    }
    /// The server's own client takes the text apart as ours does not.
    static void runOnServer(const Place &place, const QString &script) { place.execute(script); }
};

void TestMigrationScript::runsAnyNumberOfTimes()
{
    Place place(TempDatabase::Kind::PostgresDirect);
    place.add(u"20260101000000_AddLoyalty"_s,
              u"CREATE TABLE \"Loyalty\" (\"Id\" integer); INSERT INTO \"Loyalty\" VALUES (1);"_s);
    place.add(
        u"20260102000000_Alone"_s,
        u"-- gsc: outside a transaction\nCREATE INDEX IF NOT EXISTS \"IX_L\" ON \"Loyalty\" (\"Id\")"_s);
    const QString script = scriptOf(place);
    runOnServer(place, script);
    const auto status = place.status();
    QVERIFY_OK(status);
    QVERIFY2(!status->hasPending() && !status->hasDrift(), qPrintable(script));
    const Tests::Rows once = place.objects();
    runOnServer(place, script);
    QCOMPARE(place.objects(), once);
    QCOMPARE(place.execute(u"select count(*) from \"Loyalty\""_s).value(0).value(0), u"1"_s);
    // The one of the finished database is the same.
    QCOMPARE(scriptOf(place), script);
}

void TestMigrationScript::goesOnFromAnyState()
{
    const Place whole(TempDatabase::Kind::PostgresDirect);
    const QString script = scriptOf(whole);
    QVERIFY_OK(whole.apply());
    const auto all = whole.status()->state.history.ids();
    for (const QString &id : all) {
        const Place place(TempDatabase::Kind::PostgresDirect);
        QVERIFY_OK(place.apply(id));
        runOnServer(place, script);
        QCOMPARE(place.objects(), whole.objects());
    }
}

void TestMigrationScript::leavesTheWebApplicationsTablesAlone()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    const QString script = scriptOf(place);
    QVERIFY(!script.contains(u"CREATE TABLE \"Customer\""_s));
    runOnServer(place, script);
    const auto status = place.status();
    QVERIFY_OK(status);
    QVERIFY(!status->hasPending() && !status->hasDrift());
}

void TestMigrationScript::endsWhereItIsTold()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    const QString script = scriptOf(place, Schema::initialCreate);
    QVERIFY(script.contains(u"CREATE TABLE \"Customer\""_s));
    QVERIFY(!script.contains(u"IX_Customer_Name_Id"_s));
    Core::JobContext context;
    QVERIFY(!Schema::scriptFor(place.target(), u"20990101000000_X"_s, context));
}

void TestMigrationScript::sqliteStopsBeforeItRepeats()
{
    const Place place(TempDatabase::Kind::Sqlite);
    const QString script = scriptOf(place);
    const QString sqlite = QStandardPaths::findExecutable(u"sqlite3"_s);
    const auto run = [&]() -> int {
        if (sqlite.isEmpty()) {
            // The same by SQLite itself: it stops at the first error.
            place.execute(script);
            return 0;
        }
        QProcess process;
        process.start(sqlite, {u"-bail"_s, place.database.name()});
        process.write(script.toUtf8());
        process.closeWriteChannel();
        return process.waitForFinished() ? process.exitCode() : -1;
    };
    QCOMPARE(run(), 0);
    const auto status = place.status();
    QVERIFY_OK(status);
    QVERIFY2(!status->hasPending() && !status->hasDrift(), qPrintable(script));
    const Tests::Rows once = place.objects();
    if (!sqlite.isEmpty())
        QVERIFY(run() != 0);
    QCOMPARE(place.objects(), once);
    // Of the finished database nothing is left to be done.
    QVERIFY(!scriptOf(place).contains(u"CREATE INDEX"_s));
}

void TestMigrationScript::hostileBodiesStayInside()
{
    Place place(TempDatabase::Kind::PostgresDirect);
    place.add(
        u"20260101000000_Hostile"_s,
        u"CREATE TABLE \"T\" (\"x\" text);\nINSERT INTO \"T\" VALUES ('END $GSC$; $GSC1$ it''s; ROLLBACK; --');"_s);
    runOnServer(place, scriptOf(place));
    QCOMPARE(place.execute(u"select \"x\" from \"T\""_s).value(0).value(0),
             u"END $GSC$; $GSC1$ it's; ROLLBACK; --"_s);
    QVERIFY(!place.status()->hasPending());
}

QTEST_GUILESS_MAIN(TestMigrationScript)
#include "tst_migrationscript.moc"
