// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// "gsc-admin profiles list|show|add|remove|import|export": what --help says. `arguments` are those after the
/// verb.
ExitCode profilesVerb(const QStringList &arguments);

} // namespace App
