// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/program.h"

#include "bench/measure.h"
#include "support/postgresserver.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <spawn.h>

namespace Bench::Program {

QString find(const QString &name)
{
    if (name == QLatin1String("psql") || name.startsWith(QLatin1String("pg_"))) {
        const QFileInfo tool(Tests::PostgresServer::instance().binaryDirectory() + QLatin1Char('/') + name);
        if (tool.isExecutable())
            return tool.filePath();
    }
    return QStandardPaths::findExecutable(name);
}

QString ours()
{
    const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/gsc-admin");
    if (!QFileInfo(program).isExecutable())
        throw Failure(QStringLiteral("Build gsc-admin first: ") + program);
    return program;
}

Run run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  QStringList{QStringLiteral("--measure"), program} + arguments);
    process.waitForFinished(-1);
    const QList<QByteArray> words = process.readAllStandardOutput().trimmed().split(' ');
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 || words.size() != 2)
        throw Failure(QStringLiteral("%1 failed: %2").arg(program, arguments.join(QLatin1Char(' '))));
    return {words.at(0).toDouble(), words.at(1).toDouble() / 1024};
}

int measure(char **command)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (posix_spawn(&child, command[0], &actions, nullptr, command, environ) != 0)
        return 1;
    int status = 0;
    rusage used = {};
    if (wait4(child, &status, 0, &used) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return 1;
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    std::printf("%f %ld\n", taken.count(), used.ru_maxrss);
    return 0;
}

} // namespace Bench::Program
