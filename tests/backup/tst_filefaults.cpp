// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/manifest.h"
#include "backup/partfile.h"
#include "backup/wrapping.h"
#include "filefixture.h"
#include "support/verify.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/mount.h>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Backup;
using Tests::contentOf;
using Tests::namesIn;
using Tests::ProgramRun;
using Tests::writeTo;

namespace {

constexpr int pieceCount = 40;
constexpr qsizetype pieceSize = 4096;

QByteArray piece(int number)
{
    return QByteArray(pieceSize, char('a' + number % 26));
}

QByteArray wholeContent()
{
    QByteArray result;
    for (int i = 0; i < pieceCount; ++i)
        result += piece(i);
    return result;
}

/// In the order in which a backup is made: the file, its manifest, its name. `meanwhile`: just before the
/// name.
Core::Result<void> makeFile(
    const QString &file, const std::function<void()> &meanwhile = [] {})
{
    const auto part = PartFile::create(file);
    if (!part)
        return part.error();
    // What SQLite has beside it while it writes.
    if (const QString journal = (*part)->path() + u"-journal"_s;
        !writeTo(journal, "x") || !QFile::remove(journal))
        return Core::Error{Core::ErrorKind::Io, u"no journal"_s, {}, {}};
    for (int i = 0; i < pieceCount; ++i)
        if (const auto written = (*part)->write(piece(i)); !written)
            return written.error();
    if (const auto written = writeManifest(file, Tests::fullManifest()); !written)
        return written.error();
    meanwhile();
    return (*part)->finish();
}

/// What this program does as a child of itself: "make FILE", "taken FILE", "note FILE TIMES TEXT" or "die
/// FILE MICROSECONDS", which makes a file again and again until it is killed.
int runChild(const QStringList &words)
{
    const QString verb = words.value(0);
    const QString file = words.value(1);
    const auto make = [&] {
        const auto made = makeFile(file, [&] {
            if (verb == u"taken" && !writeTo(file, "somebody else's"))
                qFatal("no test file");
        });
        if (!made)
            std::fprintf(stderr, "%s\n", qUtf8Printable(Core::toText(made.error())));
        return made.has_value();
    };
    if (verb == u"make" || verb == u"taken")
        return make() ? 0 : 1;
    if (verb == u"note") {
        for (int i = 0; i < words.value(2).toInt(); ++i)
            if (!updateManifest(file, [&](Manifest &manifest) {
                    manifest.migrations.append(words.value(3) + QString::number(i));
                }))
                return 1;
        return 0;
    }
    Tests::dieIn(words.value(2).toLong());
    for (;;) {
        if (!make())
            return 1;
        QFile::remove(file);
        QFile::remove(manifestFile(file));
    }
}

ProgramRun runSelf(const QStringList &arguments)
{
    return Tests::runProgram(QCoreApplication::applicationFilePath(), QStringList{u"--child"_s} + arguments);
}

} // namespace

/// What the kernel, the disk and other processes can do to a backup's files. Each prints its figure.
class TestFileFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"shop.db"_s);
    }
    void killedWhileWriting();
    void failingSystemCalls();
    void fileSystemsWithLess_data();
    void fileSystemsWithLess();
    void aFullDisk();
    void notesOfTwoProcesses();
    void cleaningUpBesideALivingWriter();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestFileFaults::killedWhileWriting()
{
    constexpr int kills = 200;
    QRandomGenerator random(16);
    int bad = 0;
    int leftovers = 0;
    int whole = 0;
    for (int i = 0; i < kills; ++i) {
        const int moment = random.bounded(100, 15'000);
        const ProgramRun child = runSelf({u"die"_s, m_file, QString::number(moment)});
        QVERIFY2(child.isKilled, "the child ended by itself");
        const bool isThere = QFile::exists(m_file);
        const bool isWhole = isThere && contentOf(m_file) == wholeContent();
        whole += isWhole ? 1 : 0;
        leftovers += namesIn(m_folder->path()).contains(u"shop.db.gsc-admin.part"_s) ? 1 : 0;
        removeLeftovers(m_folder->path());
        QStringList expected;
        if (isThere)
            expected << u"shop.db"_s << u"shop.db.manifest.json"_s;
        const QStringList names = namesIn(m_folder->path());
        // Between the deletion of the file and that of its manifest, which the child does itself.
        const bool isBetween = !isThere && names == QStringList{u"shop.db.manifest.json"_s};
        const bool hasManifest = !isThere || readManifest(m_file).has_value();
        if ((isThere && !isWhole) || (names != expected && !isBetween) || !hasManifest) {
            ++bad;
            qWarning("killed after %d µs: %s", moment, qPrintable(names.join(u", ")));
        }
        QFile::remove(m_file);
        QFile::remove(manifestFile(m_file));
        if (!makeFile(m_file)) // the next start is clean
            ++bad;
        QFile::remove(m_file);
        QFile::remove(manifestFile(m_file));
    }
    qInfo("acceptance 16 (backup files): %d kills, %d in the middle, %d after the end, %d bad", kills,
          leftovers, whole, bad);
    QCOMPARE(bad, 0);
    QVERIFY2(leftovers > kills / 10, "no child was in the middle of a file: the moments are wrong");
}

void TestFileFaults::failingSystemCalls()
{
    int failures = 0;
    int silent = 0;
    int bad = 0;
    for (const QString &call :
         {u"write"_s, u"fsync"_s, u"renameat2"_s, u"renameat"_s, u"openat"_s, u"flock"_s, u"unlinkat"_s})
        for (const QString &error : {u"ENOSPC"_s, u"EIO"_s}) {
            for (int nth = 1;; ++nth) {
                QVERIFY2(nth < 500, "no end");
                const QString trace = m_folder->filePath(u"trace"_s);
                const ProgramRun child =
                    Tests::runProgram(u"strace"_s, {u"-f"_s,
                                                    u"-qq"_s,
                                                    u"-o"_s,
                                                    trace,
                                                    u"-P"_s,
                                                    m_folder->path(),
                                                    u"-P"_s,
                                                    m_file,
                                                    u"-P"_s,
                                                    m_file + u".gsc-admin.part"_s,
                                                    u"-P"_s,
                                                    manifestFile(m_file) + u".gsc-admin.part"_s,
                                                    u"-e"_s,
                                                    u"trace="_s + call,
                                                    u"-e"_s,
                                                    u"inject=%1:error=%2:when=%3"_s.arg(call, error).arg(nth),
                                                    QCoreApplication::applicationFilePath(),
                                                    u"--child"_s,
                                                    u"make"_s,
                                                    m_file});
                const bool isHit = contentOf(trace).contains("(INJECTED)");
                QVERIFY(QFile::remove(trace));
                const bool isThere = QFile::exists(m_file);
                // There and said to be, or neither.
                const bool isWhole = contentOf(m_file) == wholeContent() && readManifest(m_file).has_value();
                // Only a lock or a deletion that fails may be gone without saying so.
                const bool isHarmless = !isHit || call == u"flock" || call == u"unlinkat";
                silent += child.code == 0 && (!isWhole || !isHarmless) ? 1 : 0;
                bad += child.code != 0 && isThere ? 1 : 0;
                if (child.code != 0 && child.err.trimmed().isEmpty())
                    ++bad;
                removeLeftovers(m_folder->path());
                const QStringList names = namesIn(m_folder->path());
                if (!isThere && !names.isEmpty()) {
                    ++bad;
                    qWarning("%s %s %d left: %s", qPrintable(call), qPrintable(error), nth,
                             qPrintable(names.join(u", ")));
                }
                for (const QString &name : names)
                    QVERIFY(QFile::remove(m_folder->filePath(name)));
                if (!isHit) {
                    QCOMPARE(child.code, 0);
                    QVERIFY(isWhole);
                    QVERIFY2(nth > 1 || call == u"unlinkat", qPrintable(u"%1 was never called"_s.arg(call)));
                    break;
                }
                ++failures;
            }
        }
    qInfo("acceptance 17 (backup files): %d failed calls, %d silent, %d bad", failures, silent, bad);
    QVERIFY(failures > 2 * pieceCount);
    QCOMPARE(silent, 0);
    QCOMPARE(bad, 0);
}

void TestFileFaults::fileSystemsWithLess_data()
{
    QTest::addColumn<QStringList>("lacking");
    QTest::addColumn<bool>("isTaken");
    for (const bool isTaken : {false, true}) {
        const char *const suffix = isTaken ? ", name taken" : "";
        QTest::addRow("no flags for rename%s", suffix) << QStringList{u"renameat2:error=EINVAL"_s} << isTaken;
        QTest::addRow("no hard links either%s", suffix)
            << QStringList{u"renameat2:error=EINVAL"_s, u"linkat:error=EPERM"_s} << isTaken;
    }
    QTest::newRow("no locks") << QStringList{u"flock:error=ENOLCK"_s} << false;
    QTest::newRow("folders cannot be synced") << QStringList{u"fsync:error=EINVAL:when=2+2"_s} << false;
}

void TestFileFaults::fileSystemsWithLess()
{
    QFETCH(QStringList, lacking);
    QFETCH(bool, isTaken);
    QStringList arguments{u"-f"_s, u"-qq"_s, u"-o"_s, m_folder->filePath(u"trace"_s)};
    for (const QString &injection : lacking)
        arguments << u"-e"_s << u"inject="_s + injection;
    // The last moment in which the name can be taken is while the child runs: a manifest's name, which it
    // does not look at before.
    arguments << QCoreApplication::applicationFilePath() << u"--child"_s << (isTaken ? u"taken"_s : u"make"_s)
              << m_file;
    const ProgramRun child = Tests::runProgram(u"strace"_s, arguments);
    QVERIFY2(child.code == (isTaken ? 1 : 0), qPrintable(child.err));
    QVERIFY2(!isTaken || child.err.contains(u"already"), qPrintable(child.err));
    QCOMPARE(contentOf(m_file), isTaken ? QByteArray("somebody else's") : wholeContent());
    QVERIFY2(contentOf(m_folder->filePath(u"trace"_s)).contains("(INJECTED)"), "nothing was missing");
    QVERIFY(!QFile::exists(m_file + u".gsc-admin.part"_s));
}

void TestFileFaults::aFullDisk()
{
    // A disk of its own where that is allowed, else a limit on the size of files.
    const QString disk = m_folder->filePath(u"disk"_s);
    QVERIFY(QDir().mkdir(disk));
    const QByteArray path = QFile::encodeName(disk);
    const bool isMounted = ::mount("tmpfs", path.constData(), "tmpfs", 0, "size=64k") == 0;
    const QString file = disk + u"/shop.db"_s;
    const QString plain = m_folder->filePath(u"plain"_s);
    QVERIFY(writeTo(plain, wholeContent()));
    const Core::KdfLimits quick{crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};
    Core::JobContext context;

    std::optional<Tests::SmallDisk> small;
    if (!isMounted)
        small.emplace(50'000);
    const auto made = makeFile(file);
    const QStringList afterMade = namesIn(disk);
    const auto wrapped = wrap(plain, file, {false, u"secret"_s, quick}, context);
    const QStringList afterWrapped = namesIn(disk);
    // A manifest that does not fit leaves the old one.
    const auto first = writeManifest(file, Tests::fullManifest());
    Backup::Manifest large = Tests::fullManifest();
    large.schema.insert(u"much"_s, QString(200'000, u'x'));
    const auto second = writeManifest(file, large);
    const auto read = readManifest(file);
    const QStringList afterManifest = namesIn(disk);
    small.reset();
    if (isMounted)
        ::umount(path.constData());

    QCOMPARE(made.error().kind, Core::ErrorKind::Io);
    QVERIFY2(made.error().summary.contains(u"space"), qPrintable(made.error().summary));
    QCOMPARE(afterMade, QStringList());
    QCOMPARE(wrapped.error().kind, Core::ErrorKind::Io);
    QCOMPARE(afterWrapped, QStringList());
    QVERIFY_OK(first);
    QCOMPARE(second.error().kind, Core::ErrorKind::Io);
    QVERIFY_OK(read);
    QVERIFY(read->schema == Tests::fullManifest().schema);
    QCOMPARE(afterManifest, QStringList{u"shop.db.manifest.json"_s});

    // And by the kernel's own hand: SIGXFSZ kills.
    const QString killed = m_folder->filePath(u"killed.db"_s);
    const ProgramRun child =
        Tests::runProgram(u"sh"_s, {u"-c"_s, u"ulimit -f 40; exec \"$0\" --child make \"$1\""_s,
                                    QCoreApplication::applicationFilePath(), killed});
    QVERIFY(child.isKilled || child.code != 0);
    QVERIFY(!QFile::exists(killed));
    removeLeftovers(m_folder->path());
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"disk"_s, u"plain"_s}));
    qInfo("acceptance 18 (backup files): %s and ulimit -f, 0 files under a final name",
          isMounted ? "tmpfs of 64 KiB" : "limit on file sizes");
}

void TestFileFaults::notesOfTwoProcesses()
{
    constexpr int each = 60;
    Backup::Manifest manifest = Tests::fullManifest();
    manifest.migrations.clear();
    QVERIFY_OK(writeManifest(m_file, manifest));
    std::array<QProcess, 3> processes;
    for (std::size_t i = 0; i < processes.size(); ++i)
        processes.at(i).start(QCoreApplication::applicationFilePath(),
                              {u"--child"_s, u"note"_s, m_file, QString::number(each),
                               u"%1 "_s.arg(QChar(u'A' + char16_t(i)))});
    // What cleans up meanwhile takes nothing away from them.
    for (QProcess &process : processes) {
        while (process.state() != QProcess::NotRunning && !process.waitForFinished(1))
            removeLeftovers(m_folder->path());
        QCOMPARE(process.exitCode(), 0);
    }
    const auto read = readManifest(m_file);
    QVERIFY_OK(read);
    const int kept = int(read->migrations.size());
    qInfo("three processes, %d notes each: lost %d", each, 3 * each - kept);
    QCOMPARE(kept, 3 * each);
}

void TestFileFaults::cleaningUpBesideALivingWriter()
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {u"--child"_s, u"die"_s, m_file, QString::number(900'000)});
    int rounds = 0;
    for (; child.state() != QProcess::NotRunning; ++rounds) {
        removeLeftovers(m_folder->path());
        child.waitForFinished(1);
    }
    // It was killed, and did not end because somebody had taken its file away.
    QVERIFY2(child.exitStatus() == QProcess::CrashExit, child.readAllStandardError().constData());
    QVERIFY(rounds > 20);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--child")
        return runChild(arguments.mid(2));
    TestFileFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_filefaults.moc"
