// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrator.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Schema::Lineage;
using Schema::MigrationState;
using Tests::Place;
using Tests::TempDatabase;

/// What the list says of databases of every origin.
class TestMigrationStatus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheLineage_data();
    void tellsTheLineage();
    void emptyDatabase_data() { TempDatabase::addDirectKinds(); }
    void emptyDatabase();
    void ofThisProgram_data() { TempDatabase::addDirectKinds(); }
    void ofThisProgram();
    void ofTheOldWebApplication_data() { TempDatabase::addDirectKinds(); }
    void ofTheOldWebApplication();
    void ofSomethingElse_data() { TempDatabase::addDirectKinds(); }
    void ofSomethingElse();
    void seesChangedFiles_data() { TempDatabase::addDirectKinds(); }
    void seesChangedFiles();
    void flagsMissingWaysBack();
    void saysHowTablesDiffer_data();
    void saysHowTablesDiffer();
    void webMigrationsInTheFolder_data() { TempDatabase::addDirectKinds(); }
    void webMigrationsInTheFolder();
    void damagedFolder();

private:
    static void create(const Place &place)
    {
        Db::Session session(place.spec);
        QVERIFY_OK(Schema::createSchema(session));
    }
};

void TestMigrationStatus::tellsTheLineage_data()
{
    QTest::addColumn<QStringList>("history");
    QTest::addColumn<bool>("hasCustomers");
    QTest::addColumn<Lineage>("lineage");
    const QString later = u"20260401000000_Later"_s;
    QTest::newRow("empty") << QStringList() << false << Lineage::Empty;
    QTest::newRow("ours") << QStringList{Schema::initialCreate} << true << Lineage::Own;
    QTest::newRow("web") << Schema::webMigrations() << true << Lineage::Web;
    QTest::newRow("web, first only") << Schema::webMigrations().mid(0, 1) << true << Lineage::Web;
    QTest::newRow("web, with a later one")
        << Schema::webMigrations() + QStringList{later} << true << Lineage::Web;
    QTest::newRow("old web") << Schema::oldWebMigrations() << true << Lineage::OldWeb;
    QTest::newRow("old web, told of the new")
        << Schema::oldWebMigrations() + Schema::webMigrations() << true << Lineage::Web;
    QTest::newRow("web with our indexes")
        << Schema::webMigrations() + QStringList{u"20251211000100_AddCustomerNameIndex"_s} << true
        << Lineage::Web;
    QTest::newRow("no history") << QStringList() << true << Lineage::Foreign;
    QTest::newRow("unknown history") << QStringList{later} << true << Lineage::Foreign;
    QTest::newRow("unknown history, no customers") << QStringList{later} << false << Lineage::Foreign;
}

void TestMigrationStatus::tellsTheLineage()
{
    QFETCH(QStringList, history);
    QFETCH(bool, hasCustomers);
    QFETCH(Lineage, lineage);
    QCOMPARE(Schema::lineageOf(history, hasCustomers), lineage);
    QVERIFY(!Schema::explanationOf(lineage).isEmpty());
}

void TestMigrationStatus::emptyDatabase()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Lineage::Empty);
    QVERIFY(status->hasPending() && !status->hasDrift());
    QCOMPARE(status->entries.first().id, Schema::initialCreate);
    QCOMPARE(status->entries.first().state, MigrationState::Pending);
    QVERIFY(status->entries.first().hasDown && status->entries.first().isOwn);
    QVERIFY(status->entries.first().up.contains(u"CREATE TABLE"_s));
    QVERIFY(status->entries.first().words.first().contains(u"Customer"_s));
    QVERIFY(!status->state.history.hasTable);
}

void TestMigrationStatus::ofThisProgram()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    create(place);
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Lineage::Own);
    QVERIFY2(!status->hasDrift(), qPrintable(status->differences.value(0).sentence));
    QCOMPARE(status->entry(Schema::initialCreate)->state, MigrationState::Applied);
    QVERIFY(!status->entry(Schema::initialCreate)->appliedBy.isEmpty());
    // As an earlier version left it: without records.
    place.execute(u"drop table \"__GscMigrations\""_s);
    const auto before = place.status();
    QVERIFY_OK(before);
    QCOMPARE(before->entry(Schema::initialCreate)->state, MigrationState::Applied);
    QVERIFY(!before->entry(Schema::initialCreate)->note.isEmpty());
    QVERIFY(!before->hasDrift());
}

void TestMigrationStatus::ofTheOldWebApplication()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    place.execute(Tests::webTables(place.database.isPostgres(), false) +
                  Tests::historyOf(Schema::oldWebMigrations()));
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Lineage::OldWeb);
    QCOMPARE(status->entry(Schema::initialCreate)->state, MigrationState::Superseded);
    QCOMPARE(status->idsIn(MigrationState::Elsewhere), Schema::oldWebMigrations());
    QVERIFY2(!status->hasDrift(), qPrintable(status->differences.value(0).sentence));
    // What has to be done is said, and not done.
    QVERIFY(status->explanation.contains(Schema::webMigrations().first()));
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    const auto after = place.status();
    QVERIFY_OK(after);
    QVERIFY(!after->state.history.contains(Schema::webMigrations().first()));
    QVERIFY(!after->state.history.contains(Schema::initialCreate));
}

void TestMigrationStatus::ofSomethingElse()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    place.execute(Tests::webTables(place.database.isPostgres()));
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Lineage::Foreign);
    QCOMPARE(status->entry(Schema::initialCreate)->state, MigrationState::Adoptable);
    QVERIFY(status->hasPending());
    QVERIFY2(!status->hasDrift(), qPrintable(status->differences.value(0).sentence));
    const Tests::Rows before = place.objects();
    const auto refused = place.apply();
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(Core::ErrorKind::Conflict));
    QCOMPARE(place.objects(), before);
}

void TestMigrationStatus::seesChangedFiles()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    const QString id = u"20260101000000_X"_s;
    place.add(id, u"CREATE TABLE \"T\" (\"x\" integer)"_s, u"DROP TABLE \"T\""_s);
    QVERIFY_OK(place.apply());
    QCOMPARE(place.status()->entry(id)->state, MigrationState::Applied);
    place.add(id, u"-- other words\nCREATE TABLE \"T\"   (\"x\" integer);"_s, u"DROP TABLE \"T\""_s);
    QCOMPARE(place.status()->entry(id)->state, MigrationState::Applied);
    place.add(id, u"CREATE TABLE \"T\" (\"x\" bigint)"_s, u"DROP TABLE \"T\""_s);
    const auto changed = place.status();
    QVERIFY_OK(changed);
    QCOMPARE(changed->entry(id)->state, MigrationState::Changed);
    QVERIFY(changed->hasDrift() && !changed->hasPending());
    // It is told, and not applied again.
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->plan.steps.isEmpty() && !outcome->plan.notes.isEmpty());
}

void TestMigrationStatus::flagsMissingWaysBack()
{
    Place place(TempDatabase::Kind::Sqlite);
    QVERIFY_OK(place.apply());
    const QString id = u"20260101000000_X"_s;
    place.add(id, u"CREATE TABLE \"T\" (\"x\" integer)"_s);
    const auto status = place.status();
    QVERIFY_OK(status);
    QVERIFY(!status->entry(id)->hasDown);
    QVERIFY2(status->warnings.join(u' ').contains(id), qPrintable(status->warnings.join(u' ')));
    QVERIFY_OK(place.apply());
    const Tests::Rows before = place.objects();
    const auto refused = place.rollBack(u"0"_s);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(Core::ErrorKind::Unsupported));
    QVERIFY(refused.error().summary.contains(id));
    QCOMPARE(place.objects(), before);
}

void TestMigrationStatus::saysHowTablesDiffer_data()
{
    using Kind = Schema::Difference::Kind;
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<Kind>("difference");
    QTest::addColumn<QString>("named");
    const auto postgres = [](const char *name, const QString &sql, Kind difference, const QString &named) {
        QTest::addRow("postgresql, %s", name)
            << TempDatabase::Kind::PostgresDirect << sql << difference << named;
    };
    const auto both = [&](const char *name, const QString &sql, Kind difference, const QString &named) {
        QTest::addRow("sqlite, %s", name) << TempDatabase::Kind::Sqlite << sql << difference << named;
        postgres(name, sql, difference, named);
    };
    both("missing table", u"drop table \"JobUpdate\""_s, Kind::MissingTable, u"JobUpdate"_s);
    both("missing column", u"alter table \"Job\" drop column \"Status\""_s, Kind::MissingColumn, u"Status"_s);
    both("missing index", u"drop index \"IX_Job_CustomerId\""_s, Kind::MissingIndex, u"IX_Job_CustomerId"_s);
    postgres("other type", u"alter table \"Job\" alter \"Status\" type text"_s, Kind::OtherType, u"Status"_s);
    postgres("other length", u"alter table \"Customer\" alter \"Phone\" type varchar(20)"_s,
             Kind::OtherLength, u"20"_s);
    postgres("no length", u"alter table \"Customer\" alter \"Phone\" type varchar"_s, Kind::OtherLength,
             u"50"_s);
    postgres("other precision", u"alter table \"Expense\" alter \"Amount\" type numeric(10,2)"_s,
             Kind::OtherLength, u"Amount"_s);
    postgres("may not be empty", u"alter table \"Customer\" alter \"Phone\" set not null"_s,
             Kind::OtherNullability, u"Phone"_s);
    postgres("may be empty", u"alter table \"Customer\" alter \"Name\" drop not null"_s,
             Kind::OtherNullability, u"Name"_s);
    postgres("missing reference", u"alter table \"Expense\" drop constraint \"FK_Expense_Job_JobId\""_s,
             Kind::MissingKey, u"JobId"_s);
    postgres("missing key", u"alter table \"Expense\" drop constraint \"PK_Expense\""_s, Kind::MissingKey,
             u"Id"_s);
}

void TestMigrationStatus::saysHowTablesDiffer()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(QString, sql);
    QFETCH(Schema::Difference::Kind, difference);
    QFETCH(QString, named);
    const Place place(kind);
    makeWeb(place);
    QVERIFY_OK(place.apply());
    QVERIFY(!place.status()->hasDrift());
    place.execute(sql);
    const auto status = place.status();
    QVERIFY_OK(status);
    QVERIFY(status->hasDrift());
    QCOMPARE(status->differences.size(), 1);
    QCOMPARE(status->differences.first().kind, difference);
    QVERIFY2(status->differences.first().sentence.contains(named),
             qPrintable(status->differences.first().sentence));
}

/// The team keeps the web application's migrations as SQL: its tables come first, and ours are not made.
void TestMigrationStatus::webMigrationsInTheFolder()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    place.add(Schema::webMigrations().first(), Tests::webTables(place.database.isPostgres(), false),
              u"DROP TABLE \"JobUpdate\"; DROP TABLE \"Job\"; DROP TABLE \"Customer\""_s);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(), qPrintable(outcome->failure ? Core::toText(outcome->failure->error)
                                                            : outcome->problems.join(u' ')));
    QCOMPARE(outcome->done.first(), Schema::webMigrations().first());
    QVERIFY(outcome->done.size() >= 2);
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Lineage::Web);
    QVERIFY(!status->hasPending() && !status->hasDrift());
    QCOMPARE(status->entry(Schema::initialCreate)->state, MigrationState::Superseded);
    const auto back = place.rollBack(u"0"_s);
    QVERIFY_OK(back);
    QVERIFY2(back->isGood(), qPrintable(back->failure ? Core::toText(back->failure->error) : QString()));
    QVERIFY(!place.status()->state.schema.table(u"Customer"_s));
}

void TestMigrationStatus::damagedFolder()
{
    Place place(TempDatabase::Kind::Sqlite);
    QVERIFY_OK(place.apply());
    place.add(u"20260101000000_X"_s, u"commit"_s);
    const auto status = place.status();
    QVERIFY(!status);
    QCOMPARE(int(status.error().kind), int(Core::ErrorKind::Syntax));
}

QTEST_GUILESS_MAIN(TestMigrationStatus)
#include "tst_migrationstatus.moc"
