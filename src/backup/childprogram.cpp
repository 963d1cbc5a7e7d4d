// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/childprogram.h"

#include <QCoreApplication>
#include <QProcess>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::DumpTool)
};

constexpr std::chrono::milliseconds lookInterval{100};

/// Runs in the child between fork and exec: system calls only.
void becomeChild(pid_t parent, int descriptor, qint64 memoryLimit)
{
    // The child belongs to the thread that started it, which waits until it ends.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(127);
    // A group of its own, so that what it starts ends with it; no terminal to ask for a password on.
    ::setsid();
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    // No lock and no line to a database goes into the child by accident.
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (descriptor >= 0)
        ::fcntl(descriptor, F_SETFD, 0);
    if (memoryLimit > 0) {
        const rlimit limit = {rlim_t(memoryLimit), rlim_t(memoryLimit)};
        ::setrlimit(RLIMIT_AS, &limit);
    }
}

void keepStart(QByteArray &kept, const QByteArray &more)
{
    kept.append(more.first(qMin(more.size(), ChildEnd::outputLimit - kept.size())));
}

void end(QProcess &process)
{
    // Its group has its number, which nobody else gets before waitForFinished() has seen its end.
    if (const pid_t group = pid_t(process.processId()); group > 0)
        ::kill(-group, SIGKILL);
    process.waitForFinished(-1);
}

Result<void> take(QProcess &process, const ChildProgram &program, ChildEnd &result)
{
    keepStart(result.errors, process.readAllStandardError());
    const QByteArray piece = process.readAllStandardOutput();
    if (program.output)
        return piece.isEmpty() ? Result<void>() : program.output(piece);
    keepStart(result.output, piece);
    return {};
}

} // namespace

Result<ChildEnd> runToEnd(const ChildProgram &program, Core::JobContext &context)
{
    if (auto going = context.proceed(); !going)
        return going.error();
    QProcess process;
    process.setProgram(program.path);
    process.setArguments(program.arguments);
    process.setProcessEnvironment(program.environment);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier(
        [parent = ::getpid(), &program] { becomeChild(parent, program.descriptor, program.memoryLimit); });
    process.start();
    if (!process.waitForStarted(-1))
        return Error{ErrorKind::NotFound, Text::tr("“%1” could not be started.").arg(program.path),
                     process.errorString(), QString()};
    ChildEnd result;
    const auto started = std::chrono::steady_clock::now();
    for (bool isRunning = true; isRunning;) {
        process.waitForReadyRead(int(lookInterval.count()));
        isRunning = process.state() != QProcess::NotRunning;
        const Result<void> going = isRunning ? context.proceed() : Result<void>();
        const Result<void> taken = take(process, program, result);
        if (!going || !taken) {
            end(process);
            return going ? taken.error() : going.error();
        }
        if (isRunning && program.limit.count() > 0 &&
            std::chrono::steady_clock::now() - started > program.limit) {
            end(process);
            return Error{
                ErrorKind::Timeout, Text::tr("“%1” did not answer in time.").arg(program.path), {}, {}};
        }
    }
    result.exitCode = process.exitCode();
    result.isCrashed = process.exitStatus() == QProcess::CrashExit;
    return result;
}

QProcessEnvironment plainEnvironment()
{
    QProcessEnvironment environment; // empty: would inherit, were it not for the next line
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    return environment;
}

} // namespace Backup
