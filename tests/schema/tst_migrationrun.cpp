// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/durablefile.h"
#include "schema/migrator.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Schema::Direction;
using Schema::FailureCause;
using Schema::MigrationState;
using Tests::Place;
using Tests::TempDatabase;

/// Applying and rolling back: what is done, in which order, and what is left when something goes wrong.
class TestMigrationRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fresh_data() { addDirect(); }
    void fresh();
    void webApplication_data() { addDirect(); }
    void webApplication();
    void upDownUp_data() { addDirect(); }
    void upDownUp();
    void rehearsesOnACopy_data() { addDirect(); }
    void rehearsesOnACopy();
    void rehearsesWhatTheServerFinishedAlone();
    void dryRunChangesNothing_data() { addDirect(); }
    void dryRunChangesNothing();
    void syntaxErrorInTheLastStatement_data() { addDirect(); }
    void syntaxErrorInTheLastStatement();
    void keepsWhatWasDoneBefore_data() { addDirect(); }
    void keepsWhatWasDoneBefore();
    void namesTheCause_data();
    void namesTheCause();
    void asksBeforeDataIsLost_data() { addDirect(); }
    void asksBeforeDataIsLost();
    void losesNoMoreThanAgreed_data() { addDirect(); }
    void losesNoMoreThanAgreed();
    void backupComesFirst_data() { addDirect(); }
    void backupComesFirst();
    void respectsTheGate_data() { addDirect(); }
    void respectsTheGate();
    void refusesNewerRows_data() { addDirect(); }
    void refusesNewerRows();
    void stopsWhenAskedTo_data() { addDirect(); }
    void stopsWhenAskedTo();
    void permissionDenied();
    void leavesOutWhatIsNotPossible();
    void aRebuiltTableLosesNothing();
    void brokenReferencesAreFound();
    void poolersAreRefused();
    void throughAPoolerNothingIsLeft();

private:
    static void addDirect()
    {
        QTest::addColumn<TempDatabase::Kind>("kind");
        QTest::newRow("sqlite") << TempDatabase::Kind::Sqlite;
        QTest::newRow("postgresql") << TempDatabase::Kind::PostgresDirect;
    }
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
    static void makeWeb(const Place &place)
    {
        place.execute(Tests::webTables(place.database.isPostgres()) +
                      Tests::historyOf(Schema::webMigrations()));
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
    place.execute(Tests::webTables(true) + Tests::historyOf(Schema::webMigrations()));
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

void TestMigrationRun::syntaxErrorInTheLastStatement()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(place.database.isPostgres(), 10));
    place.add(u"20260101000000_Broken"_s,
              u"-- words\nCREATE TABLE \"T\" (\"Id\" integer);\nUPDATE \"Customer\" SET \"Name\" = 'gone';\n"
              "CREATE TABLE \"U\" (\n  \"Id\" integer,\n  FROM\n);\n"_s);
    const Tests::Rows before = place.objects();
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(outcome->failure->cause, FailureCause::Syntax);
    QCOMPARE(outcome->failure->line, 6);
    QVERIFY(outcome->failure->file.endsWith(u"20260101000000_Broken.up.sql"_s));
    QVERIFY2(outcome->failure->error.detail.contains(u"syntax error"_s),
             qPrintable(outcome->failure->error.detail));
    QVERIFY(!outcome->failure->isInRehearsal);
    QVERIFY(!Schema::wayBack(*outcome).isEmpty());
    QCOMPARE(place.objects(), before);
    QCOMPARE(place.execute(u"select count(*) from \"Customer\" where \"Name\" = 'gone'"_s).value(0).value(0),
             u"0"_s);
}

void TestMigrationRun::keepsWhatWasDoneBefore()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.add(u"20260101000000_Good"_s, u"CREATE TABLE \"T\" (\"Id\" integer)"_s, u"DROP TABLE \"T\""_s);
    place.add(u"20260102000000_Bad"_s,
              u"CREATE TABLE \"U\" (\"Id\" integer); CREATE TABLE \"T\" (\"Id\" integer)"_s);
    place.add(u"20260103000000_Later"_s, u"CREATE TABLE \"V\" (\"Id\" integer)"_s);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(outcome->failure->id, u"20260102000000_Bad"_s);
    QCOMPARE(outcome->failure->cause, FailureCause::Duplicate);
    QCOMPARE(outcome->done, QStringList{u"20260101000000_Good"_s});
    const auto status = place.status().value();
    QVERIFY(status.state.schema.table(u"T"_s) && !status.state.schema.table(u"U"_s) &&
            !status.state.schema.table(u"V"_s));
    QCOMPARE(status.idsIn(MigrationState::Pending),
             (QStringList{u"20260102000000_Bad"_s, u"20260103000000_Later"_s}));
}

void TestMigrationRun::namesTheCause_data()
{
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<FailureCause>("cause");
    const auto both = [](const char *name, const QString &sql, FailureCause cause) {
        QTest::addRow("sqlite, %s", name) << TempDatabase::Kind::Sqlite << sql << cause;
        QTest::addRow("postgresql, %s", name) << TempDatabase::Kind::PostgresDirect << sql << cause;
    };
    both("syntax", u"CREATE TABEL \"T\" (x int)"_s, FailureCause::Syntax);
    both("duplicate table", u"CREATE TABLE \"Customer\" (x int)"_s, FailureCause::Duplicate);
    both("duplicate column", u"ALTER TABLE \"Customer\" ADD \"Name\" text"_s, FailureCause::Duplicate);
    both("duplicate index", u"CREATE INDEX \"IX_Customer_Name_Id\" ON \"Customer\" (\"Id\")"_s,
         FailureCause::Duplicate);
    both("missing table", u"DROP TABLE \"Nothing\""_s, FailureCause::Missing);
    // Without quotes: SQLite takes a quoted name that it does not know for a text.
    both("missing column", u"CREATE INDEX \"I\" ON \"Customer\" (nowhere)"_s, FailureCause::Missing);
    both("rows", u"UPDATE \"Customer\" SET \"Name\" = NULL"_s, FailureCause::Rows);
}

void TestMigrationRun::namesTheCause()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(QString, sql);
    QFETCH(FailureCause, cause);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(place.database.isPostgres(), 1));
    place.add(u"20260101000000_X"_s, sql);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(Schema::keyOf(outcome->failure->cause), Schema::keyOf(cause));
    QCOMPARE(outcome->failure->line, 1);
    QVERIFY(!Schema::sentenceOf(cause).isEmpty() && !Schema::nextStepsAfter(cause).isEmpty());
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

void TestMigrationRun::respectsTheGate()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    const Tests::Rows before = place.objects();
    Schema::RunRequest request = place.request();
    request.target.options.gate = std::make_shared<Db::AccessGate>(false);
    request.backup = [](Core::JobContext &) -> Core::Result<QString> {
        return Core::Error{ErrorKind::Internal, u"not asked"_s, {}, {}};
    };
    const auto refused = Place::run(request);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(ErrorKind::ReadOnly));
    QCOMPARE(place.objects(), before);
}

void TestMigrationRun::refusesNewerRows()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    place.execute(Tests::webTables(place.database.isPostgres()) +
                  Tests::historyOf(Schema::webMigrations() + QStringList{u"20990101000000_FromTheFuture"_s}));
    const Tests::Rows before = place.objects();
    const auto refused = place.apply();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Schema::unknownRowsCode);
    QVERIFY(refused.error().summary.contains(u"20990101000000_FromTheFuture"_s));
    QCOMPARE(place.objects(), before);
    Schema::RunRequest request = place.request();
    request.acceptsUnknownRows = true;
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->isGood());
    QVERIFY(place.status()->state.history.contains(u"20990101000000_FromTheFuture"_s));
}

void TestMigrationRun::stopsWhenAskedTo()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    QVERIFY_OK(place.apply());
    place.add(u"20260101000000_Two"_s,
              u"CREATE TABLE \"T\" (\"Id\" integer); CREATE TABLE \"U\" (\"Id\" integer)"_s);
    const Tests::Rows before = place.objects();
    int phases = 0;
    for (int stopAt = 1;; ++stopAt) {
        int phase = 0;
        Core::JobContext *running = nullptr;
        Core::JobContext context([&](const Core::JobProgress &) {
            if (++phase == stopAt)
                running->requestStop();
        });
        running = &context;
        const auto outcome = Schema::runMigrations(place.request(), context);
        phases = phase;
        if (phase < stopAt)
            break;
        if (outcome && outcome->done == QStringList{u"20260101000000_Two"_s})
            break; // stopped after the last step: it is done
        QVERIFY(!outcome);
        QCOMPARE(int(outcome.error().kind), int(ErrorKind::Cancelled));
        QCOMPARE(place.objects(), before);
    }
    QVERIFY(phases > 3);
    QVERIFY(place.status()->state.history.contains(u"20260101000000_Two"_s));
}

void TestMigrationRun::permissionDenied()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    place.database.execute(
        u"grant select, insert, update, delete on all tables in schema public to gsc_password; "
        "revoke gsc from gsc_password"_s);
    const Tests::Rows before = place.objects();
    Schema::RunRequest request = place.request();
    request.target.connection.user = u"gsc_password"_s;
    request.target.connection.password = Tests::PostgresServer::password();
    const auto outcome = Place::run(request);
    place.database.execute(u"grant gsc to gsc_password"_s);
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(outcome->failure->cause, FailureCause::Permission);
    QVERIFY(outcome->done.isEmpty());
    QCOMPARE(place.objects(), before);
}

void TestMigrationRun::leavesOutWhatIsNotPossible()
{
    Place place(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(place.apply());
    place.add(u"20260101000000_Optional"_s,
              u"-- gsc: needs the extension no_such_extension\nCREATE EXTENSION no_such_extension"_s);
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->entry(u"20260101000000_Optional"_s)->state, MigrationState::Unavailable);
    QVERIFY(!status->hasPending());
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->plan.steps.isEmpty());
    QVERIFY2(outcome->plan.notes.value(0).contains(u"no_such_extension"_s),
             qPrintable(outcome->plan.notes.join(u' ')));
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

void TestMigrationRun::brokenReferencesAreFound()
{
    Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    QVERIFY_OK(place.apply());
    place.execute(Tests::customers(false, 1));
    place.add(u"20260101000000_Orphan"_s, u"CREATE TABLE \"Parent\" (\"Id\" INTEGER PRIMARY KEY);"
                                          "CREATE TABLE \"Child\" (\"ParentId\" INTEGER);"
                                          "INSERT INTO \"Child\" VALUES (7);"
                                          "CREATE TABLE \"Child2\" (\"ParentId\" INTEGER REFERENCES "
                                          "\"Parent\" (\"Id\") DEFERRABLE INITIALLY DEFERRED);"
                                          "INSERT INTO \"Child2\" SELECT * FROM \"Child\";"_s);
    const Tests::Rows before = place.objects();
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QCOMPARE(outcome->failure->cause, FailureCause::Rows);
    QVERIFY(outcome->failure->error.summary.contains(u"Child2"_s));
    QCOMPARE(place.objects(), before);
}

void TestMigrationRun::poolersAreRefused()
{
    Schema::Target target;
    target.connection.engine = Db::Engine::PostgreSQL;
    target.connection.hosts = {{u"ep-cool-voice-123456-pooler.us-east-2.aws.neon.tech"_s, 5432}};
    Core::JobContext context;
    const auto status = Schema::readStatus(target, context);
    QVERIFY(!status);
    QCOMPARE(int(status.error().kind), int(ErrorKind::Unsupported));
}

/// One on a port that does not tell: nothing may stay in its connections.
void TestMigrationRun::throughAPoolerNothingIsLeft()
{
    const Place place(TempDatabase::Kind::PostgresPooled);
    makeWeb(place);
    QVERIFY_OK(place.apply());
    Db::Session session(place.spec);
    for (const QString &setting : {u"lock_timeout"_s, u"statement_timeout"_s}) {
        const auto value = session.runOutsideTransaction({u"show "_s + setting, {}});
        QVERIFY_OK(value);
        QCOMPARE(value->rows.first().text(0), u"0"_s);
    }
}

QTEST_GUILESS_MAIN(TestMigrationRun)
#include "tst_migrationrun.moc"
