// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/ledger.h"

namespace Backup {

/// What a restore into existing tables did.
struct Applied
{
    QList<TableChange> changes;
    QStringList unremovable;
};

/// Locks the tables against other writers, compares, writes what differs and checks every row afterwards, all
/// in `transaction`; an Error means that it must not be committed. `safety`: the tables as the safety backup
/// has them. Error: Conflict (somebody changed the database since the safety backup), Corrupt (the rows are
/// not as they should be), Busy, Constraint, Cancelled, ….
[[nodiscard]] Core::Result<Applied> apply(Db::Transaction &transaction, const Target &target, Ledger &ledger,
                                          Tables::TableSource &backup,
                                          const QList<Tables::TableSummary> &safety,
                                          Core::JobContext &context);

} // namespace Backup
