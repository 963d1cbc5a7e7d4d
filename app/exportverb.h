// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin export TARGET --format csv|xlsx|json|sql --out FILE [--table T] [--raw] [--yes] [--json]`:
/// writes all rows of a table into a file. Without --format the ending of FILE says it. `arguments` are those
/// after the verb. Refused when there is a FILE already and --yes does not agree to lose it.
[[nodiscard]] ExitCode exportVerb(const QStringList &arguments);

} // namespace App
