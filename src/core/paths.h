// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Where the program keeps its files (XDG on Linux). Functions only: tests redirect them through XDG
/// variables.
namespace Core::Paths {

/// Databases created by default: $XDG_DATA_HOME/gsc-admin.
[[nodiscard]] QString data();
/// Settings: $XDG_CONFIG_HOME/gsc-admin.
[[nodiscard]] QString config();
/// Unsaved drafts and logs: $XDG_STATE_HOME/gsc-admin.
[[nodiscard]] QString state();
/// The database that "no configuration at all" means: gsctracking.db in data().
[[nodiscard]] QString embeddedDatabase();

} // namespace Core::Paths
