// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/session.h"
#include "programrun.h"
#include "schema/migrator.h"
#include "schema/schemafixture.h"
#include "support/verify.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using Tests::Place;
using Tests::ProgramRun;
using Tests::TempDatabase;

namespace {

/// The numbers that pipelines rely on.
enum Code {
    Success = 0,
    Failed = 1,
    Usage = 2,
    NoConnection = 3,
    Refused = 5,
    Pending = 7,
    Drift = 8,
    Locked = 9,
    RolledBack = 10,
};

} // namespace

/// `gsc-admin migrate` and `gsc-admin roles`, as a pipeline uses them.
class TestMigrateVerb final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pipeline_data() { TempDatabase::addDirectKinds(); }
    void pipeline();
    void rollsBack_data() { TempDatabase::addDirectKinds(); }
    void rollsBack();
    void tellsDrift();
    void tellsFailure_data() { TempDatabase::addDirectKinds(); }
    void tellsFailure();
    void tellsLocks();
    void clearsAStaleLock();
    void adopts();
    void printsAScript();
    void guardsProduction();
    void remembersStaging();
    void usesTheProfilesFolder();
    void usage_data();
    void usage();
    void noDatabase();
    void roles();
    void init() { QVERIFY(QDir(m_home.path()).mkpath(u"backups"_s)); }
    void cleanup() { QDir(m_home.filePath(u"backups"_s)).removeRecursively(); }

private:
    ProgramRun migrate(const QString &verb, const QString &target, const QStringList &more = {}) const
    {
        return Tests::gscAdmin(QStringList{u"migrate"_s, verb, target} + more, m_home.path());
    }
    ProgramRun apply(const QString &target, const QStringList &more = {}) const
    {
        return migrate(
            u"apply"_s, target,
            QStringList{u"--backup-folder"_s, m_home.filePath(u"backups"_s), u"--lock-wait"_s, u"0"_s} +
                more);
    }
    QStringList backups() const { return QDir(m_home.filePath(u"backups"_s)).entryList(QDir::Files); }
    /// A stored profile of an SQLite file, and a keyring that does not exist.
    void addProfile(const QString &name, const Place &place, const QString &environment) const
    {
        const ProgramRun run = Tests::gscAdmin(
            {u"profiles"_s, u"add"_s, name, place.database.name(), u"--environment"_s, environment},
            m_home.path());
        QVERIFY2(run.code == 0, qPrintable(run.err));
    }
    /// What --help says of a code is what comes.
    static QString all(const ProgramRun &run) { return run.out + run.err; }

    QTemporaryDir m_home;
};

void TestMigrateVerb::pipeline()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    makeWeb(place);
    place.execute(Tests::customers(place.database.isPostgres(), 5));
    const QString target = place.database.connectionString();
    const ProgramRun status = migrate(u"status"_s, target, {u"--json"_s});
    QVERIFY2(status.code == Pending, qPrintable(all(status)));
    QCOMPARE(status.json().value(u"lineage"_s).toString(), u"web"_s);
    QCOMPARE(status.json().value(u"pending"_s).toBool(), true);
    QVERIFY(status.json().value(u"migrations"_s).toArray().size() >= 4);
    const ProgramRun plan = migrate(u"plan"_s, target);
    QVERIFY2(plan.code == Pending, qPrintable(all(plan)));
    QVERIFY2(plan.out.contains(u"IX_Customer_Name_Id"_s), qPrintable(plan.out));

    const ProgramRun dry = apply(target, {u"--dry-run"_s, u"--json"_s});
    QVERIFY2(dry.code == Success, qPrintable(all(dry)));
    QCOMPARE(dry.json().value(u"rehearsal"_s).toObject().value(u"possible"_s).toBool(), true);
    QVERIFY(backups().isEmpty());
    const ProgramRun unconfirmed = apply(target);
    QVERIFY2(unconfirmed.code == Refused, qPrintable(all(unconfirmed)));
    QVERIFY(unconfirmed.err.contains(u"--yes"_s));
    QCOMPARE(migrate(u"status"_s, target).code, int(Pending));

    const ProgramRun done = apply(target, {u"--yes"_s, u"--json"_s});
    QVERIFY2(done.code == Success, qPrintable(all(done)));
    QVERIFY(!done.json().value(u"done"_s).toArray().isEmpty());
    QVERIFY(done.json().value(u"failure"_s).isNull());
    const QString backup = done.json().value(u"backup"_s).toString();
    QVERIFY2(QFileInfo::exists(backup) && backup.startsWith(m_home.path()), qPrintable(backup));
    QVERIFY2(!backup.contains(u".dump_"_s) && !backup.contains(u".db_"_s), qPrintable(backup));
    const ProgramRun verified = Tests::gscAdmin({u"verify"_s, backup}, m_home.path());
    QVERIFY2(verified.code == Success, qPrintable(all(verified)));

    QCOMPARE(migrate(u"status"_s, target).code, int(Success));
    QCOMPARE(migrate(u"verify"_s, target).code, int(Success));
    QCOMPARE(migrate(u"plan"_s, target).code, int(Success));
    const ProgramRun again = apply(target, {u"--yes"_s});
    QVERIFY2(again.code == Success, qPrintable(all(again)));
}

void TestMigrateVerb::rollsBack()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    const QString target = place.database.connectionString();
    QVERIFY2(apply(target, {u"--yes"_s, u"--no-rehearsal"_s}).code == Success, "apply");
    place.execute(Tests::customers(place.database.isPostgres(), 5));
    const QStringList folder = {u"--backup-folder"_s, m_home.filePath(u"backups"_s)};
    QCOMPARE(migrate(u"rollback"_s, target, {u"--yes"_s}).code, int(Usage)); // to where?
    const ProgramRun index =
        migrate(u"rollback"_s, target, folder + QStringList{u"--to"_s, Schema::initialCreate, u"--yes"_s});
    QVERIFY2(index.code == Success, qPrintable(all(index)));
    QCOMPARE(migrate(u"status"_s, target).code, int(Pending));
    // Customers are not given up for a --yes alone.
    const ProgramRun refused =
        migrate(u"rollback"_s, target, folder + QStringList{u"--to"_s, u"0"_s, u"--yes"_s});
    QVERIFY2(refused.code == Refused, qPrintable(all(refused)));
    QVERIFY2(refused.err.contains(u"--accept-data-loss"_s) && refused.err.contains(u"5"),
             qPrintable(refused.err));
    QCOMPARE(place.execute(u"select count(*) from \"Customer\""_s).value(0).value(0), u"5"_s);
    const ProgramRun agreed = migrate(
        u"rollback"_s, target, folder + QStringList{u"--to"_s, u"0"_s, u"--yes"_s, u"--accept-data-loss"_s});
    QVERIFY2(agreed.code == Success, qPrintable(all(agreed)));
    QVERIFY(!backups().isEmpty());
    QVERIFY(place.status()->state.history.rows.isEmpty());
}

void TestMigrateVerb::tellsDrift()
{
    Place place(TempDatabase::Kind::Sqlite);
    place.add(u"20260101000000_X"_s, u"CREATE TABLE \"T\" (\"x\" integer)"_s, u"DROP TABLE \"T\""_s);
    const QString target = place.database.connectionString();
    const QStringList folder = {u"--folder"_s, place.folder.path()};
    QVERIFY2(apply(target, folder + QStringList{u"--yes"_s, u"--no-rehearsal"_s}).code == Success, "apply");
    QCOMPARE(migrate(u"verify"_s, target, folder).code, int(Success));
    place.add(u"20260101000000_X"_s, u"CREATE TABLE \"T\" (\"x\" bigint)"_s, u"DROP TABLE \"T\""_s);
    const ProgramRun changed = migrate(u"verify"_s, target, folder);
    QVERIFY2(changed.code == Drift, qPrintable(all(changed)));
    QCOMPARE(migrate(u"status"_s, target, folder).code, int(Drift));
    place.add(u"20260101000000_X"_s, u"CREATE TABLE \"T\" (\"x\" integer)"_s, u"DROP TABLE \"T\""_s);
    place.execute(u"drop index \"IX_Customer_Name_Id\""_s);
    const ProgramRun missing = migrate(u"verify"_s, target, folder + QStringList{u"--json"_s});
    QVERIFY2(missing.code == Drift, qPrintable(all(missing)));
    QCOMPARE(missing.json().value(u"differences"_s).toArray().first().toObject().value(u"kind"_s).toString(),
             u"missingIndex"_s);
}

void TestMigrateVerb::tellsFailure()
{
    QFETCH(TempDatabase::Kind, kind);
    Place place(kind);
    const QString target = place.database.connectionString();
    QVERIFY2(apply(target, {u"--yes"_s, u"--no-rehearsal"_s}).code == Success, "apply");
    place.add(u"20260101000000_Bad"_s,
              u"CREATE TABLE \"T\" (\"x\" integer);\nCREATE TABEL \"U\" (\"x\" integer)"_s);
    const Tests::Rows before = place.objects();
    const QStringList folder = {u"--folder"_s, place.folder.path(), u"--yes"_s};
    const ProgramRun rehearsed = apply(target, folder + QStringList{u"--json"_s});
    QVERIFY2(rehearsed.code == RolledBack, qPrintable(all(rehearsed)));
    const QJsonObject failure = rehearsed.json().value(u"failure"_s).toObject();
    QCOMPARE(failure.value(u"cause"_s).toString(), u"syntax"_s);
    QCOMPARE(failure.value(u"line"_s).toInt(), 2);
    QCOMPARE(failure.value(u"inRehearsal"_s).toBool(), true);
    const ProgramRun real = apply(target, folder + QStringList{u"--no-rehearsal"_s});
    QVERIFY2(real.code == RolledBack, qPrintable(all(real)));
    QVERIFY2(real.out.contains(u"line 2"_s), qPrintable(real.out));
    QCOMPARE(place.objects(), before);
    place.add(u"20260101000000_Bad"_s, u"rollback"_s);
    const ProgramRun unusable = migrate(u"status"_s, target, {u"--folder"_s, place.folder.path()});
    QVERIFY2(unusable.code == Failed, qPrintable(all(unusable)));
}

void TestMigrateVerb::tellsLocks()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    const QString target = place.database.connectionString();
    QCOMPARE(migrate(u"unlock"_s, target).code, int(Success));
    Db::Session session(place.spec);
    const auto held = session.write<int>([&](Db::Transaction &transaction) -> Core::Result<int> {
        auto locked = transaction.run(
            Db::Statement{u"LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE"_s, {}});
        if (!locked)
            return locked.error();
        [&] {
            const ProgramRun status = migrate(u"status"_s, target);
            QVERIFY2(status.code == Locked, qPrintable(all(status)));
            QCOMPARE(apply(target, {u"--yes"_s}).code, int(Locked));
            const ProgramRun locks = migrate(u"unlock"_s, target, {u"--json"_s});
            QVERIFY2(locks.code == Locked, qPrintable(all(locks)));
            const QJsonObject holder = locks.json().value(u"holders"_s).toArray().first().toObject();
            QVERIFY(holder.value(u"migrating"_s).toBool());
            const QString number = QString::number(holder.value(u"processId"_s).toInteger());
            QCOMPARE(migrate(u"unlock"_s, target, {u"--terminate"_s, number}).code, int(Refused));
            QCOMPARE(migrate(u"unlock"_s, target, {u"--terminate"_s, u"1"_s, u"--yes"_s}).code, int(Refused));
            const ProgramRun stopped = migrate(u"unlock"_s, target, {u"--terminate"_s, number, u"--yes"_s});
            QVERIFY2(stopped.code == Success, qPrintable(all(stopped)));
        }();
        return Core::Error{Core::ErrorKind::Internal, {}, {}, {}};
    });
    QVERIFY(!held);
    QTRY_COMPARE(migrate(u"unlock"_s, target).code, int(Success));
}

void TestMigrateVerb::clearsAStaleLock()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    place.execute(
        u"create table \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT "
        "NULL); insert into \"__EFMigrationsLock\" values (1, '2025-12-16 10:00:00')"_s);
    const QString target = place.database.connectionString();
    QCOMPARE(apply(target, {u"--yes"_s, u"--no-rehearsal"_s}).code, int(Locked));
    const ProgramRun shown = migrate(u"unlock"_s, target);
    QVERIFY2(shown.code == Locked && shown.out.contains(u"2025-12-16 10:00:00"_s), qPrintable(all(shown)));
    QVERIFY(place.status()->state.history.efLock);
    const ProgramRun cleared = migrate(u"unlock"_s, target, {u"--yes"_s});
    QVERIFY2(cleared.code == Success, qPrintable(all(cleared)));
    QVERIFY(!place.status()->state.history.efLock);
    QVERIFY2(apply(target, {u"--yes"_s}).code == Success, "apply");
}

void TestMigrateVerb::adopts()
{
    const Place place(TempDatabase::Kind::Sqlite);
    {
        Db::Session session(place.spec);
        QVERIFY_OK(Schema::createSchema(session));
    }
    place.execute(u"drop table \"__EFMigrationsHistory\"; drop table \"__GscMigrations\""_s);
    const QString target = place.database.connectionString();
    const ProgramRun refused = apply(target, {u"--yes"_s});
    QVERIFY2(refused.code == Refused, qPrintable(all(refused)));
    QCOMPARE(migrate(u"baseline"_s, target, {u"--dry-run"_s}).code, int(Success));
    QCOMPARE(migrate(u"baseline"_s, target).code, int(Refused));
    QVERIFY(!place.status()->state.history.hasTable);
    const ProgramRun adopted = migrate(u"baseline"_s, target, {u"--yes"_s, u"--json"_s});
    QVERIFY2(adopted.code == Success, qPrintable(all(adopted)));
    QCOMPARE(adopted.json().value(u"adopted"_s).toArray().first().toString(), Schema::initialCreate);
    QCOMPARE(migrate(u"status"_s, target).code, int(Success));
}

void TestMigrateVerb::printsAScript()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    const ProgramRun script = migrate(u"script"_s, place.database.connectionString());
    QVERIFY2(script.code == Success, qPrintable(all(script)));
    place.execute(script.out);
    QVERIFY(!place.status()->hasPending());
    QCOMPARE(migrate(u"script"_s, place.database.connectionString(), {u"--to"_s, u"20990101000000_X"_s}).code,
             int(Failed));
}

void TestMigrateVerb::guardsProduction()
{
    const Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    addProfile(u"Shop"_s, place, u"production"_s);
    QCOMPARE(migrate(u"status"_s, u"Shop"_s).code, int(Pending)); // looking is free
    const Tests::Rows before = place.objects();
    const ProgramRun refused = apply(u"Shop"_s, {u"--yes"_s});
    QVERIFY2(refused.code == Refused, qPrintable(all(refused)));
    QVERIFY2(refused.err.contains(u"--confirm Production"_s), qPrintable(refused.err));
    QVERIFY2(refused.err.contains(u"Staging comes first"_s), qPrintable(refused.err));
    QCOMPARE(place.objects(), before);
    const ProgramRun done = apply(u"Shop"_s, {u"--confirm"_s, u"Production"_s});
    QVERIFY2(done.code == Success, qPrintable(all(done)));
    QVERIFY(!backups().isEmpty());
    // A read-only profile never.
    const Place other(TempDatabase::Kind::Sqlite);
    makeWeb(other);
    const ProgramRun added = Tests::gscAdmin(
        {u"profiles"_s, u"add"_s, u"Look"_s, other.database.name(), u"--read-only"_s}, m_home.path());
    QVERIFY2(added.code == 0, qPrintable(added.err));
    QCOMPARE(apply(u"Look"_s, {u"--yes"_s, u"--confirm"_s, u"Local"_s}).code, int(Refused));
    QCOMPARE(migrate(u"unlock"_s, u"Look"_s, {u"--yes"_s}).code, int(Success));
}

void TestMigrateVerb::remembersStaging()
{
    const QTemporaryDir home;
    const Place staging(TempDatabase::Kind::Sqlite);
    const Place production(TempDatabase::Kind::Sqlite);
    makeWeb(staging);
    makeWeb(production);
    const auto run = [&](const QStringList &arguments) { return Tests::gscAdmin(arguments, home.path()); };
    QCOMPARE(run({u"profiles"_s, u"add"_s, u"S"_s, staging.database.name(), u"--environment"_s, u"staging"_s})
                 .code,
             0);
    QCOMPARE(run({u"profiles"_s, u"add"_s, u"P"_s, production.database.name(), u"--environment"_s,
                  u"production"_s})
                 .code,
             0);
    QVERIFY(run({u"migrate"_s, u"apply"_s, u"P"_s}).err.contains(u"Staging comes first"_s));
    QCOMPARE(run({u"migrate"_s, u"apply"_s, u"S"_s, u"--yes"_s, u"--backup-folder"_s, home.path()}).code,
             int(Success));
    QCOMPARE(run({u"migrate"_s, u"status"_s, u"S"_s}).code, int(Success));
    QVERIFY(!run({u"migrate"_s, u"apply"_s, u"P"_s}).err.contains(u"Staging comes first"_s));
}

void TestMigrateVerb::usesTheProfilesFolder()
{
    Place place(TempDatabase::Kind::Sqlite);
    makeWeb(place);
    place.add(u"20260101000000_Ours"_s, u"CREATE TABLE \"T\" (\"x\" integer)"_s);
    const QTemporaryDir home;
    const auto run = [&](const QStringList &arguments) { return Tests::gscAdmin(arguments, home.path()); };
    QCOMPARE(run({u"profiles"_s, u"add"_s, u"L"_s, place.database.name()}).code, 0);
    QFile file(home.filePath(u"config/gsc-admin/profiles.json"_s));
    if (!file.exists())
        file.setFileName(home.filePath(u"config/profiles.json"_s));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    QByteArray json = file.readAll();
    file.close();
    QVERIFY(json.contains("\"migrationsFolder\": \"\""));
    const QByteArray folder = "\"migrationsFolder\": \"" + place.folder.path().toUtf8() + '"';
    json.replace("\"migrationsFolder\": \"\"", folder);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(json), json.size());
    file.close();
    const ProgramRun status = run({u"migrate"_s, u"status"_s, u"L"_s});
    QVERIFY2(status.out.contains(u"20260101000000_Ours"_s), qPrintable(all(status)));
}

void TestMigrateVerb::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("no target") << QStringList{u"status"_s};
    QTest::newRow("no such verb") << QStringList{u"migrate"_s, u"x.db"_s};
    QTest::newRow("two targets") << QStringList{u"status"_s, u"a"_s, u"b"_s};
    QTest::newRow("no such option") << QStringList{u"status"_s, u"a"_s, u"--force"_s};
    QTest::newRow("no such number") << QStringList{u"apply"_s, u"a.db"_s, u"--lock-wait"_s, u"soon"_s};
    QTest::newRow("unreadable target") << QStringList{u"status"_s, u"postgresql://h:x/"_s};
}

void TestMigrateVerb::usage()
{
    QFETCH(QStringList, arguments);
    const ProgramRun run = Tests::gscAdmin(QStringList{u"migrate"_s} + arguments, m_home.path());
    QVERIFY2(run.code == Usage, qPrintable(all(run)));
    QVERIFY(!run.err.isEmpty());
}

void TestMigrateVerb::noDatabase()
{
    const ProgramRun none = migrate(u"status"_s, u"postgresql://gsc@127.0.0.1:1/x?sslmode=disable"_s);
    QVERIFY2(none.code == NoConnection, qPrintable(all(none)));
    const ProgramRun missing = migrate(u"status"_s, m_home.filePath(u"none.db"_s));
    QVERIFY2(missing.code == Failed, qPrintable(all(missing)));
    QVERIFY(!QFileInfo::exists(m_home.filePath(u"none.db"_s)));
}

void TestMigrateVerb::roles()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    makeWeb(place);
    QString super = place.database.connectionString();
    super.replace(u"//gsc@"_s, u"//postgres@"_s);
    const auto run = [&](const QStringList &arguments) {
        return Tests::gscAdmin(QStringList{u"roles"_s} + arguments, m_home.path());
    };
    const ProgramRun shown = run({u"show"_s, place.database.connectionString(), u"--json"_s});
    QVERIFY2(shown.code == Success, qPrintable(all(shown)));
    QCOMPARE(shown.json().value(u"role"_s).toString(), u"gsc"_s);
    QCOMPARE(shown.json().value(u"fits"_s).toArray().size(), 3);
    const ProgramRun script = run({u"script"_s, super});
    QVERIFY2(script.code == Success, qPrintable(all(script)));
    QVERIFY(script.out.contains(u"CREATE ROLE"_s) && !script.out.contains(u"SCRAM"_s));
    QCOMPARE(run({u"create"_s, super}).code, int(Refused));
    QCOMPARE(run({u"create"_s, place.database.connectionString(), u"--yes"_s}).code, int(Refused));

    const QString file = m_home.filePath(u"passwords"_s);
    const ProgramRun created = run({u"create"_s, super, u"--passwords"_s, file, u"--yes"_s});
    QVERIFY2(created.code == Success, qPrintable(all(created)));
    QFile passwords(file);
    QVERIFY(passwords.open(QIODevice::ReadOnly));
    QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const QStringList lines = QString::fromUtf8(passwords.readAll()).trimmed().split(u'\n');
    QCOMPARE(lines.size(), 3);
    for (const QString &line : lines) {
        const QString secret = line.section(u':', 4);
        QVERIFY(secret.size() >= 24);
        QVERIFY(!all(created).contains(secret));
    }
    // A file that is there is not written over.
    QCOMPARE(run({u"create"_s, super, u"--passwords"_s, file, u"--yes"_s}).code, int(Success)); // nobody new
    for (const char *kind : {"app", "migration", "readonly"})
        place.database.execute(u"drop owned by \"%1_%2\"; drop role \"%1_%2\""_s.arg(place.database.name(),
                                                                                     QLatin1String(kind)));
    QCOMPARE(run({u"create"_s, super, u"--passwords"_s, file, u"--yes"_s}).code, int(Refused));
    const ProgramRun sqlite = run({u"show"_s, m_home.filePath(u"x.db"_s)});
    QVERIFY2(sqlite.code == Refused, qPrintable(all(sqlite)));
}

QTEST_GUILESS_MAIN(TestMigrateVerb)
#include "tst_migrateverb.moc"
