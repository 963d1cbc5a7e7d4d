// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// "gsc-admin explain STRING [--json]": what a connection string means. `arguments` are those after the verb.
ExitCode explainVerb(const QStringList &arguments);

} // namespace App
