// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin check TARGET [--json]`: walks from the connection string to the customers and prints each step
/// as it is done. `arguments` are those after the verb. Success also with warnings, NoConnection when no
/// database answered, Failed when something after that is wrong, Usage otherwise.
[[nodiscard]] ExitCode checkVerb(const QStringList &arguments);

} // namespace App
