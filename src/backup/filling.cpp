// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filling.h"

#include "backup/contents.h"
#include "backup/neutralrows.h"
#include "backup/text.h"
#include "tables/copyinto.h"

namespace Backup {

using Core::ErrorKind;
using Core::Result;

Result<QList<TableChange>> fill(Db::Transaction &transaction, Db::Engine engine, Tables::TableSource &backup,
                                const QList<Tables::TableSummary> &verified, Core::JobContext &context)
{
    const auto differs = [](const QString &what) {
        return failure(
            ErrorKind::Corrupt,
            Text::tr("After writing, the database did not hold what the backup holds. Everything was "
                     "taken back; nothing was changed."),
            what);
    };
    auto copied = Tables::copyInto(transaction, engine, backup, context);
    if (!copied)
        return copied.error();
    if (const auto difference = differenceOf(verified, *copied))
        return differs(*difference);
    const Tables::SchemaModel schema = Tables::translated(backup.schema(), engine);
    QList<Tables::TableSummary> found;
    QList<TableChange> changes;
    for (const Tables::TableModel &table : schema.tables) {
        context.enter(Text::tr("Checking “%1”").arg(table.name), Core::JobProgress::Unit::Rows);
        auto summary = readNeutral(readerOf(transaction), engine, table, context,
                                   [](const Db::RawRow &) { return Result<void>(); });
        if (!summary)
            return summary.error();
        found.append(*summary);
        TableChange change;
        change.table = table.name;
        change.added = summary->rows;
        changes.append(change);
    }
    if (const auto difference = differenceOf(verified, found))
        return differs(*difference);
    return changes;
}

} // namespace Backup
