// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilefixture.h"
#include "profiles/profilejson.h"
#include "profiles/profilestore.h"
#include "support/verify.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace Profiles;
using Tests::contentOf;

namespace {

constexpr int profileCount = 60;

/// All profiles carry the same mark, so that a mixture of two saves would be seen.
Core::Result<void> mark(ProfileSet &set, const QString &text)
{
    for (qsizetype i = set.profiles.size(); i < profileCount; ++i)
        set.profiles.append(Tests::profileNamed(QString::number(i)));
    for (Profile &profile : set.profiles)
        profile.notes = text;
    return {};
}

/// What the file holds, when it is whole: the mark that all profiles have.
std::optional<QString> markOf(const QString &file)
{
    const auto set = setFromJson(contentOf(file));
    if (!set || set->profiles.size() != profileCount)
        return std::nullopt;
    for (const Profile &profile : set->profiles)
        if (profile.notes != set->profiles.constFirst().notes)
            return std::nullopt;
    return set->profiles.constFirst().notes;
}

/// The kernel kills this process at that moment, wherever it is then.
void dieIn(long microseconds)
{
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGKILL;
    timer_t timer = {};
    ::timer_create(CLOCK_MONOTONIC, &event, &timer);
    itimerspec when = {};
    when.it_value.tv_nsec = microseconds * 1000;
    ::timer_settime(timer, 0, &when, nullptr);
}

/// What this program does as a child of itself: "save FILE MARK", "add FILE COUNT PREFIX" or
/// "die FILE MICROSECONDS", which saves again and again until it is killed.
int runChild(const QStringList &words)
{
    const QString verb = words.value(0);
    const ProfileStore store(words.value(1));
    if (verb == u"save") {
        const auto saved = store.update([&](ProfileSet &set) { return mark(set, words.value(2)); });
        if (!saved)
            std::fprintf(stderr, "%s\n", qUtf8Printable(Core::toText(saved.error())));
        return saved ? 0 : 1;
    }
    if (verb == u"add") {
        for (int i = 0; i < words.value(2).toInt(); ++i) {
            const auto saved = store.update([&](ProfileSet &set) -> Core::Result<void> {
                set.profiles.append(Tests::profileNamed(words.value(3) + QString::number(i)));
                return {};
            });
            if (!saved)
                return 1;
        }
        return 0;
    }
    dieIn(words.value(2).toLong());
    for (int round = 0;; ++round)
        if (!store.update([&](ProfileSet &set) { return mark(set, u"new %1"_s.arg(round % 2)); }))
            return 1;
}

struct Run
{
    int code = -1;
    bool isKilled = false;
    QString err;
};

Run run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // it cannot under a tracer
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.exitStatus() == QProcess::CrashExit,
            QString::fromUtf8(process.readAllStandardError())};
}

Run runSelf(const QStringList &arguments)
{
    return run(QCoreApplication::applicationFilePath(), QStringList{u"--child"_s} + arguments);
}

} // namespace

/// What other processes, the kernel and the disk can do to a save. Each prints its figure.
class TestProfileStoreFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"profiles.json"_s);
    }
    void twoProcessesLoseNothing();
    void killedWhileSaving();
    void failingSystemCalls();
    void aFullDisk();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestProfileStoreFaults::twoProcessesLoseNothing()
{
    constexpr int each = 60;
    std::array<QProcess, 2> processes;
    for (std::size_t i = 0; i < processes.size(); ++i)
        processes.at(i).start(
            QCoreApplication::applicationFilePath(),
            {u"--child"_s, u"add"_s, m_file, QString::number(each), u"%1 "_s.arg(QChar(u'A' + char16_t(i)))});
    for (QProcess &process : processes) {
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
    }
    const auto loaded = ProfileStore(m_file).load();
    QVERIFY_OK(loaded);
    QCOMPARE(loaded->set.profiles.size(), 2 * each);
    qInfo("two processes, %d changes each: lost 0", each);
}

void TestProfileStoreFaults::killedWhileSaving()
{
    constexpr int kills = 100;
    const ProfileStore store(m_file);
    QVERIFY_OK(store.update([](ProfileSet &set) { return mark(set, u"old"_s); }));
    int bad = 0;
    int changed = 0;
    int latest = 12'000; // µs
    for (int i = 0; i < kills; ++i) {
        // Where a child takes longer, it is killed later, until some come as far as saving.
        if (changed == 0 && i > 0 && i % 10 == 0)
            latest *= 2;
        const int moment = QRandomGenerator::global()->bounded(200, latest);
        const Run child = runSelf({u"die"_s, m_file, QString::number(moment)});
        QVERIFY2(child.isKilled, "the child ended by itself");
        const std::optional<QString> found = markOf(m_file);
        changed += found && *found != u"old" ? 1 : 0;
        // What is there is old or new, and the next change works.
        const auto next = store.update([](ProfileSet &set) { return mark(set, u"old"_s); });
        if (!found || !next) {
            ++bad;
            qWarning("killed after %d µs: %s", moment,
                     next ? "the file is not whole" : qPrintable(Core::toText(next.error())));
        }
    }
    qInfo("acceptance 16 (profiles): bad %d / %d (new content %d times)", bad, kills, changed);
    QCOMPARE(bad, 0);
    QVERIFY2(changed > 0, "no child came as far as saving: the moments are too early");
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"profiles.json"_s});
}

void TestProfileStoreFaults::failingSystemCalls()
{
    const ProfileStore store(m_file);
    int failures = 0;
    int silent = 0;
    int kept = 0;
    for (const QString &call : {u"write"_s, u"fsync"_s, u"rename"_s})
        for (const QString &error : {u"ENOSPC"_s, u"EIO"_s})
            for (int nth = 1;; ++nth) {
                QVERIFY2(nth < 50, "no end");
                QVERIFY_OK(store.update([](ProfileSet &set) { return mark(set, u"old"_s); }));
                const QString trace = m_folder->filePath(u"trace"_s);
                const Run child =
                    run(u"strace"_s, // the file's own calls only: sanitizers have some for themselves
                        {u"-f"_s, u"-qq"_s, u"-o"_s, trace, u"-P"_s, m_folder->path(), u"-P"_s, m_file,
                         u"-P"_s, m_file + u".part"_s, u"-e"_s, u"trace="_s + call, u"-e"_s,
                         u"inject=%1:error=%2:when=%3"_s.arg(call, error).arg(nth),
                         QCoreApplication::applicationFilePath(), u"--child"_s, u"save"_s, m_file, u"new"_s});
                const bool isHit = contentOf(trace).contains("(INJECTED)");
                QVERIFY(QFile::remove(trace));
                const std::optional<QString> found = markOf(m_file);
                QVERIFY2(found == u"old" || found == u"new", "not whole");
                if (!isHit) {
                    QCOMPARE(child.code, 0);
                    QCOMPARE(*found, u"new"_s);
                    break;
                }
                ++failures;
                silent += child.code == 0 && *found != u"new" ? 1 : 0;
                kept += *found == u"old" ? 1 : 0;
                // An error after the rename, and no other, leaves the new content, and says so.
                if (child.code != 0 && *found == u"new")
                    QVERIFY2(child.err.contains(u"power cut"), qPrintable(child.err));
                QVERIFY(!QFile::exists(m_file + u".part"_s));
            }
    qInfo("acceptance 17 (profiles): %d failed calls, old content kept %d times, silent %d", failures, kept,
          silent);
    QCOMPARE(silent, 0);
    QVERIFY(failures >= 6 && kept >= 6);
}

void TestProfileStoreFaults::aFullDisk()
{
    // A disk of its own where that is allowed, else a limit on the size of files.
    const QString disk = m_folder->filePath(u"disk"_s);
    QVERIFY(QDir().mkdir(disk));
    const QByteArray path = QFile::encodeName(disk);
    const bool isMounted = ::mount("tmpfs", path.constData(), "tmpfs", 0, "size=64k") == 0;
    rlimit old = {};
    ::getrlimit(RLIMIT_FSIZE, &old);
    auto *const oldHandler = std::signal(SIGXFSZ, SIG_IGN);

    const QString file = disk + u"/profiles.json"_s;
    const ProfileStore store(file);
    const auto first = store.update([](ProfileSet &set) { return mark(set, u"old"_s); });
    if (!isMounted) {
        const rlimit small = {50'000, old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    const auto second = store.update([](ProfileSet &set) { return mark(set, QString(2000, u'x')); });
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, oldHandler);
    const std::optional<QString> found = markOf(file);
    const QStringList names = QDir(disk).entryList(QDir::Files | QDir::Hidden);
    if (isMounted)
        ::umount(path.constData());

    QVERIFY_OK(first);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Core::ErrorKind::Io);
    QCOMPARE(found, std::optional(u"old"_s));
    QCOMPARE(names, QStringList{u"profiles.json"_s});
    qInfo("disk full (%s): old content kept", isMounted ? "tmpfs of 64 KiB" : "limit on file sizes");
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--child")
        return runChild(arguments.mid(2));
    TestProfileStoreFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profilestorefaults.moc"
