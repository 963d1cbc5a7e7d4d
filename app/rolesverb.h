// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QStringList>

namespace App {

/// `gsc-admin roles show|script|create TARGET [--passwords FILE] [--yes] [--confirm WORD] [--json]`: what the
/// present user of a PostgreSQL database may do, and the three users that the guide asks for. Passwords are
/// made here, and written to a new FILE that only its owner reads, in the form of a password file (.pgpass);
/// nowhere else.
[[nodiscard]] ExitCode rolesVerb(const QStringList &arguments);

} // namespace App
