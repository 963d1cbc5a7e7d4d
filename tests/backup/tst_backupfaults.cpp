// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/partfile.h"
#include "backup/workfolder.h"
#include "workerfixture.h"

#include <QTest>

#include <sys/mount.h>

using namespace Qt::StringLiterals;
using namespace Backup;
using Tests::contentOf;
using Tests::namesIn;
using Tests::runWorker;
using Tests::Shop;
using Tests::WorkerRun;
using DatabaseKind = Tests::TempDatabase::Kind;

/// What a failing and a full disk can do to backups and restores.
class tst_BackupFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCallOfABackup_data();
    void everyCallOfABackup();
    void everyCallOfARestore_data();
    void everyCallOfARestore();
    void fullDisk_data();
    void fullDisk();
    void fullDiskWhileRestoring();
};

namespace {

constexpr int endless = 400;

struct Traced
{
    WorkerRun run;
    bool isHit = false;
};

/// Lets the `nth` of one system call of the worker fail, wherever it is made.
Traced runTraced(const QString &call, const QString &error, int nth, const QStringList &words,
                 const QString &trace)
{
    Traced traced;
    traced.run =
        runWorker(0, words,
                  {u"strace"_s, u"-f"_s, u"-qq"_s, u"--seccomp-bpf"_s, u"-o"_s, trace, u"-e"_s,
                   u"trace="_s + call, u"-e"_s, u"inject=%1:error=%2:when=%3"_s.arg(call, error).arg(nth)});
    traced.isHit = contentOf(trace).contains("(INJECTED)");
    QFile::remove(trace);
    return traced;
}

void addCalls(bool withRename)
{
    QTest::addColumn<DatabaseKind>("database");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("error");
    for (const auto &[database, kind] : QList<std::pair<DatabaseKind, Kind>>{
             {DatabaseKind::Sqlite, Kind::SqliteSnapshot}, {DatabaseKind::PostgresDirect, Kind::Portable}}) {
        QStringList calls = {u"pwrite64"_s, u"write"_s, u"fsync"_s, u"fdatasync"_s, u"ftruncate"_s};
        if (withRename)
            calls << u"renameat2"_s << u"renameat"_s;
        for (const QString &call : calls)
            for (const QString &error : {u"ENOSPC"_s, u"EIO"_s})
                QTest::addRow("%s %s %s", qPrintable(keyOf(kind)), qPrintable(call), qPrintable(error))
                    << database << kind << call << error;
    }
}

/// Makes a disk of `kibibytes` where that is allowed, and takes it away again.
class SmallMount final
{
public:
    SmallMount(const QString &path, int kibibytes)
        : m_path(QFile::encodeName(path))
    {
        QDir().mkpath(path);
        m_isMounted =
            ::mount("tmpfs", m_path.constData(), "tmpfs", 0, qPrintable(u"size=%1k"_s.arg(kibibytes))) == 0;
    }
    ~SmallMount()
    {
        if (m_isMounted)
            ::umount(m_path.constData());
    }
    Q_DISABLE_COPY_MOVE(SmallMount)
    [[nodiscard]] bool isMounted() const { return m_isMounted; }

private:
    QByteArray m_path;
    bool m_isMounted = false;
};

} // namespace

void tst_BackupFaults::everyCallOfABackup_data()
{
    addCalls(true);
}

// Acceptance 17: an error is shown, and nothing is under the final name; or it did no harm.
void tst_BackupFaults::everyCallOfABackup()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    QFETCH(QString, call);
    QFETCH(QString, error);
    const Shop shop(database, 5);
    const QStringList before = shop.summary();
    const QTemporaryDir folder;
    const QTemporaryDir traces;
    const QString file = folder.filePath(u"backup"_s);
    int failures = 0;
    int silent = 0;
    int bad = 0;
    for (int nth = 1; nth < endless; ++nth) {
        const Traced traced =
            runTraced(call, error, nth, {u"backup"_s, keyOf(kind), shop.database.connectionString(), file},
                      traces.filePath(u"trace"_s));
        const bool isThere = QFile::exists(file);
        const auto verification = Tests::verified(file);
        const bool isGood = verification && verification->isGood && verification->hasManifest;
        silent += traced.run.code == 0 && !isGood ? 1 : 0;
        const bool isWrong = (traced.run.code != 0 && (isThere || traced.run.err.trimmed().isEmpty())) ||
                             (!traced.isHit && traced.run.code != 0);
        removeLeftovers(folder.path());
        const QStringList left = namesIn(folder.path());
        if (isWrong || (!isThere && !left.isEmpty())) {
            ++bad;
            qWarning("%s number %d: code %d, left %s: %s", qPrintable(call), nth, traced.run.code,
                     qPrintable(left.join(u", ")), qPrintable(traced.run.err));
        }
        for (const QString &name : left)
            QFile::remove(folder.filePath(name));
        if (!traced.isHit)
            break;
        ++failures;
    }
    QCOMPARE(shop.summary(), before);
    qInfo("acceptance 17 (backup, %s): %d failed calls, %d silent, %d bad", QTest::currentDataTag(), failures,
          silent, bad);
    QVERIFY(failures < endless - 1);
    QCOMPARE(silent, 0);
    QCOMPARE(bad, 0);
}

void tst_BackupFaults::everyCallOfARestore_data()
{
    addCalls(false);
}

// The same for a restore: the old state or the new one, and what was said is true.
void tst_BackupFaults::everyCallOfARestore()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    QFETCH(QString, call);
    QFETCH(QString, error);
    const Shop shop(database, 5);
    const QTemporaryDir folder;
    const QTemporaryDir traces;
    const QTemporaryDir safety;
    const QString file = folder.filePath(u"backup"_s);
    QVERIFY_OK(Tests::backUp(shop.spec, kind, file));
    const QStringList original = shop.summary();
    int failures = 0;
    int bad = 0;
    for (int nth = 1; nth < endless; ++nth) {
        shop.execute(u"update \"Customer\" set \"Name\" = 'mine'"_s);
        const QStringList before = shop.summary();
        const Traced traced =
            runTraced(call, error, nth, {u"restore"_s, file, shop.database.connectionString(), safety.path()},
                      traces.filePath(u"trace"_s));
        const QStringList after = shop.summary();
        const QString integrity =
            database == DatabaseKind::Sqlite ? shop.value(u"pragma integrity_check"_s) : u"ok"_s;
        if (after != (traced.run.code == 0 ? original : before) || integrity != u"ok" ||
            (!traced.isHit && traced.run.code != 0)) {
            ++bad;
            qWarning("%s number %d: code %d: %s", qPrintable(call), nth, traced.run.code,
                     qPrintable(traced.run.err));
        }
        if (!traced.isHit)
            break;
        ++failures;
    }
    qInfo("acceptance 17 (restore, %s): %d failed calls, %d bad", QTest::currentDataTag(), failures, bad);
    QVERIFY(failures < endless - 1);
    QCOMPARE(bad, 0);
}

void tst_BackupFaults::fullDisk_data()
{
    QTest::addColumn<DatabaseKind>("database");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<bool>("wraps");
    for (const DatabaseKind database : {DatabaseKind::Sqlite, DatabaseKind::PostgresDirect})
        for (const Kind kind : Tests::backupKinds(database))
            for (const bool wraps : {false, true})
                QTest::addRow("%s of %s%s", qPrintable(keyOf(kind)),
                              database == DatabaseKind::Sqlite ? "sqlite" : "postgresql",
                              wraps ? ", encrypted" : "")
                    << database << kind << wraps;
}

// Acceptance 18: a disk that is full, at whatever byte.
void tst_BackupFaults::fullDisk()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    QFETCH(bool, wraps);
    const Shop shop(database, 200);
    const QTemporaryDir folder;
    const QString disk = folder.filePath(u"disk"_s);
    Request request = Tests::requestFor(shop.spec, kind, disk + u"/backup"_s);
    request.wrapping.passphrase = wraps ? u"secret"_s : QString();
    request.wrapping.limits = Tests::quickKey;
    const auto tried = [&] {
        Core::JobContext context;
        const auto made = makeBackup(request, context);
        // The manifest needs its place, too.
        const bool isRight = made ? Tests::verified(request.file, request.wrapping.passphrase)->isGood
                                  : made.error().kind == Core::ErrorKind::Io && namesIn(disk).isEmpty() &&
                                        !made.error().detail.contains(u"Unknown error"_s);
        if (!isRight)
            qWarning("%s; left %s", made ? "made" : qPrintable(Core::toText(made.error())),
                     qPrintable(namesIn(disk).join(u", ")));
        if (made) {
            QFile::remove(request.file);
            QFile::remove(manifestFile(request.file));
        }
        return std::pair(made.has_value(), isRight);
    };
    QVERIFY(QDir().mkdir(disk));
    int full = 0;
    int bad = 0;
    int sizes = 0;
    for (const int kibibytes : {4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 4096}) {
        const SmallMount mount(disk, kibibytes);
        if (!mount.isMounted())
            break;
        const auto [isMade, isRight] = tried();
        full += isMade ? 0 : 1;
        bad += isRight ? 0 : 1;
        ++sizes;
    }
    for (const int kibibytes : {1, 5, 20, 30, 40, 60}) {
        const Tests::SmallDisk limit(rlim_t(kibibytes) * 1024);
        const auto [isMade, isRight] = tried();
        full += isMade ? 0 : 1;
        bad += isRight ? 0 : 1;
        ++sizes;
    }
    qInfo("acceptance 18 (%s): %d sizes of a disk or a file, %d full, %d bad", QTest::currentDataTag(), sizes,
          full, bad);
    QVERIFY(full > 3 && full < sizes);
    QCOMPARE(bad, 0);
}

void tst_BackupFaults::fullDiskWhileRestoring()
{
    const QTemporaryDir folder;
    const Shop shop(DatabaseKind::Sqlite, 2000);
    const QString file = folder.filePath(u"backup"_s);
    QVERIFY_OK(Tests::backUp(shop.spec, Kind::SqliteSnapshot, file));
    // A small database that would have to grow; and one whose safety backup finds no room.
    const Shop small(DatabaseKind::Sqlite, 10);
    const QStringList before = small.summary();
    int refused = 0;
    constexpr std::array limits = {40, 60, 80, 120, 160, 200};
    for (const int kibibytes : limits) {
        const Tests::SmallDisk limit(rlim_t(kibibytes) * 1024);
        const QTemporaryDir safety;
        const auto done = Tests::restored(Tests::restoreRequest(file, small.spec, safety.path()));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, Core::ErrorKind::Io);
        QVERIFY(namesIn(safety.path()).isEmpty());
        ++refused;
        QCOMPARE(small.summary(), before);
        QCOMPARE(small.value(u"pragma integrity_check"_s), u"ok"_s);
    }
    qInfo("acceptance 18 (restore): %d limits, %d refused, nothing changed", int(limits.size()), refused);
}

QTEST_GUILESS_MAIN(tst_BackupFaults)
#include "tst_backupfaults.moc"
