// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/historylock.h"

#include "schema/lockwait.h"
#include "schema/text.h"

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;

namespace {

Result<void> checkEfLock(Db::Transaction &transaction)
{
    auto table = transaction.run(HistorySql::selectEfLockTable());
    if (!table)
        return table.error();
    if (table->rows.isEmpty())
        return {};
    auto held = transaction.run(HistorySql::selectEfLock());
    if (!held)
        return held.error();
    if (held->rows.isEmpty())
        return {};
    return Error{
        ErrorKind::Busy,
        Text::tr("Entity Framework holds its lock on migrations since %1 (UTC). Nothing was changed. "
                 "Wait until it is done; if it was killed, clear the lock.")
            .arg(held->rows.first().text(0)),
        {},
        efLockCode};
}

} // namespace

Result<QStringList> lockHistory(Db::Transaction &transaction, Db::Engine engine, const History &known,
                                const QString &searchPath)
{
    const bool isSqlite = engine == Db::Engine::SQLite;
    QList<Statement> head;
    if (!searchPath.isEmpty())
        head.append({QStringLiteral("select set_config('search_path', $1, true)"), {Db::quoted(searchPath)}});
    // IF NOT EXISTS asks for the right to create even where there is nothing to be created.
    if (!known.hasTable || isSqlite)
        head.append(HistorySql::createHistory(engine));
    if (!isSqlite)
        head.append(HistorySql::lock());
    if (!known.hasRecords || isSqlite)
        head.append(HistorySql::createRecords(engine));
    head.append(HistorySql::selectIds());
    auto answers = transaction.run(head);
    if (!answers && isOvertaken(answers.error()))
        return Error{ErrorKind::Busy,
                     Text::tr("Another program is just making the tables of the history. Nothing was "
                              "changed; try again."),
                     answers.error().detail,
                     {}};
    if (!answers)
        return answers.error();
    if (isSqlite)
        if (auto free = checkEfLock(transaction); !free)
            return free.error();
    QStringList ids;
    for (const Db::Row &row : std::as_const(answers->last().rows))
        ids.append(row.text(0));
    return ids;
}

} // namespace Schema
