// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace Bench {

/// Programs that run to their end, ours and others', with their time and memory.
namespace Program {

struct Run
{
    double ms = 0;   ///< from starting it to its end
    double peak = 0; ///< the most memory that was resident, its children's programs not added, MB
};

/// Where the program is; empty: it is not installed. PostgreSQL's own are taken from the server's folder,
/// because what Debian has in the PATH is a script that looks for them first.
[[nodiscard]] QString find(const QString &name);
/// gsc-admin beside this program. Failure where it was not built.
[[nodiscard]] QString ours();

/// Failure unless the program ends with 0. What it prints on standard output is thrown away.
[[nodiscard]] Run run(const QString &program, const QStringList &arguments);

/// The other side of run(): starts `command`, waits for its end and prints what it took. To be called before
/// anything else: a process inherits the mark of its parent's memory, so the parent has to be small.
int measure(char **command);

} // namespace Program

} // namespace Bench
