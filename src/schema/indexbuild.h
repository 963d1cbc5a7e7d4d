// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"

namespace Schema {

/// PostgreSQL: whether an index is there and usable. What an interrupted build left of it is removed, but
/// never what somebody is just building: he waits for our transaction, so that his end is not waited for in
/// it. Error: Busy where somebody is.
[[nodiscard]] Core::Result<bool> isBuiltElseGone(Db::Transaction &transaction, const QString &index,
                                                 const QString &table);

} // namespace Schema
