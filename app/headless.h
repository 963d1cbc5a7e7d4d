// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QString>

/// What the verbs without a window share. Each verb is a function in a file of its own, named in the table of
/// commandline.cpp.
namespace App {

/// Exit codes of every headless verb; listed in --help.
enum class ExitCode {
    Success = 0,
    Failed = 1,
    Usage = 2,
    NoConnection = 3,
    VerificationFailed = 4, ///< a backup is damaged, or does not hold what it should
    Refused = 5,            ///< locked, read-only, not confirmed, or something is there already
    Cancelled = 6,
    Pending = 7,     ///< there are migrations to be applied
    Drift = 8,       ///< a database is not what its migrations made of it
    Locked = 9,      ///< somebody else holds the lock on migrations
    RolledBack = 10, ///< a migration failed and left nothing behind
};

/// To standard output. What a terminal would take for a command is left out.
void print(const QString &text);
void printJson(const QJsonObject &object);
/// To standard error, after the program's name.
void printError(const QString &text);
/// Prints the error and gives the exit code of its kind.
ExitCode failure(const Core::Error &error);
/// Prints what is wrong with the arguments.
ExitCode usageError(const QString &text);

/// Standard input up to `limit` bytes. Error: Io, Unsupported (more than that).
[[nodiscard]] Core::Result<QByteArray> readStandardInput(qint64 limit);

/// Runs the event loop until the task has answered: a headless verb is the only thing that runs.
template <typename T>
[[nodiscard]] Core::Result<T> waitFor(Core::Task<T> task)
{
    std::optional<Core::Result<T>> answer;
    QObject context;
    task.then(&context, [&](Core::Result<T> result) {
        answer.emplace(std::move(result));
        QCoreApplication::quit();
    });
    QCoreApplication::exec();
    if (!answer)
        return Core::Error{Core::ErrorKind::Cancelled, {}, {}, {}};
    return *std::move(answer);
}

} // namespace App
