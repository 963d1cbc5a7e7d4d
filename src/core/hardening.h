// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Core {

/// Keeps passwords out of core dumps, and other programs of the same user out of this one's memory: no core
/// file for this process and its children (RLIMIT_CORE), and not dumpable (prctl), which also makes the
/// kernel refuse debuggers and give /proc/PID to root. A child process that runs another program is dumpable
/// again. Call it first thing in main(). False: the system refused a part of it.
bool forbidCoreDumps();

} // namespace Core
