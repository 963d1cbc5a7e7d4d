// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrator.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Schema::Direction;
using Schema::FailureCause;
using Schema::MigrationState;
using Tests::Place;
using Tests::TempDatabase;

/// Applying and rolling back: what is done, in which order, and what is asked before.
class TestMigrationRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fresh_data() { TempDatabase::addDirectKinds(); }
    void fresh();
    void webApplication_data() { TempDatabase::addDirectKinds(); }
    void webApplication();
    void upDownUp_data() { TempDatabase::addDirectKinds(); }
    void upDownUp();
    void rehearsesOnACopy_data() { TempDatabase::addDirectKinds(); }
    void rehearsesOnACopy();
    void rehearsesWhatTheServerFinishedAlone();
    void dryRunChangesNothing_data() { TempDatabase::addDirectKinds(); }
    void dryRunChangesNothing();
    void asksBeforeDataIsLost_data() { TempDatabase::addDirectKinds(); }
    void asksBeforeDataIsLost();
    void losesNoMoreThanAgreed_data() { TempDatabase::addDirectKinds(); }
    void losesNoMoreThanAgreed();
    void backupComesFirst_data() { TempDatabase::addDirectKinds(); }
    void backupComesFirst();
    void aRebuiltTableLosesNothing();

private:
    static QStringList ownIds(const Place &place)
    {
        QStringList ids;
        const auto all = Schema::migrations(place.spec.engine).value();
        for (const Schema::Migration &migration : all)
            ids.append(migration.id);
        return ids;
    }
    /// The program's own that can be applied on this server: some servers of the matrix have no extensions.
    static QStringList possibleIds(const Place &place)
    {
        QStringList ids = ownIds(place);
        const auto status = place.status().value();
        for (const QString &id : status.idsIn(MigrationState::Unavailable))
            ids.removeAll(id);
        return ids;
    }
};

void TestMigrationRun::fresh()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    const QStringList expected = possibleIds(place);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(), qPrintable(outcome->problems.join(u'\n')));
    QCOMPARE(outcome->done, expected);
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->lineage, Schema::Lineage::Own);
    QVERIFY(!status->hasPending() && !status->hasDrift());
    QCOMPARE(status->idsIn(MigrationState::Applied), expected);
    for (const QString &id : expected) {
        const Schema::MigrationEntry *entry = status->entry(id);
        QVERIFY(!entry->appliedBy.isEmpty() && !entry->appliedAt.isEmpty());
    }
    // Once more there is nothing to do.
    const auto again = place.apply();
    QVERIFY_OK(again);
    QVERIFY(again->plan.steps.isEmpty() && again->done.isEmpty());
}

void TestMigrationRun::webApplication()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeWeb(place);
    place.execute(Tests::customers(place.database.isPostgres(), 100));
    const auto before = place.status();
    QVERIFY_OK(before);
    QCOMPARE(before->lineage, Schema::Lineage::Web);
    QCOMPARE(before->entry(Schema::initialCreate)->state, MigrationState::Superseded);
    QCOMPARE(before->idsIn(MigrationState::Elsewhere), Schema::webMigrations());
    QVERIFY2(!before->hasDrift(), qPrintable(before->differences.value(0).sentence));
    QVERIFY(before->hasPending());

    QStringList expected = possibleIds(place);
    expected.removeAll(Schema::initialCreate);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    QCOMPARE(outcome->done, expected);
    const auto after = place.status().value();
    QVERIFY(!after.hasPending() && !after.hasDrift());
    // Its own rows are as they were, and ours of the tables is not among them.
    QCOMPARE(after.idsIn(MigrationState::Elsewhere), Schema::webMigrations());
    QVERIFY(!after.state.history.contains(Schema::initialCreate));
    QCOMPARE(place.execute(u"select count(*) from \"Customer\""_s).value(0).value(0), u"100"_s);

    // What Entity Framework asks at the start of the web application finds nothing to do: all that it knows
    // is there.
    for (const QString &id : Schema::webMigrations())
        QVERIFY(after.state.history.contains(id));
    // All the way back takes only what is ours.
    QVERIFY_OK(place.rollBack(u"0"_s));
    QCOMPARE(place.status()->state.history.ids(), Schema::webMigrations());
    QCOMPARE(place.execute(u"select count(*) from \"Customer\""_s).value(0).value(0), u"100"_s);
}

void TestMigrationRun::upDownUp()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    place.add(u"20260101000000_AddLoyalty"_s,
              u"CREATE TABLE \"Loyalty\" (\"Id\" integer NOT NULL CONSTRAINT \"PK_Loyalty\" PRIMARY KEY, "
              "\"CustomerId\" integer NOT NULL REFERENCES \"Customer\" (\"Id\"), \"Points\" integer NOT NULL "
              "DEFAULT 5);"
              "CREATE INDEX \"IX_Loyalty_CustomerId\" ON \"Loyalty\" (\"CustomerId\");"_s,
              u"DROP TABLE \"Loyalty\";"_s);
    place.add(u"20260102000000_AddLanguage"_s, u"ALTER TABLE \"Customer\" ADD \"Language\" varchar(5)"_s,
              u"ALTER TABLE \"Customer\" DROP COLUMN \"Language\""_s);
    QVERIFY_OK(place.apply());
    const auto full = place.status().value();
    const Tests::Rows objects = place.objects();
    QStringList ids = full.idsIn(MigrationState::Applied);
    QVERIFY(ids.contains(u"20260102000000_AddLanguage"_s));
    // One by one all the way down, and up again.
    while (!ids.isEmpty()) {
        ids.removeLast();
        const auto back = place.rollBack(ids.isEmpty() ? u"0"_s : ids.last());
        QVERIFY_OK(back);
        QVERIFY2(back->isGood(), qPrintable(back->problems.join(u' ')));
        QCOMPARE(back->done.size(), 1);
    }
    const auto empty = place.status().value();
    QVERIFY(empty.state.history.rows.isEmpty());
    QVERIFY(!empty.state.schema.table(u"Customer"_s));
    const auto again = place.apply();
    QVERIFY_OK(again);
    QVERIFY(again->isGood());
    const auto after = place.status().value();
    QVERIFY(after.state.schema == full.state.schema);
    QCOMPARE(place.objects(), objects);
}

void TestMigrationRun::rehearsesOnACopy()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(place.database.isPostgres(), 10));
    place.execute(u"update \"Customer\" set \"Email\" = 'twice' where \"Id\" in (3, 4)"_s);
    // Only the rows show that it cannot work.
    place.add(
        u"20260101000000_UniqueEmail"_s,
        u"CREATE INDEX \"Other\" ON \"Customer\" (\"Phone\");\nCREATE UNIQUE INDEX \"Twice\"\n ON \"Customer\" (\"Email\");"_s,
        u"DROP INDEX \"Twice\"; DROP INDEX \"Other\""_s);
    const Tests::Rows before = place.objects();
    Schema::RunRequest request = place.request();
    request.withRehearsal = true;
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->rehearsal && outcome->rehearsal->wasPossible);
    QVERIFY(!outcome->rehearsal->where.isEmpty());
    QVERIFY(outcome->failure && outcome->failure->isInRehearsal);
    QCOMPARE(outcome->failure->cause, FailureCause::Rows);
    QCOMPARE(outcome->failure->line, 2);
    QVERIFY(outcome->done.isEmpty());
    QCOMPARE(place.objects(), before);

    place.execute(u"update \"Customer\" set \"Email\" = 'four' where \"Id\" = 4"_s);
    const auto good = Place::run(request);
    QVERIFY_OK(good);
    QVERIFY2(good->isGood(), qPrintable(good->problems.join(u' ')));
    QVERIFY(good->rehearsal && good->rehearsal->wasPossible);
    QCOMPARE(good->done, QStringList{u"20260101000000_UniqueEmail"_s});
    QVERIFY(good->rehearsal->schema.table(u"Customer"_s));
}

void TestMigrationRun::rehearsesWhatTheServerFinishedAlone()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    place.execute(Tests::customers(true, 12'000)); // large enough to be indexed beside the work of others
    QVERIFY_OK(place.apply());
    // As after kill -9: the server went on building, and nobody was there to write that down.
    const QString id = u"20251211000100_AddCustomerNameIndex"_s;
    place.execute(u"delete from \"__EFMigrationsHistory\" where \"MigrationId\" = '%1'"_s.arg(id));
    place.execute(
        u"update \"__GscMigrations\" set \"IsDone\" = false, \"Progress\" = 0 where \"MigrationId\" = '%1'"_s
            .arg(id));
    QCOMPARE(place.status()->entry(id)->state, MigrationState::Interrupted);
    Schema::RunRequest request = place.request();
    request.withRehearsal = true;
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(),
             qPrintable(outcome->failure ? Core::toText(outcome->failure->error) : QString()));
    QVERIFY(outcome->rehearsal && outcome->rehearsal->wasPossible);
    QCOMPARE(outcome->done, QStringList(id));
    QCOMPARE(place.status()->entry(id)->state, MigrationState::Applied);
}

void TestMigrationRun::dryRunChangesNothing()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeWeb(place);
    const Tests::Rows before = place.objects();
    Schema::RunRequest request = place.request();
    request.withRehearsal = true;
    request.isDryRun = true;
    request.target.options.gate = std::make_shared<Db::AccessGate>(false); // looking is allowed
    request.backup = [](Core::JobContext &) -> Core::Result<QString> { return u"never"_s; };
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood() && outcome->done.isEmpty() && outcome->backup.isEmpty());
    QVERIFY(outcome->rehearsal && outcome->rehearsal->wasPossible);
    QCOMPARE(outcome->rehearsal->done.size() + outcome->rehearsal->skipped.size(),
             outcome->plan.steps.size());
    QVERIFY(!outcome->plan.steps.isEmpty());
    QCOMPARE(place.objects(), before);
    QVERIFY(!place.status()->state.history.hasRecords);
}

void TestMigrationRun::asksBeforeDataIsLost()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    place.add(u"20260101000000_AddLanguage"_s, u"ALTER TABLE \"Customer\" ADD \"Language\" varchar(5)"_s,
              u"ALTER TABLE \"Customer\" DROP COLUMN \"Language\""_s);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(place.database.isPostgres(), 20));
    place.execute(u"update \"Customer\" set \"Language\" = 'de' where \"Id\" <= 7"_s);
    const Tests::Rows before = place.objects();
    const QString to = possibleIds(place).last();
    const auto refused = Place::run(place.request(Direction::RollBack, to));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Schema::lossesCode);
    QVERIFY2(refused.error().summary.contains(u"7"), qPrintable(refused.error().summary));
    QVERIFY2(refused.error().summary.contains(u"Language"), qPrintable(refused.error().summary));
    QCOMPARE(place.objects(), before);

    // Dropping the whole table tells of all rows.
    const QStringList all = place.losses(u"0"_s);
    QCOMPARE(all.size(), 2);
    QVERIFY2(all.last().contains(u"20"), qPrintable(all.last()));

    const auto agreed = place.rollBack(to);
    QVERIFY_OK(agreed);
    QVERIFY(agreed->isGood());
    QVERIFY(!place.status()->state.schema.table(u"Customer"_s)->column(u"Language"_s));
    // Without rows there is nothing to ask.
    QVERIFY_OK(place.apply());
    QVERIFY_OK(Place::run(place.request(Direction::RollBack, to)));
}

void TestMigrationRun::losesNoMoreThanAgreed()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(place.database.isPostgres(), 2));
    Schema::RunRequest request = place.request(Direction::RollBack, u"0"_s);
    request.acceptedLosses = place.losses(u"0"_s);
    // Somebody adds a customer while the backup is made.
    request.backup = [&](Core::JobContext &) -> Core::Result<QString> {
        place.execute(Tests::customers(place.database.isPostgres(), 1));
        return u"backup"_s;
    };
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(outcome->failure->id, Schema::initialCreate);
    QCOMPARE(int(outcome->failure->error.kind), int(ErrorKind::Conflict));
    QCOMPARE(place.execute(u"select count(*) from \"Customer\""_s).value(0).value(0), u"3"_s);
}

void TestMigrationRun::backupComesFirst()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeWeb(place);
    const Tests::Rows before = place.objects();
    Schema::RunRequest request = place.request();
    request.backup = [](Core::JobContext &) -> Core::Result<QString> {
        return Core::Error{ErrorKind::Io, u"The disk is full."_s, {}, {}};
    };
    const auto refused = Place::run(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().summary, u"The disk is full."_s);
    QCOMPARE(place.objects(), before);

    Tests::Rows atBackup;
    request.backup = [&](Core::JobContext &) -> Core::Result<QString> {
        atBackup = place.objects();
        return u"/folder/file"_s;
    };
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    QCOMPARE(outcome->backup, u"/folder/file"_s);
    QCOMPARE(atBackup, before);
    // An empty database has nothing to go back to.
    const Place empty(kind);
    Schema::RunRequest first = empty.request();
    first.backup = [](Core::JobContext &) -> Core::Result<QString> { return u"never"_s; };
    const auto made = Place::run(first);
    QVERIFY_OK(made);
    QVERIFY(made->isGood() && made->backup.isEmpty());
}

/// As SQLite needs it for most changes of a table.
void TestMigrationRun::aRebuiltTableLosesNothing()
{
    Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(false, 5));
    place.execute(
        u"insert into \"Job\" (\"CustomerId\", \"EquipmentType\", \"EquipmentModel\", \"Description\", "
        "\"Status\", \"DateReceived\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") values (1, 'a', 'b', "
        "'c', 0, "
        "'2025', '2025', '2025', 0)"_s);
    place.add(
        u"20260101000000_Rebuild"_s,
        u"PRAGMA defer_foreign_keys = on;"
        "CREATE TABLE \"ef_temp_Customer\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK_Customer\" PRIMARY KEY "
        "AUTOINCREMENT, \"Name\" TEXT NOT NULL, \"Email\" TEXT, \"Phone\" TEXT, \"Address\" TEXT, \"Notes\" "
        "TEXT, "
        "\"CreatedAt\" TEXT NOT NULL, \"UpdatedAt\" TEXT NOT NULL, \"IsDeleted\" INTEGER NOT NULL, "
        "\"DeletedAt\" "
        "TEXT);"
        "INSERT INTO \"ef_temp_Customer\" SELECT * FROM \"Customer\";"
        "DROP TABLE \"Customer\";"
        "ALTER TABLE \"ef_temp_Customer\" RENAME TO \"Customer\";"
        "CREATE INDEX \"IX_Customer_Name_Id\" ON \"Customer\" (\"Name\" COLLATE NOCASE, \"Id\") WHERE "
        "\"IsDeleted\" = 0;"_s);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(), qPrintable(outcome->failure ? Core::toText(outcome->failure->error)
                                                            : outcome->problems.join(u' ')));
    QVERIFY(outcome->plan.losses().isEmpty());
    QCOMPARE(place.execute(u"select count(*) from \"Customer\""_s).value(0).value(0), u"5"_s);
}

QTEST_GUILESS_MAIN(TestMigrationRun)
#include "tst_migrationrun.moc"
