// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin backup TARGET [--kind …] [--out FILE] …` makes a verified backup;
/// `gsc-admin backup --profile P --scheduled` makes the one that the schedule of a profile asks for, and
/// deletes what it no longer keeps. `arguments`: those after the verb.
ExitCode backupVerb(const QStringList &arguments);

} // namespace App
