// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrator.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Schema::FailureCause;
using Schema::MigrationState;
using Tests::Place;
using Tests::TempDatabase;

/// What is left, and what is said, when a migration is refused, stopped or fails.
class TestMigrationFailures final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void syntaxErrorInTheLastStatement_data() { TempDatabase::addDirectKinds(); }
    void syntaxErrorInTheLastStatement();
    void keepsWhatWasDoneBefore_data() { TempDatabase::addDirectKinds(); }
    void keepsWhatWasDoneBefore();
    void namesTheCause_data();
    void namesTheCause();
    void respectsTheGate_data() { TempDatabase::addDirectKinds(); }
    void respectsTheGate();
    void refusesNewerRows_data() { TempDatabase::addDirectKinds(); }
    void refusesNewerRows();
    void stopsWhenAskedTo_data() { TempDatabase::addDirectKinds(); }
    void stopsWhenAskedTo();
    void permissionDenied();
    void leavesOutWhatIsNotPossible();
    void brokenReferencesAreFound();
    void poolersAreRefused();
    void throughAPoolerNothingIsLeft();
};

void TestMigrationFailures::syntaxErrorInTheLastStatement()
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

void TestMigrationFailures::keepsWhatWasDoneBefore()
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

void TestMigrationFailures::namesTheCause_data()
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

void TestMigrationFailures::namesTheCause()
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

void TestMigrationFailures::respectsTheGate()
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

void TestMigrationFailures::refusesNewerRows()
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

void TestMigrationFailures::stopsWhenAskedTo()
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

void TestMigrationFailures::permissionDenied()
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

void TestMigrationFailures::leavesOutWhatIsNotPossible()
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

void TestMigrationFailures::brokenReferencesAreFound()
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

void TestMigrationFailures::poolersAreRefused()
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
void TestMigrationFailures::throughAPoolerNothingIsLeft()
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

QTEST_GUILESS_MAIN(TestMigrationFailures)
#include "tst_migrationfailures.moc"
