// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"

namespace Gui {

/// All that is known about a backup, a line each, beginning with what is wrong.
[[nodiscard]] QStringList factsOf(const Backup::Entry &entry);

} // namespace Gui
