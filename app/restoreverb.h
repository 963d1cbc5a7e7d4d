// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin restore FILE --to TARGET [--mode replace|merge] …` brings a backup back, after showing what it
/// changes. `arguments`: those after the verb.
ExitCode restoreVerb(const QStringList &arguments);

} // namespace App
