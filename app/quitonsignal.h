// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace App {

/// SIGTERM, SIGINT and SIGHUP end the event loop instead of the process: drafts and the trace are written. A
/// second one ends it at once.
void quitOnSignal();

} // namespace App
