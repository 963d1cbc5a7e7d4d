// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin unwrap FILE --out FILE` takes compression and encryption off a backup: what is inside can be
/// read without this program. `arguments`: those after the verb.
ExitCode unwrapVerb(const QStringList &arguments);

} // namespace App
