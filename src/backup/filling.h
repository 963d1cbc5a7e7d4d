// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "tables/tablesource.h"

namespace Backup {

/// Makes the tables of `backup` in an empty database, fills them, and checks them against what was verified.
[[nodiscard]] Core::Result<QList<TableChange>> fill(Db::Transaction &transaction, Db::Engine engine,
                                                    Tables::TableSource &backup,
                                                    const QList<Tables::TableSummary> &verified,
                                                    Core::JobContext &context);

} // namespace Backup
