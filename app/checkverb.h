// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"

namespace App {

/// `gsc-admin check TARGET [--json]`: walks from the connection string to the customers and prints each step
/// as it is done. `words` are the arguments after the verb. Success also with warnings, NoConnection when no
/// database answered, Failed when something after that is wrong, Usage otherwise.
[[nodiscard]] ExitCode check(const QStringList &words, bool json);

} // namespace App
