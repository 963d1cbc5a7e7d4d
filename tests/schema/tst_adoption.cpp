// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/adoption.h"
#include "schema/migrator.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Schema::MigrationState;
using Tests::Place;
using Tests::TempDatabase;

/// Writing down what is there already.
class TestAdoption final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adoptsWhatIsThere_data() { TempDatabase::addDirectKinds(); }
    void adoptsWhatIsThere();
    void tellsHowItDiffers_data() { TempDatabase::addDirectKinds(); }
    void tellsHowItDiffers();
    void refusesWhatIsNotThere_data() { TempDatabase::addDirectKinds(); }
    void refusesWhatIsNotThere();
    void refusesAnotherTable_data() { TempDatabase::addDirectKinds(); }
    void refusesAnotherTable();
    void adoptsTheTeamsOwn_data() { TempDatabase::addDirectKinds(); }
    void adoptsTheTeamsOwn();
    void respectsTheGate();

private:
    static Core::Result<Schema::Adoption> adopt(const Place &place, const QString &to = {})
    {
        Core::JobContext context;
        return Schema::adopt(place.target(), to, context);
    }
    /// Made by this program, and then its history was lost.
    static void makeForgotten(const Place &place)
    {
        Db::Session session(place.spec);
        QVERIFY_OK(Schema::createSchema(session));
        place.execute(u"drop table \"__EFMigrationsHistory\""_s);
        place.execute(u"drop table \"__GscMigrations\""_s);
    }
};

void TestAdoption::adoptsWhatIsThere()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeForgotten(place);
    place.execute(u"drop index \"IX_Customer_Name_Id\""_s);
    const auto adopted = adopt(place);
    QVERIFY_OK(adopted);
    QCOMPARE(adopted->ids, QStringList{Schema::initialCreate});
    QVERIFY2(adopted->notes.isEmpty(), qPrintable(adopted->notes.join(u' ')));
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Schema::Lineage::Own);
    QCOMPARE(status->entry(Schema::initialCreate)->state, MigrationState::Applied);
    QCOMPARE(status->entry(u"20251211000100_AddCustomerNameIndex"_s)->state, MigrationState::Pending);
    // The rest is applied as ever.
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    const auto nothing = adopt(place);
    QVERIFY_OK(nothing);
    QVERIFY(nothing->ids.isEmpty());
}

void TestAdoption::tellsHowItDiffers()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    place.execute(Tests::webTables(place.database.isPostgres())); // Email and others may be empty there
    const auto adopted = adopt(place);
    QVERIFY_OK(adopted);
    QCOMPARE(adopted->ids, QStringList{Schema::initialCreate});
    QVERIFY2(adopted->notes.join(u' ').contains(u"Email"_s), qPrintable(adopted->notes.join(u' ')));
}

void TestAdoption::refusesWhatIsNotThere()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeForgotten(place);
    place.execute(u"drop index \"IX_Customer_Name_Id\""_s);
    const Tests::Rows before = place.objects();
    const auto refused = adopt(place, u"20251211000100_AddCustomerNameIndex"_s);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(Core::ErrorKind::Conflict));
    const auto unknown = adopt(place, u"20990101000000_X"_s);
    QVERIFY(!unknown);
    QCOMPARE(int(unknown.error().kind), int(Core::ErrorKind::NotFound));
    QCOMPARE(place.objects(), before);
    // Nothing at all: there is nothing to adopt.
    const Place empty(kind);
    const auto nothing = adopt(empty);
    QVERIFY_OK(nothing);
    QVERIFY(nothing->ids.isEmpty());
    QVERIFY(!empty.status()->state.history.hasTable);
}

void TestAdoption::refusesAnotherTable()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    place.execute(u"create table \"Customer\" (\"Id\" integer primary key, \"Surname\" text)"_s);
    const Tests::Rows before = place.objects();
    const auto refused = adopt(place);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(Core::ErrorKind::Conflict));
    QVERIFY2(refused.error().summary.contains(u"Name"_s), qPrintable(refused.error().summary));
    QCOMPARE(place.objects(), before);
}

void TestAdoption::adoptsTheTeamsOwn()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.execute(u"create table \"Loyalty\" (\"Id\" integer)"_s);
    place.add(u"20260101000000_AddLoyalty"_s, u"CREATE TABLE \"Loyalty\" (\"Id\" integer)"_s);
    place.add(u"20260102000000_Fill"_s, u"INSERT INTO \"Loyalty\" VALUES (1)"_s);
    // By itself only what can be seen.
    const auto seen = adopt(place);
    QVERIFY_OK(seen);
    QCOMPARE(seen->ids, QStringList{u"20260101000000_AddLoyalty"_s});
    const auto trusted = adopt(place, u"20260102000000_Fill"_s);
    QVERIFY_OK(trusted);
    QCOMPARE(trusted->ids, QStringList{u"20260102000000_Fill"_s});
    QVERIFY(!trusted->notes.isEmpty());
    QVERIFY(!place.status()->hasPending());
    QCOMPARE(place.execute(u"select count(*) from \"Loyalty\""_s).value(0).value(0), u"0"_s);
}

void TestAdoption::respectsTheGate()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeForgotten(place);
    Schema::Target target = place.target();
    target.options.gate = std::make_shared<Db::AccessGate>(false);
    Core::JobContext context;
    const auto refused = Schema::adopt(target, {}, context);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(Core::ErrorKind::ReadOnly));
    QVERIFY(!place.status()->state.history.hasTable);
}

QTEST_GUILESS_MAIN(TestAdoption)
#include "tst_adoption.moc"
