// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/applying.h"

#include "backup/tablewriter.h"
#include "backup/text.h"
#include "tables/copyinto.h"

#include <algorithm>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

/// Nobody else writes to the tables, or refers to their rows, until the transaction ends.
Result<void> lock(Db::Transaction &transaction, const Target &target, const Ledger &ledger)
{
    if (target.engine == Db::Engine::SQLite) {
        // The transaction has the file for itself. Keys are checked at its end, when all tables are there.
        auto deferred = transaction.run({QStringLiteral("pragma defer_foreign_keys = on"), {}});
        return deferred ? Result<void>() : Result<void>(deferred.error());
    }
    QStringList names;
    for (const auto &table : ledger.tables())
        names.append(tableName(table->plan().inDatabase.name, target.engine));
    for (const Reference &reference : target.references)
        if (names.contains(tableName(reference.to, target.engine)))
            names.append(reference.from);
    names.removeDuplicates();
    // One order for everybody, so that two restores wait for each other instead of locking each other out.
    names.sort();
    auto locked = transaction.run(
        {QStringLiteral("lock table %1 in share row exclusive mode").arg(names.join(QLatin1String(", "))),
         {}});
    return locked ? Result<void>() : Result<void>(locked.error());
}

Result<void> checkSafety(const QList<Tables::TableSummary> &found, const QList<Tables::TableSummary> &safety)
{
    const bool isSame = std::all_of(found.cbegin(), found.cend(), [&](const Tables::TableSummary &table) {
        return safety.contains(table);
    });
    if (isSame)
        return {};
    return failure(ErrorKind::Conflict,
                   Text::tr("Somebody keeps changing the database: it is not any more what the safety backup "
                            "holds. Nothing was changed. Ask the others to pause, and restore again."));
}

Result<void> writeAll(Db::Transaction &transaction, const Target &target, Ledger &ledger,
                      Tables::TableSource &backup, Core::JobContext &context)
{
    for (const auto &table : ledger.tables()) {
        auto wanted = table->wanted();
        if (!wanted)
            return wanted.error();
        if (wanted->count == 0)
            continue;
        context.enter(Text::tr("Writing “%1”").arg(table->plan().inDatabase.name),
                      Core::JobProgress::Unit::Rows, wanted->count);
        TableWriter writer(transaction, target.engine, table->plan());
        if (auto written = writer.write(backup, *wanted, context); !written)
            return written;
    }
    // What refers to others goes before what it refers to.
    for (auto table = ledger.tables().rbegin(); table != ledger.tables().rend(); ++table) {
        auto change = (*table)->change();
        if (!change)
            return change.error();
        if (change->removed == 0)
            continue;
        context.enter(Text::tr("Removing from “%1”").arg((*table)->plan().inDatabase.name),
                      Core::JobProgress::Unit::Rows, change->removed);
        TableWriter writer(transaction, target.engine, (*table)->plan());
        if (auto removed = writer.remove(**table, context); !removed)
            return removed;
    }
    for (const auto &table : ledger.tables())
        if (auto numbered = Tables::continueNumbering(transaction, target.engine, table->plan().inDatabase);
            !numbered)
            return numbered;
    return {};
}

} // namespace

Result<Applied> apply(Db::Transaction &transaction, const Target &target, Ledger &ledger,
                      Tables::TableSource &backup, const QList<Tables::TableSummary> &safety,
                      Core::JobContext &context)
{
    const Reader reader = readerOf(transaction);
    if (auto locked = lock(transaction, target, ledger); !locked)
        return locked.error();
    if (auto compared = ledger.addDatabase(reader, target, context); !compared)
        return compared.error();
    if (auto safe = checkSafety(ledger.found(), safety); !safe)
        return safe.error();
    Applied applied;
    auto changes = ledger.changes();
    if (!changes)
        return changes.error();
    applied.changes = *changes;
    auto unremovable = ledger.unremovable();
    if (!unremovable)
        return unremovable.error();
    applied.unremovable = *unremovable;
    if (auto written = writeAll(transaction, target, ledger, backup, context); !written)
        return written.error();
    auto right = ledger.isAsDecided(reader, target.engine, context);
    if (!right)
        return right.error();
    if (!*right)
        return failure(ErrorKind::Corrupt,
                       Text::tr("After writing, the database did not hold what the backup holds: it changes "
                                "values on their way in. Everything was taken back; nothing was changed."));
    return applied;
}

} // namespace Backup
