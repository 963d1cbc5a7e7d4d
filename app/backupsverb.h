// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin backups list|prune`: what backups this computer knows, and deleting those that are no longer to
/// be kept. `arguments`: those after the verb.
ExitCode backupsVerb(const QStringList &arguments);

} // namespace App
