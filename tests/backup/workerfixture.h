// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restorefixture.h"

#include <QCoreApplication>

namespace Tests {

[[nodiscard]] inline QString backupWorker()
{
    return QStringLiteral(GSC_BACKUP_WORKER);
}

struct WorkerRun
{
    int code = -1;
    bool isKilled = false;
    QString err;
    qint64 microseconds = 0; ///< of the work, where it came to its end
};

/// Runs backupworker to its end, or until it is killed after `moment` microseconds. `before`: a program that
/// runs it, and its arguments.
[[nodiscard]] inline WorkerRun runWorker(qint64 moment, const QStringList &words,
                                         const QStringList &before = {})
{
    QProcess process;
    const QStringList all = before + QStringList{backupWorker(), QString::number(moment)} + words;
    process.start(all.first(), all.mid(1));
    if (!process.waitForFinished(120'000))
        return {};
    return {process.exitCode(), process.exitStatus() == QProcess::CrashExit,
            QString::fromUtf8(process.readAllStandardError()),
            process.readAllStandardOutput().trimmed().toLongLong()};
}

} // namespace Tests
