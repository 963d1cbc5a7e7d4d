// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemafixture.h"
#include "support/faultproxy.h"
#include "support/verify.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using Schema::MigrationState;
using Tests::Place;
using Tests::TempDatabase;

namespace {

const QString own = u"20260101000000_AddLoyalty"_s;
const QString ownUp =
    u"CREATE TABLE \"Loyalty\" (\"Id\" integer NOT NULL CONSTRAINT \"PK_Loyalty\" PRIMARY KEY, "
    "\"Points\" integer NOT NULL);\n"
    "CREATE INDEX \"IX_Loyalty_Points\" ON \"Loyalty\" (\"Points\");\n"
    "INSERT INTO \"Loyalty\" SELECT \"Id\", 1 FROM \"Customer\";\n"_s;

/// Another program that migrates, and is killed when it begins its `killAt`th piece of work; 0: never.
int migrateAsChild(const QStringList &arguments)
{
    const int killAt = arguments.at(3).toInt();
    int phase = 0;
    Core::JobContext context([&](const Core::JobProgress &progress) {
        if (progress.done == 0 && ++phase == killAt)
            ::raise(SIGKILL);
    });
    Schema::RunRequest request;
    request.target = {Db::ConnectionString::parse(arguments.at(2)).value(), {}, arguments.at(4)};
    request.withRehearsal = arguments.at(5) == u"rehearse"_s;
    const auto outcome = Schema::runMigrations(request, context);
    return outcome && outcome->isGood() ? 0 : 1;
}

} // namespace

/// Killed, cut off or interrupted at every moment: the old state or the new one, and the next run gets
/// through.
class TestMigrationCrash final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtEveryStep_data();
    void killedAtEveryStep();
    void killedAtRandom_data();
    void killedAtRandom();
    void cutAtEveryMessage_data();
    void cutAtEveryMessage();
    void anInvalidIndexIsBuiltAnew();
    void goesOnOutsideATransaction_data() { TempDatabase::addDirectKinds(); }
    void goesOnOutsideATransaction();
    void aFailedBuildLeavesNothing();

private:
    static void addKinds()
    {
        QTest::addColumn<TempDatabase::Kind>("kind");
        QTest::addColumn<int>("rows");
        QTest::newRow("sqlite") << TempDatabase::Kind::Sqlite << 100;
        QTest::newRow("postgresql") << TempDatabase::Kind::PostgresDirect << 100;
        QTest::newRow("postgresql, large") << TempDatabase::Kind::PostgresDirect << 12'000;
    }
    static void prepare(Place &place, int rows)
    {
        makeWeb(place);
        place.execute(Tests::customers(place.database.isPostgres(), rows));
        place.add(own, ownUp, u"DROP TABLE \"Loyalty\""_s);
    }
    static std::unique_ptr<QProcess> start(const Place &place, int killAt, bool withRehearsal)
    {
        auto child = std::make_unique<QProcess>();
        child->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child->start(QCoreApplication::applicationFilePath(),
                     {u"--migrate"_s, place.database.connectionString(), QString::number(killAt),
                      place.folder.path(), withRehearsal ? u"rehearse"_s : u"plain"_s});
        return child;
    }
    /// What is in the history is there, whole; what is not is not there, or is known to be half done. Empty:
    /// so it is.
    static QString inconsistency(const Place &place)
    {
        const auto status = place.status();
        if (!status)
            return Core::toText(status.error());
        for (const Schema::Migration &migration : status->catalogue) {
            const auto indexes =
                QRegularExpression(u"INDEX \"(\\w+)\""_s).match(migration.up.text).captured(1);
            const bool isThere = status->state.hasIndex(indexes);
            const bool isInHistory = status->state.history.contains(migration.id);
            const MigrationState state = status->entry(migration.id)->state;
            if (migration.id != Schema::initialCreate && isInHistory != isThere &&
                state != MigrationState::Interrupted)
                return migration.id + u": "_s + keyOf(state);
        }
        const bool hasTable = status->state.schema.table(u"Loyalty"_s) != nullptr;
        if (hasTable != status->state.history.contains(own))
            return u"Loyalty"_s;
        if (hasTable && place.execute(u"select count(*) from \"Loyalty\""_s) !=
                            place.execute(u"select count(*) from \"Customer\""_s))
            return u"rows of Loyalty"_s;
        return {};
    }
    /// The next run gets everything done; then all is taken back for the next try.
    static void finishAndTakeBack(const Place &place)
    {
        // A server goes on building an index for somebody who is gone.
        Schema::RunRequest request = place.request();
        request.lockWait = std::chrono::minutes(1);
        const auto outcome = Place::run(request);
        QVERIFY_OK(outcome);
        QVERIFY2(outcome->isGood(), qPrintable(outcome->failure ? Core::toText(outcome->failure->error)
                                                                : outcome->problems.join(u' ')));
        const auto status = place.status();
        QVERIFY_OK(status);
        QVERIFY(!status->hasPending() && !status->hasDrift());
        const auto back = place.rollBack(u"0"_s);
        QVERIFY_OK(back);
        QVERIFY(back->isGood());
        QCOMPARE(place.status()->state.history.ids(), Schema::webMigrations());
    }
};

void TestMigrationCrash::killedAtEveryStep_data()
{
    addKinds();
}

void TestMigrationCrash::killedAtEveryStep()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, rows);
    Place place(kind);
    prepare(place, rows);
    int kills = 0;
    // The rehearsal of a large table takes long, and was killed with the small one.
    const bool withRehearsal = rows <= 100;
    for (int killAt = 1;; ++killAt) {
        const auto child = start(place, killAt, withRehearsal);
        QVERIFY(child->waitForFinished(60'000));
        if (child->exitStatus() == QProcess::NormalExit) {
            QCOMPARE(child->exitCode(), 0);
            break;
        }
        ++kills;
        // The server notices a moment later that its client is gone.
        QTRY_COMPARE_WITH_TIMEOUT(inconsistency(place), QString(), 20'000);
        finishAndTakeBack(place);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("acceptance 16: migrating %s with %d customers killed at %d steps, bad 0", QTest::currentDataTag(),
          rows, kills);
    QVERIFY(kills >= 5);
}

void TestMigrationCrash::killedAtRandom_data()
{
    addKinds();
}

void TestMigrationCrash::killedAtRandom()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, rows);
    Place place(kind);
    prepare(place, rows);
    // How long it takes when it is left alone.
    QElapsedTimer timer;
    timer.start();
    const auto whole = start(place, 0, false);
    QVERIFY(whole->waitForFinished(60'000));
    QCOMPARE(whole->exitCode(), 0);
    const int duration = int(timer.elapsed());
    finishAndTakeBack(place);
    int interrupted = 0;
    constexpr int tries = 5;
    for (int i = 0; i < tries; ++i) {
        const auto child = start(place, 0, false);
        QVERIFY(child->waitForStarted());
        (void)child->waitForFinished(QRandomGenerator::global()->bounded(duration + 1));
        child->kill();
        if (child->state() != QProcess::NotRunning)
            QVERIFY(child->waitForFinished(60'000));
        interrupted += child->exitStatus() == QProcess::CrashExit ? 1 : 0;
        // The server notices a moment later that its client is gone.
        QTRY_COMPARE_WITH_TIMEOUT(inconsistency(place), QString(), 20'000);
        finishAndTakeBack(place);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("acceptance 16: migrating %s with %d customers killed at %d of %d random moments, bad 0",
          QTest::currentDataTag(), rows, interrupted, tries);
}

void TestMigrationCrash::cutAtEveryMessage_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("distance"); // between two cuts, in messages
    QTest::newRow("small") << 100 << 9;
    QTest::newRow("large") << 12'000 << 31;
}

void TestMigrationCrash::cutAtEveryMessage()
{
    QFETCH(int, rows);
    QFETCH(int, distance);
    Place place(TempDatabase::Kind::PostgresDirect);
    prepare(place, rows);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    Schema::RunRequest request = place.request();
    request.target.connection =
        Db::ConnectionString::parse(proxy.connectionString(place.database.name())).value();
    int tried = 0;
    int told = 0;
    for (int count = 0;; count += distance) {
        proxy.resetCounters();
        proxy.cutAfterServerMessages(count);
        const auto outcome = Place::run(request);
        proxy.disarm();
        if (proxy.counters().cuts == 0)
            break;
        ++tried;
        told += outcome && outcome->isGood() ? 0 : 1;
        QTRY_COMPARE_WITH_TIMEOUT(inconsistency(place), QString(), 20'000);
        if (outcome && !outcome->failure) {
            const auto status = place.status();
            QVERIFY_OK(status);
            QVERIFY(!status->hasPending()); // who says done has done it
        }
        finishAndTakeBack(place);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("acceptance 5: migrate with %d customers: cut at %d messages, bad 0 (told as not done %d)", rows,
          tried, told);
    QVERIFY(tried > 10);
}

void TestMigrationCrash::anInvalidIndexIsBuiltAnew()
{
    Place place(TempDatabase::Kind::PostgresDirect);
    prepare(place, 12'000);
    const QString name = u"IX_Customer_Name_Id"_s;
    {
        // What a build leaves that finds two rows alike.
        Db::Session session(place.spec);
        QVERIFY(!session.runOutsideTransaction(
            {u"create unique index concurrently \"%1\" on \"Customer\" (\"IsDeleted\")"_s.arg(name), {}}));
    }
    const auto before = place.status();
    QVERIFY_OK(before);
    QCOMPARE(before->state.invalidIndexes, QStringList{name});
    QVERIFY(before->hasDrift());
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(), qPrintable(outcome->failure ? Core::toText(outcome->failure->error)
                                                            : outcome->problems.join(u' ')));
    QVERIFY(place.status()->state.hasIndex(name));
    const QString definition =
        place.execute(u"select indexdef from pg_indexes where indexname = '%1'"_s.arg(name))
            .value(0)
            .value(0);
    QVERIFY2(definition.contains(u"(\"Name\", \"Id\")"_s) && !definition.contains(u"UNIQUE"_s),
             qPrintable(definition));
}

/// Statement by statement: what is done is not done again.
void TestMigrationCrash::goesOnOutsideATransaction()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    prepare(place, 5);
    QVERIFY_OK(place.apply());
    const QString id = u"20260201000000_Alone"_s;
    place.add(id, u"-- gsc: outside a transaction\nCREATE TABLE \"A\" (\"x\" integer);\n"
                  "CREATE TABLE \"B\" (\"x\" integer);\nINSERT INTO \"C\" VALUES (1);\n"_s);
    const auto failed = place.apply();
    QVERIFY_OK(failed);
    QVERIFY(failed->failure);
    QCOMPARE(failed->failure->line, 4);
    QCOMPARE(failed->failure->cause, Schema::FailureCause::Missing);
    const auto status = place.status();
    QVERIFY_OK(status);
    QCOMPARE(status->entry(id)->state, MigrationState::Interrupted);
    QCOMPARE(status->state.history.record(id)->progress, 2);
    QVERIFY(status->hasPending());
    place.execute(u"create table \"C\" (\"x\" integer)"_s);
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(),
             qPrintable(outcome->failure ? Core::toText(outcome->failure->error) : QString()));
    QCOMPARE(place.execute(u"select count(*) from \"C\""_s).value(0).value(0), u"1"_s);
    QCOMPARE(place.status()->entry(id)->state, MigrationState::Applied);
}

void TestMigrationCrash::aFailedBuildLeavesNothing()
{
    Place place(TempDatabase::Kind::PostgresDirect);
    prepare(place, 12'000);
    QVERIFY_OK(place.apply());
    place.add(
        u"20260201000000_Unique"_s,
        u"-- gsc: concurrently when large\nCREATE UNIQUE INDEX \"Twice\" ON \"Customer\" (\"IsDeleted\")"_s);
    const Tests::Rows before = place.objects();
    const auto outcome = place.apply();
    QVERIFY_OK(outcome);
    QVERIFY(outcome->failure);
    QVERIFY(outcome->plan.steps.first().isOutsideTransaction);
    QCOMPARE(outcome->failure->cause, Schema::FailureCause::Rows);
    QCOMPARE(place.objects(), before);
    QCOMPARE(place.status()->entry(u"20260201000000_Unique"_s)->state, MigrationState::Pending);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == u"--migrate"_s)
        return migrateAsChild(QCoreApplication::arguments());
    TestMigrationCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_migrationcrash.moc"
