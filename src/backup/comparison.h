// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/ledger.h"

namespace Backup {

/// The rows of one table that differ, field by field, at most `limit`, by key.
[[nodiscard]] Core::Result<QList<RowDifference>> differencesOf(RowLedger &ledger, Tables::TableSource &backup,
                                                               const Reader &reader, Db::Engine engine,
                                                               int limit, Core::JobContext &context);

} // namespace Backup
