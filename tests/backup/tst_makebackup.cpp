// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/makebackup.h"
#include "restorefixture.h"
#include "support/postgresserver.h"

#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Backup;
using Tests::namesIn;
using Tests::requestFor;
using Tests::Shop;
using DatabaseKind = Tests::TempDatabase::Kind;

class tst_MakeBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsWhatTheDatabaseHeld_data();
    void holdsWhatTheDatabaseHeld();
    void wraps_data();
    void wraps();
    void takesParts_data();
    void takesParts();
    void refuses();
    void leavesNothingUnderATakenName_data();
    void leavesNothingUnderATakenName();
    void writesForItsOwnerOnly();
    void tellsTheCommand();
    void estimates_data();
    void estimates();
};

namespace {

void addBackups()
{
    QTest::addColumn<DatabaseKind>("database");
    QTest::addColumn<Kind>("kind");
    for (const auto &[name, database] : Tests::TempDatabase::kinds())
        for (const Kind kind : Tests::backupKinds(database))
            if (database != DatabaseKind::PostgresPooled || kind == Kind::Portable)
                QTest::addRow("%s %s", name, qPrintable(keyOf(kind))) << database << kind;
}

} // namespace

void tst_MakeBackup::holdsWhatTheDatabaseHeld_data()
{
    addBackups();
}

void tst_MakeBackup::holdsWhatTheDatabaseHeld()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    const Shop shop(database);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"backup"_s);

    const auto made = Tests::backUp(shop.spec, kind, file);
    QVERIFY_OK(made);
    QCOMPARE(namesIn(folder.path()), (QStringList{u"backup"_s, u"backup.manifest.json"_s}));
    QCOMPARE(Tests::lines(made->manifest.tables), shop.summary());
    const auto manifest = readManifest(file);
    QVERIFY_OK(manifest);
    QCOMPARE(toJson(*manifest), toJson(made->manifest));
    QCOMPARE(manifest->kind, kind);
    QCOMPARE(manifest->origin.profile, u"Workshop"_s);
    QCOMPARE(manifest->origin.identity, Db::identity(shop.spec));
    QVERIFY(!manifest->origin.serverVersion.isEmpty());
    QCOMPARE(manifest->migrations.size(), 2);
    QVERIFY(!manifest->newestUpdate.isEmpty());
    QCOMPARE(manifest->size, QFileInfo(file).size());
    QVERIFY(manifest->verified.isValid());

    const auto verification = Tests::verified(file);
    QVERIFY_OK(verification);
    QVERIFY2(verification->isGood, qPrintable(verification->problem));
    QCOMPARE(Tests::lines(verification->found), shop.summary());
}

void tst_MakeBackup::wraps_data()
{
    QTest::addColumn<bool>("compress");
    QTest::addColumn<QString>("passphrase");
    QTest::newRow("compressed") << true << QString();
    QTest::newRow("encrypted") << false << u"correct horse"_s;
    QTest::newRow("both") << true << u"correct horse"_s;
}

void tst_MakeBackup::wraps()
{
    QFETCH(bool, compress);
    QFETCH(QString, passphrase);
    for (const DatabaseKind database : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect})
        for (const Kind kind : Tests::backupKinds(database)) {
            const Shop shop(database);
            const QTemporaryDir folder;
            Request request = requestFor(shop.spec, kind, folder.filePath(u"backup"_s));
            request.wrapping.compress = compress;
            request.wrapping.passphrase = passphrase;
            request.wrapping.limits = Tests::quickKey;
            Core::JobContext context;
            const auto made = makeBackup(request, context);
            QVERIFY_OK(made);
            QCOMPARE(made->manifest.isCompressed, compress);
            QCOMPARE(made->manifest.isEncrypted, !passphrase.isEmpty());
            QCOMPARE(namesIn(folder.path()), (QStringList{u"backup"_s, u"backup.manifest.json"_s}));
            QVERIFY(!Tests::contentOf(request.file).contains("Mower"));

            const auto verification = Tests::verified(request.file, passphrase);
            QVERIFY_OK(verification);
            QVERIFY2(verification->isGood, qPrintable(verification->problem));
            if (passphrase.isEmpty())
                continue;
            for (const QString &wrong : {QString(), u"incorrect horse"_s}) {
                const auto refused = Tests::verified(request.file, wrong);
                QVERIFY(!refused);
                QCOMPARE(refused.error().kind, Core::ErrorKind::Authentication);
            }
            // A wrong passphrase says nothing about the backup.
            QVERIFY(readManifest(request.file)->problem.isEmpty());
        }
}

void tst_MakeBackup::takesParts_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Scope>("scope");
    QTest::addColumn<int>("tables");
    QTest::newRow("one table, portable") << Kind::Portable << Scope::OneTable << 1;
    QTest::newRow("one table, script") << Kind::Script << Scope::OneTable << 1;
    QTest::newRow("rows, script") << Kind::Script << Scope::DataOnly << 5;
    QTest::newRow("tables, script") << Kind::Script << Scope::SchemaOnly << 0;
}

void tst_MakeBackup::takesParts()
{
    QFETCH(Kind, kind);
    QFETCH(Scope, scope);
    QFETCH(int, tables);
    const Shop shop(DatabaseKind::PostgresDirect);
    const QTemporaryDir folder;
    Request request = requestFor(shop.spec, kind, folder.filePath(u"part"_s));
    request.scope = scope;
    request.table = u"Job"_s;
    Core::JobContext context;
    const auto made = makeBackup(request, context);
    QVERIFY_OK(made);
    QCOMPARE(made->manifest.tables.size(), tables);
    QCOMPARE(made->manifest.scope, scope);
    const auto verification = Tests::verified(request.file);
    QVERIFY_OK(verification);
    QVERIFY2(verification->isGood, qPrintable(verification->problem));

    request.file = folder.filePath(u"missing"_s);
    request.table = u"Nothing"_s;
    if (scope == Scope::OneTable)
        QCOMPARE(makeBackup(request, context).error().kind, Core::ErrorKind::NotFound);
}

void tst_MakeBackup::refuses()
{
    const QTemporaryDir folder;
    const auto refusal = [&](const Request &request) {
        Core::JobContext context;
        const auto made = makeBackup(request, context);
        return made ? std::optional<Core::ErrorKind>() : made.error().kind;
    };
    const QString file = folder.filePath(u"x"_s);
    const Db::ConnectionSpec sqlite = Tests::specOf(u"/nowhere/x.db"_s);
    const Db::ConnectionSpec pooled = Tests::specOf(u"postgresql://gsc@db.example.com:6432/gsc"_s);
    QCOMPARE(refusal(requestFor(sqlite, Kind::Dump, file)), Core::ErrorKind::Unsupported);
    QCOMPARE(refusal(requestFor(sqlite, Kind::Script, file)), Core::ErrorKind::Unsupported);
    QCOMPARE(refusal(requestFor(pooled, Kind::SqliteSnapshot, file)), Core::ErrorKind::Unsupported);
    QCOMPARE(refusal(requestFor(pooled, Kind::Dump, file)), Core::ErrorKind::Unsupported);
    QCOMPARE(refusal(requestFor(pooled, Kind::Script, file)), Core::ErrorKind::Unsupported);
    QCOMPARE(refusal(requestFor(sqlite, Kind::SqliteSnapshot, file)), Core::ErrorKind::NotFound);
    Request part = requestFor(pooled, Kind::Dump, file);
    part.scope = Scope::DataOnly;
    QCOMPARE(refusal(part), Core::ErrorKind::Unsupported);
    QVERIFY(namesIn(folder.path()).isEmpty());
}

void tst_MakeBackup::leavesNothingUnderATakenName_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what :
         {"file", "link to a file", "link to nothing", "folder", "pipe", "hard link", "appears meanwhile"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

// Acceptance 34: what is there stays as it is.
void tst_MakeBackup::leavesNothingUnderATakenName()
{
    QFETCH(QString, what);
    const Shop shop(DatabaseKind::Sqlite);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"backup.db"_s);
    const QString other = folder.filePath(u"precious"_s);
    QVERIFY(Tests::writeTo(other, "precious"));
    if (what == u"file")
        QVERIFY(Tests::writeTo(file, "mine"));
    else if (what == u"link to a file")
        QVERIFY(QFile::link(other, file));
    else if (what == u"link to nothing")
        QVERIFY(QFile::link(folder.filePath(u"nothing"_s), file));
    else if (what == u"folder")
        QVERIFY(QDir().mkdir(file));
    else if (what == u"pipe")
        QCOMPARE(::mkfifo(qPrintable(file), S_IRUSR | S_IWUSR), 0);
    else if (what == u"hard link")
        QCOMPARE(::link(qPrintable(other), qPrintable(file)), 0);

    const Request request = requestFor(shop.spec, Kind::SqliteSnapshot, file);
    const bool isLate = what == u"appears meanwhile";
    Core::JobContext context([&](const Core::JobProgress &) {
        if (isLate && !QFile::exists(file))
            (void)Tests::writeTo(file, "mine");
    });
    const QStringList before = namesIn(folder.path());
    const auto made = makeBackup(request, context);
    QVERIFY(!made);
    QCOMPARE(made.error().kind, Core::ErrorKind::Conflict);
    QCOMPARE(Tests::contentOf(other), "precious");
    QCOMPARE(namesIn(folder.path()), isLate ? QStringList({u"backup.db"_s, u"precious"_s}) : before);
    if (what == u"file" || isLate)
        QCOMPARE(Tests::contentOf(file), "mine");
}

void tst_MakeBackup::writesForItsOwnerOnly()
{
    const mode_t old = ::umask(0);
    const auto restoreMask = qScopeGuard([old] { ::umask(old); });
    for (const DatabaseKind database : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect}) {
        const Shop shop(database);
        for (const Kind kind : Tests::backupKinds(database)) {
            const QTemporaryDir folder;
            const QString file = folder.filePath(u"backup"_s);
            QVERIFY_OK(Tests::backUp(shop.spec, kind, file));
            QCOMPARE(Tests::modeOf(file), S_IRUSR | S_IWUSR);
            QCOMPARE(Tests::modeOf(manifestFile(file)), S_IRUSR | S_IWUSR);
        }
    }
}

void tst_MakeBackup::tellsTheCommand()
{
    const Db::ConnectionSpec sqlite = Tests::specOf(u"/data/gsc tracking.db"_s);
    const Db::ConnectionSpec server = Tests::specOf(u"postgresql://gsc:s3cret@db.example.com/gsc"_s);
    Request request = requestFor(sqlite, Kind::SqliteSnapshot, u"/backups/a.db"_s);
    QCOMPARE(equivalentCommand(request, u"Local"_s),
             u"sqlite3 -readonly '/data/gsc tracking.db' '.backup '\\''/backups/a.db'\\'''"_s);
    request.file = u"/backups/it's.db"_s;
    QCOMPARE(equivalentCommand(request, u"Local shop"_s),
             u"gsc-admin backup 'Local shop' --kind sqlite --out '/backups/it'\\''s.db'"_s);

    request = requestFor(server, Kind::Dump, u"/backups/a.dump"_s);
    const QString dump = equivalentCommand(request, u"Staging"_s);
    QVERIFY2(dump.startsWith(u"pg_dump -Fc --no-owner --no-privileges --file=/backups/a.dump "_s),
             qPrintable(dump));
    QVERIFY(!dump.contains(u"s3cret"_s));
    request.kind = Kind::Script;
    request.scope = Scope::OneTable;
    request.table = u"Customer"_s;
    QVERIFY(equivalentCommand(request, u"Staging"_s)
                .contains(u" -Fp --no-owner --no-privileges --table='\"Customer\"'"_s));
    request.wrapping = {true, u"s3cret"_s, {}};
    QCOMPARE(
        equivalentCommand(request, u"Staging"_s),
        u"gsc-admin backup Staging --kind script --out /backups/a.dump --table Customer --compress --encrypt"_s);
}

void tst_MakeBackup::estimates_data()
{
    addBackups();
}

void tst_MakeBackup::estimates()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    const Shop shop(database, 2000);
    const QTemporaryDir folder;
    const Request request = requestFor(shop.spec, kind, folder.filePath(u"not/yet/there"_s));
    const auto guess = estimate(request);
    QVERIFY_OK(guess);
    QVERIFY(guess->freeSpace > 0);
    const auto made = Tests::backUp(shop.spec, kind, folder.filePath(u"backup"_s));
    QVERIFY_OK(made);
    QVERIFY2(guess->size > made->manifest.size / 5 && guess->size < made->manifest.size * 5,
             qPrintable(u"%1 for %2 bytes"_s.arg(guess->size).arg(made->manifest.size)));
}

QTEST_GUILESS_MAIN(tst_MakeBackup)
#include "tst_makebackup.moc"
