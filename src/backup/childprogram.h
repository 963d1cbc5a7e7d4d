// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace Backup {

/// Another program that does a part of the work.
struct ChildProgram
{
    QString path; ///< absolute
    QStringList arguments;
    QProcessEnvironment environment;    ///< all of it: nothing is inherited
    int descriptor = -1;                ///< of this process, that the child sees under the same number
    qint64 memoryLimit = 0;             ///< bytes of address space; 0: none
    std::chrono::milliseconds limit{0}; ///< how long it may run; 0: as long as it wants
    /// Takes what the child writes, piece by piece; an Error of it ends the child and is returned. Without it
    /// the first outputLimit bytes are kept.
    std::function<Core::Result<void>(const QByteArray &piece)> output = {};
};

struct ChildEnd
{
    static constexpr qsizetype outputLimit = qsizetype(16) * 1024;

    int exitCode = 0;
    bool isCrashed = false; ///< by a signal: exitCode is its number
    QByteArray output;
    QByteArray errors; ///< the first outputLimit bytes
};

/// Runs the program to its end in the thread that calls, which needs no event loop. The child dies with this
/// process, and is killed with what it started when the job is stopped. Error: NotFound (it cannot be
/// started), Cancelled, Timeout, those of `output`.
[[nodiscard]] Core::Result<ChildEnd> runToEnd(const ChildProgram &program, Core::JobContext &context);

/// The environment for PostgreSQL's programs: no variable of the user's that changes what they do, and
/// English messages.
[[nodiscard]] QProcessEnvironment plainEnvironment();

} // namespace Backup
