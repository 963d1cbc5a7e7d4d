// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QObject;

namespace App {

/// Calls `stop` from the event loop at the first SIGTERM, SIGINT or SIGHUP, as long as `context` lives. A
/// second signal ends the process at once.
void onStopSignal(QObject *context, std::function<void()> stop);

/// Those signals end the event loop instead of the process: drafts and the trace are written.
void quitOnSignal();

} // namespace App
