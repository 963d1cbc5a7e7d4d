// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardening.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

/// What `work` returns in a child process: hardening cannot be taken back. -1: the child did not end by
/// itself.
template <typename Work>
int inChild(Work work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

bool hasNoCoreLimit()
{
    rlimit limit = {1, 1};
    return ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0;
}

} // namespace

class TestHardening final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forbidsBoth();
    void childrenInheritIt();
    void otherProgramsAreAsTheyWere();
    void leavesNoCoreFile();
    void ownProcEntriesStayReadable();
};

void TestHardening::forbidsBoth()
{
    QCOMPARE(::prctl(PR_GET_DUMPABLE), 1); // or there is nothing to be tested
    QCOMPARE(inChild([] {
                 if (!Core::forbidCoreDumps())
                     return 1;
                 if (!hasNoCoreLimit())
                     return 2;
                 return ::prctl(PR_GET_DUMPABLE) == 0 ? 0 : 3;
             }),
             0);
    QCOMPARE(::prctl(PR_GET_DUMPABLE), 1);
}

void TestHardening::childrenInheritIt()
{
    QCOMPARE(inChild([] {
                 Core::forbidCoreDumps();
                 return inChild([] { return hasNoCoreLimit() && ::prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1; });
             }),
             0);
}

void TestHardening::otherProgramsAreAsTheyWere()
{
    // A program that is run (a browser, a file manager) gets its own /proc entry back; the limit stays.
    QCOMPARE(inChild([] {
                 Core::forbidCoreDumps();
                 ::execl("/bin/sh", "sh", "-c",
                         "test \"$(ulimit -c)\" = 0 && cat /proc/self/environ >/dev/null", nullptr);
                 return 1;
             }),
             0);
}

void TestHardening::leavesNoCoreFile()
{
    const QTemporaryDir folder;
    const pid_t child = ::fork();
    if (child == 0) {
        Core::forbidCoreDumps();
        if (::chdir(QFile::encodeName(folder.path()).constData()) == 0) {
            std::signal(SIGABRT, SIG_DFL);
            ::raise(SIGABRT);
        }
        ::_exit(0);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QVERIFY(!WCOREDUMP(status));
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestHardening::ownProcEntriesStayReadable()
{
    // What Qt and the program itself look up there, also as an ordinary user.
    QCOMPARE(inChild([] {
                 constexpr uid_t nobody = 65534;
                 if (::getuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0)
                     return 1;
                 Core::forbidCoreDumps();
                 char path[4096];
                 if (::readlink("/proc/self/exe", path, sizeof path) <= 0)
                     return 2;
                 if (::readlink("/proc/self/fd/1", path, sizeof path) <= 0)
                     return 3;
                 const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
                 if (maps < 0 || ::read(maps, path, sizeof path) <= 0)
                     return 4;
                 // And what is to be closed is.
                 return ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC) < 0 ? 0 : 5;
             }),
             0);
}

QTEST_APPLESS_MAIN(TestHardening)
#include "tst_hardening.moc"
