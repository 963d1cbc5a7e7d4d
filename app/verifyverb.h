// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin verify FILE` reads a backup whole and says whether it is good. `arguments`: those after the
/// verb.
ExitCode verifyVerb(const QStringList &arguments);
/// `gsc-admin rehearse FILE [--on TARGET]` restores a backup into a scratch place and compares.
/// `arguments`: those after the verb.
ExitCode rehearseVerb(const QStringList &arguments);

} // namespace App
