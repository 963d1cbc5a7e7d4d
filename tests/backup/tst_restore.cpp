// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/restore.h"
#include "restorefixture.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::restored;
using Tests::restoreRequest;
using Tests::Shop;
using DatabaseKind = Tests::TempDatabase::Kind;

class tst_Restore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replaces_data();
    void replaces();
    void merges_data();
    void merges();
    void restoresOneTable_data();
    void restoresOneTable();
    void restoresSingleCustomers_data();
    void restoresSingleCustomers();
    void keepsWhatOthersReferTo_data();
    void keepsWhatOthersReferTo();
    void keepsWhatAnotherSchemaRefersTo();
    void goesOnNumbering_data();
    void goesOnNumbering();
    void fillsAnEmptyDatabase_data();
    void fillsAnEmptyDatabase();
    void changesNothingWhenRefused_data();
    void changesNothingWhenRefused();
    void takesTheSafetyBackupAgain_data();
    void takesTheSafetyBackupAgain();
    void givesUpWhereOthersKeepWriting();
    void takesBackWhatTheDatabaseAlters();
    void rehearsesFirst_data();
    void rehearsesFirst();
};

namespace {

void addDatabases()
{
    Tests::TempDatabase::addKinds();
}

void addBackups()
{
    QTest::addColumn<DatabaseKind>("kind");
    QTest::addColumn<Kind>("backup");
    for (const auto &[name, database] : Tests::TempDatabase::kinds())
        for (const Kind kind : Tests::backupKinds(database))
            if (database != DatabaseKind::PostgresPooled || kind == Kind::Portable)
                QTest::addRow("%s %s", name, qPrintable(keyOf(kind))) << database << kind;
}

const TableChange *changeOf(const QList<TableChange> &changes, const QString &table)
{
    const auto found = std::find_if(changes.cbegin(), changes.cend(),
                                    [&](const TableChange &change) { return change.table == table; });
    return found == changes.cend() ? nullptr : &*found;
}

/// "+added ~changed -removed =kept !unremovable"
QString shown(const TableChange *change)
{
    return change ? u"+%1 ~%2 -%3 =%4 !%5"_s.arg(change->added)
                        .arg(change->changed)
                        .arg(change->removed)
                        .arg(change->kept)
                        .arg(change->unremovable)
                  : u"nothing"_s;
}

/// A folder for safety backups and the backups themselves, and what a test does most.
struct Bench
{
    explicit Bench(DatabaseKind kind, int customers = 50)
        : shop(kind, customers)
    {}
    /// Of the shop as it is now.
    [[nodiscard]] QString backUp(Kind kind = Kind::Portable)
    {
        const QString file = folder.filePath(u"backup%1"_s.arg(++count));
        const auto made = Tests::backUp(shop.spec, kind, file);
        if (!made)
            QTest::qFail(qPrintable(Core::toText(made.error())), __FILE__, __LINE__);
        return file;
    }
    [[nodiscard]] RestoreRequest request(const QString &file) const
    {
        return restoreRequest(file, shop.spec, safety.path());
    }
    /// New customer with a job, a changed one, and one gone that has no job.
    void change() const
    {
        shop.execute(
            u"insert into \"Customer\" (\"Id\", \"Name\", \"CreatedAt\", \"UpdatedAt\") values "
            "(1000, 'New', '2026-01-01 00:00:00', '2026-01-01 00:00:00'); "
            "insert into \"Job\" (\"CustomerId\", \"EquipmentType\", \"EquipmentModel\", \"Description\", "
            "\"Status\", \"DateReceived\", \"CreatedAt\", \"UpdatedAt\") values (1000, 'Saw', 'S', 'D', 0, "
            "'2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-01 00:00:00'); "
            "update \"Customer\" set \"Name\" = 'Changed', \"UpdatedAt\" = '2030-01-01 00:00:00' where "
            "\"Id\" = 3; "
            "delete from \"Customer\" where \"Id\" = 1"_s);
    }

    Shop shop;
    QTemporaryDir folder;
    QTemporaryDir safety;
    int count = 0;
};

} // namespace

void tst_Restore::replaces_data()
{
    addBackups();
}

void tst_Restore::replaces()
{
    QFETCH(DatabaseKind, kind);
    QFETCH(Kind, backup);
    Bench bench(kind);
    const QString file = bench.backUp(backup);
    const QStringList original = bench.shop.summary();
    bench.change();
    const QStringList changed = bench.shop.summary();
    QVERIFY(changed != original);

    Core::JobContext context;
    const auto preview = previewRestore(bench.request(file), context);
    QVERIFY_OK(preview);
    QVERIFY(preview->isVerified);
    QVERIFY(!preview->isEmptyTarget);
    QCOMPARE(shown(changeOf(preview->tables, u"Customer"_s)), u"+1 ~1 -1 =0 !0"_s);
    QCOMPARE(shown(changeOf(preview->tables, u"Job"_s)), u"+0 ~0 -1 =0 !0"_s);
    QCOMPARE(shown(changeOf(preview->tables, u"JobUpdate"_s)), u"+0 ~0 -0 =0 !0"_s);
    QCOMPARE(preview->newestInDatabase, u"2030-01-01 00:00:00"_s);
    QCOMPARE(preview->examples, QStringList{u"Changed: Name Changed → \\N"_s});
    QVERIFY2(preview->warnings.isEmpty(), qPrintable(preview->warnings.join(u'\n')));
    QCOMPARE(bench.shop.summary(), changed);
    QVERIFY(Tests::namesIn(bench.safety.path()).isEmpty());

    const auto done = restored(bench.request(file));
    QVERIFY_OK(done);
    QCOMPARE(bench.shop.summary(), original);
    QCOMPARE(shown(changeOf(done->tables, u"Customer"_s)), u"+1 ~1 -1 =0 !0"_s);
    QVERIFY(done->unremovable.isEmpty());
    QVERIFY(readManifest(done->safetyBackup)->isSafetyCopy);

    // The way back.
    const auto undone = restored(bench.request(done->safetyBackup));
    QVERIFY_OK(undone);
    QCOMPARE(bench.shop.summary(), changed);
}

void tst_Restore::merges_data()
{
    addBackups();
}

void tst_Restore::merges()
{
    QFETCH(DatabaseKind, kind);
    QFETCH(Kind, backup);
    Bench bench(kind);
    const QString file = bench.backUp(backup);
    bench.change();
    // Older than in the backup; and changed without a later time, which nobody can tell from the other way
    // round.
    bench.shop.execute(
        u"update \"Customer\" set \"Name\" = 'Older', \"UpdatedAt\" = '2001-01-01 00:00:00' where "
        "\"Id\" = 5; update \"Customer\" set \"Name\" = 'Same time' where \"Id\" = 6"_s);

    RestoreRequest request = bench.request(file);
    request.mode = RestoreMode::Merge;
    Core::JobContext context;
    const auto preview = previewRestore(request, context);
    QVERIFY_OK(preview);
    QCOMPARE(shown(changeOf(preview->tables, u"Customer"_s)), u"+1 ~1 -0 =3 !0"_s);
    const auto done = restored(request);
    QVERIFY_OK(done);
    QCOMPARE(shown(changeOf(done->tables, u"Customer"_s)), u"+1 ~1 -0 =3 !0"_s);
    const auto name = [&](int id) {
        return bench.shop.value(u"select \"Name\" from \"Customer\" where \"Id\" = %1"_s.arg(id));
    };
    QCOMPARE(name(1), u"Zoë 🛠 1"_s);
    QCOMPARE(name(3), u"Changed"_s);
    QCOMPARE(name(5), u"O'Brien \"the\" \\ 5"_s);
    QCOMPARE(name(6), u"Same time"_s);
    QCOMPARE(name(1000), u"New"_s);
    QCOMPARE(bench.shop.value(u"select count(*) from \"Customer\""_s), u"51"_s);
}

void tst_Restore::restoresOneTable_data()
{
    addDatabases();
}

void tst_Restore::restoresOneTable()
{
    QFETCH(DatabaseKind, kind);
    Bench bench(kind);
    const QString file = bench.backUp();
    bench.shop.execute(
        u"update \"Job\" set \"Description\" = 'mine'; update \"Customer\" set \"Notes\" = 'mine'"_s);
    RestoreRequest request = bench.request(file);
    request.tables = {u"Job"_s};
    const auto done = restored(request);
    QVERIFY_OK(done);
    QCOMPARE(done->tables.size(), 1);
    QCOMPARE(bench.shop.value(u"select count(*) from \"Job\" where \"Description\" = 'mine'"_s), u"0"_s);
    QCOMPARE(bench.shop.value(u"select count(*) from \"Customer\" where \"Notes\" = 'mine'"_s), u"50"_s);

    request.tables = {u"Nothing"_s};
    const auto refused = restored(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::NotFound);
}

void tst_Restore::restoresSingleCustomers_data()
{
    addDatabases();
}

void tst_Restore::restoresSingleCustomers()
{
    QFETCH(DatabaseKind, kind);
    Bench bench(kind);
    const QString file = bench.backUp();
    bench.shop.execute(u"update \"Customer\" set \"Name\" = 'mine', \"UpdatedAt\" = '2001-01-01 00:00:00'; "
                       "delete from \"Customer\" where \"Id\" in (1, 7)"_s);
    RestoreRequest request = bench.request(file);
    request.ids = {u"1"_s, u"2"_s, u"3"_s, u"99999"_s};
    for (const auto &[mode, tables] :
         QList<std::pair<RestoreMode, QStringList>>{{RestoreMode::Replace, {u"Customer"_s}},
                                                    {RestoreMode::Merge, {}},
                                                    {RestoreMode::Merge, {u"Job"_s}}}) {
        request.mode = mode;
        request.tables = tables;
        QCOMPARE(restored(request).error().kind, ErrorKind::Unsupported);
    }
    request.mode = RestoreMode::Merge;
    request.tables = {u"Customer"_s};
    const auto done = restored(request);
    QVERIFY_OK(done);
    QCOMPARE(shown(changeOf(done->tables, u"Customer"_s)), u"+1 ~2 -0 =0 !0"_s);
    QCOMPARE(bench.shop.value(u"select count(*) from \"Customer\" where \"Name\" = 'mine'"_s), u"46"_s);
    QCOMPARE(bench.shop.value(u"select count(*) from \"Customer\" where \"Id\" = 7"_s), u"0"_s);
}

void tst_Restore::keepsWhatOthersReferTo_data()
{
    addDatabases();
}

void tst_Restore::keepsWhatOthersReferTo()
{
    QFETCH(DatabaseKind, kind);
    Bench bench(kind);
    const QString file = bench.backUp();
    bench.change();
    // A job's updates would be deleted with it: they are nobody's to delete here.
    bench.shop.execute(
        u"insert into \"JobUpdate\" (\"JobId\", \"UpdateText\", \"CreatedAt\") select max(\"Id\"), "
        "'mine', '2026-01-01 00:00:00' from \"Job\""_s);
    RestoreRequest request = bench.request(file);
    request.tables = {u"Customer"_s, u"Job"_s};
    Core::JobContext context;
    const auto preview = previewRestore(request, context);
    QVERIFY_OK(preview);
    QCOMPARE(shown(changeOf(preview->tables, u"Job"_s)), u"+0 ~0 -0 =0 !1"_s);
    // The job that stays keeps its customer.
    QCOMPARE(shown(changeOf(preview->tables, u"Customer"_s)), u"+1 ~1 -0 =0 !1"_s);
    const auto done = restored(request);
    QVERIFY_OK(done);
    QCOMPARE(done->unremovable, (QStringList{u"Customer 1000"_s, u"Job 26"_s}));
    QCOMPARE(bench.shop.value(u"select count(*) from \"JobUpdate\" where \"UpdateText\" = 'mine'"_s), u"1"_s);

    const auto everything = restored(bench.request(file));
    QVERIFY_OK(everything);
    QVERIFY(everything->unremovable.isEmpty());
    QCOMPARE(bench.shop.value(u"select count(*) from \"Customer\""_s), u"50"_s);
}

void tst_Restore::keepsWhatAnotherSchemaRefersTo()
{
    Bench bench(DatabaseKind::PostgresDirect);
    const QString file = bench.backUp();
    bench.change();
    bench.shop.execute(
        u"create schema loyalty; create table loyalty.\"Card\" (\"No\" int primary key, \"Owner\" int "
        "references public.\"Customer\" on delete cascade); "
        "insert into loyalty.\"Card\" values (1, 1000), (2, 2)"_s);
    const auto done = restored(bench.request(file));
    QVERIFY_OK(done);
    QCOMPARE(done->unremovable, QStringList{u"Customer 1000"_s});
    QCOMPARE(bench.shop.value(u"select count(*) from loyalty.\"Card\""_s), u"2"_s);
}

void tst_Restore::goesOnNumbering_data()
{
    addDatabases();
}

void tst_Restore::goesOnNumbering()
{
    QFETCH(DatabaseKind, kind);
    Bench bench(kind);
    const QString file = bench.backUp();
    bench.shop.execute(u"delete from \"JobUpdate\"; delete from \"Job\"; delete from \"Customer\""_s);
    if (kind == DatabaseKind::Sqlite)
        bench.shop.execute(u"delete from sqlite_sequence"_s);
    else
        bench.shop.execute(u"alter table \"Customer\" alter \"Id\" restart with 1"_s);
    QVERIFY_OK(restored(bench.request(file)));
    const QString insert =
        u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values ('Next', "
        "'2026-01-01 00:00:00', '2026-01-01 00:00:00') returning \"Id\""_s;
    QCOMPARE(bench.shop.value(insert), u"51"_s);
    // A number is not given twice, not even after what had it was removed by a restore.
    QVERIFY_OK(restored(bench.request(file)));
    QCOMPARE(bench.shop.value(insert), u"52"_s);
}

void tst_Restore::fillsAnEmptyDatabase_data()
{
    QTest::addColumn<DatabaseKind>("kind");
    QTest::addColumn<Kind>("backup");
    QTest::addColumn<DatabaseKind>("target");
    for (const DatabaseKind from : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect})
        for (const Kind backup : Tests::backupKinds(from))
            for (const auto &[name, to] : Tests::TempDatabase::kinds())
                QTest::addRow(
                    "%s into %s",
                    qPrintable(keyOf(backup) +
                               (from == DatabaseKind::Sqlite ? u" of sqlite"_s : u" of postgresql"_s)),
                    name)
                    << from << backup << to;
}

void tst_Restore::fillsAnEmptyDatabase()
{
    QFETCH(DatabaseKind, kind);
    QFETCH(Kind, backup);
    QFETCH(DatabaseKind, target);
    Bench bench(kind);
    const QString file = bench.backUp(backup);
    const Tests::EmptyDatabase there(target);
    Core::JobContext context;
    const RestoreRequest request = restoreRequest(file, there.spec, bench.safety.path());
    const auto preview = previewRestore(request, context);
    QVERIFY_OK(preview);
    QVERIFY(preview->isEmptyTarget);
    QCOMPARE(shown(changeOf(preview->tables, u"Customer"_s)), u"+50 ~0 -0 =0 !0"_s);
    const auto done = restored(request);
    QVERIFY_OK(done);
    QVERIFY(done->safetyBackup.isEmpty());
    const auto summary = Tests::summaryOf(there.spec);
    QVERIFY_OK(summary);
    QCOMPARE(Tests::lines(*summary), bench.shop.summary());
    // Entity Framework finds its list, and new rows get numbers after the highest.
    QCOMPARE(there.execute(u"select count(*) from \"__EFMigrationsHistory\""_s).first().first(), u"2"_s);
    const QString insert =
        u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values ('Next', "
        "'2026-01-01 00:00:00', '2026-01-01 00:00:00') returning \"Id\""_s;
    QCOMPARE(there.execute(insert).first().first(), u"51"_s);
}

void tst_Restore::changesNothingWhenRefused_data()
{
    QTest::addColumn<QString>("why");
    QTest::addColumn<ErrorKind>("error");
    QTest::newRow("gate") << u"gate"_s << ErrorKind::ReadOnly;
    QTest::newRow("read-only") << u"read-only"_s << ErrorKind::ReadOnly;
    QTest::newRow("pooler") << u"pooler"_s << ErrorKind::Unsupported;
    QTest::newRow("damaged") << u"damaged"_s << ErrorKind::Corrupt;
    QTest::newRow("missing") << u"missing"_s << ErrorKind::NotFound;
    QTest::newRow("no backup") << u"no backup"_s << ErrorKind::Corrupt;
    QTest::newRow("no safety folder") << u"no safety folder"_s << ErrorKind::Io;
}

void tst_Restore::changesNothingWhenRefused()
{
    QFETCH(QString, why);
    QFETCH(ErrorKind, error);
    for (const DatabaseKind kind : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect}) {
        Bench bench(kind, 10);
        RestoreRequest request = bench.request(bench.backUp());
        bench.shop.execute(u"update \"Customer\" set \"Name\" = 'mine'"_s);
        const QStringList before = bench.shop.summary();
        if (why == u"gate")
            request.options.gate = std::make_shared<Db::AccessGate>(false);
        else if (why == u"read-only")
            request.target.openMode = Db::SqliteOpenMode::ReadOnly;
        else if (why == u"pooler")
            request.target.hosts = {{u"ep-cool-voice-123456-pooler.eu-central-1.aws.neon.tech"_s, 5432}};
        else if (why == u"damaged")
            QVERIFY(Tests::writeTo(request.file,
                                   Tests::withFlippedBit(Tests::contentOf(request.file), 8 * 5000 + 3)));
        else if (why == u"missing")
            request.file += u".not"_s;
        else if (why == u"no backup")
            QVERIFY(Tests::writeTo(request.file = bench.folder.filePath(u"x"_s), QByteArray(3000, '\1')));
        else
            request.safetyFolder = u"/proc/nothing"_s;
        if (why == u"pooler" && kind == DatabaseKind::Sqlite)
            continue;
        const auto done = restored(request);
        QVERIFY(!done);
        QCOMPARE(done.error().kind, error);
        QCOMPARE(bench.shop.summary(), before);
        QVERIFY(Tests::namesIn(bench.safety.path()).isEmpty());
    }
}

void tst_Restore::takesTheSafetyBackupAgain_data()
{
    addDatabases();
}

// Somebody saves between the safety backup and the lock: what they saved must be in the way back.
void tst_Restore::takesTheSafetyBackupAgain()
{
    QFETCH(DatabaseKind, kind);
    Bench bench(kind);
    const QString file = bench.backUp();
    const QStringList original = bench.shop.summary();
    bench.change();
    QStringList latest;
    Core::JobContext context([&](const Core::JobProgress &progress) {
        if (progress.phase != u"Finishing" || !latest.isEmpty())
            return;
        bench.shop.execute(u"update \"Customer\" set \"Name\" = 'in between' where \"Id\" = 9"_s);
        latest = bench.shop.summary();
    });
    const auto done = Backup::restore(bench.request(file), context);
    QVERIFY_OK(done);
    QVERIFY(!latest.isEmpty());
    QCOMPARE(bench.shop.summary(), original);
    QCOMPARE(Tests::namesIn(bench.safety.path()).size(), 2);
    QVERIFY_OK(restored(bench.request(done->safetyBackup)));
    QCOMPARE(bench.shop.summary(), latest);
}

void tst_Restore::givesUpWhereOthersKeepWriting()
{
    Bench bench(DatabaseKind::PostgresDirect);
    const QString file = bench.backUp();
    int saves = 0;
    Core::JobContext context([&](const Core::JobProgress &progress) {
        if (progress.phase == u"Finishing")
            bench.shop.execute(u"update \"Customer\" set \"Notes\" = '%1'"_s.arg(++saves));
    });
    const auto done = Backup::restore(bench.request(file), context);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Conflict);
    QCOMPARE(saves, 3);
    QCOMPARE(bench.shop.value(u"select count(*) from \"Customer\" where \"Notes\" = '3'"_s), u"50"_s);
    QVERIFY(Tests::namesIn(bench.safety.path()).isEmpty());
}

void tst_Restore::takesBackWhatTheDatabaseAlters()
{
    for (const DatabaseKind kind : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect}) {
        Bench bench(kind);
        const QString file = bench.backUp();
        bench.change();
        if (kind == DatabaseKind::Sqlite)
            bench.shop.execute(
                u"create trigger t after insert on \"Customer\" begin update \"Customer\" set \"Name\" = "
                "upper(new.\"Name\") where \"Id\" = new.\"Id\"; end"_s);
        else
            bench.shop.execute(
                u"create function t() returns trigger language plpgsql as $$ begin new.\"Name\" = "
                "upper(new.\"Name\"); return new; end $$; create trigger t before insert on "
                "\"Customer\" for each row execute function t()"_s);
        const QStringList before = bench.shop.summary();
        const auto done = restored(bench.request(file));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Corrupt);
        QCOMPARE(bench.shop.summary(), before);
        QVERIFY(Tests::namesIn(bench.safety.path()).isEmpty());
    }
}

void tst_Restore::rehearsesFirst_data()
{
    addBackups();
}

void tst_Restore::rehearsesFirst()
{
    QFETCH(DatabaseKind, kind);
    QFETCH(Kind, backup);
    Bench bench(kind);
    const QString file = bench.backUp(backup);
    bench.change();
    RestoreRequest request = bench.request(file);
    request.withRehearsal = true;
    const auto done = restored(request);
    QVERIFY_OK(done);
    QVERIFY(done->rehearsal);
    QVERIFY2(done->rehearsal->isGood, qPrintable(done->rehearsal->problem));
    QVERIFY(!done->rehearsal->where.isEmpty());
    QCOMPARE(Tests::lines(done->rehearsal->tables), bench.shop.summary());
    QVERIFY(readManifest(file)->rehearsed.isValid());
}

QTEST_GUILESS_MAIN(tst_Restore)
#include "tst_restore.moc"
