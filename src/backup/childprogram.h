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
};

struct ChildEnd
{
    int exitCode = 0;
    bool isCrashed = false; ///< by a signal: exitCode is its number
    QByteArray output;      ///< at most outputLimit bytes, the first ones
    QByteArray errors;
};

/// Runs the program to its end in the thread that calls, which needs no event loop; calls `tick` about ten
/// times a second meanwhile. The child dies with this process, and is killed when the job is stopped. Error:
/// NotFound (it cannot be started), Cancelled, Timeout.
[[nodiscard]] Core::Result<ChildEnd> runToEnd(const ChildProgram &program, Core::JobContext &context,
                                              const std::function<void()> &tick = {});

/// The environment for PostgreSQL's programs: no variable of the user's that changes what they do, and
/// English messages.
[[nodiscard]] QProcessEnvironment plainEnvironment();

} // namespace Backup
