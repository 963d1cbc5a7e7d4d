// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/entry.h"

#include <QList>

#include <utility>

namespace Backup {

/// How many backups to keep of one database; 0: none for that reason. All 0: there is no rule, all are kept.
struct Retention
{
    int last = 0;
    int daily = 0;   ///< of how many days with backups the newest
    int weekly = 0;  ///< the same for weeks, Monday to Sunday
    int monthly = 0; ///< and for months
    [[nodiscard]] bool isNone() const { return last <= 0 && daily <= 0 && weekly <= 0 && monthly <= 0; }
    friend bool operator==(const Retention &, const Retention &) = default;
};

/// Which of the entries of one database the rule would delete, newest first, with the reason for keeping each
/// other one. Never pinned ones, the newest verified one, nor anything that is not Present with a manifest.
/// Safety copies, and backups with a known problem, are kept for 30 days and take nobody's place in the rule;
/// a backup of a part of the database (Scope) is always kept, and takes nobody's place either.
struct RetentionPlan
{
    QList<Entry> remove;
    QList<std::pair<Entry, QString>> keep; ///< with the reason, translated
};
/// Days begin at midnight of `now`'s time zone.
[[nodiscard]] RetentionPlan planRetention(const QList<Entry> &entries, const Retention &rule,
                                          const QDateTime &now);

} // namespace Backup
