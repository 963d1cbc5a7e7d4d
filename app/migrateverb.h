// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin migrate status|plan|apply|rollback|script|baseline|verify|unlock TARGET …`; `arguments` are
/// those after the verb. Pending, Drift and Locked tell what status, plan, verify and unlock found;
/// RolledBack that a step failed and left nothing behind. apply and rollback print the plan, and go on with
/// --yes, or a yes on the terminal; on Production with --confirm.
[[nodiscard]] ExitCode migrateVerb(const QStringList &arguments);

} // namespace App
