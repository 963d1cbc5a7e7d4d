// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/indexbuild.h"

#include "schema/text.h"

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;

namespace {

/// An index, as it is found before it is built.
struct Found
{
    bool isThere = false;
    bool isValid = false;
    bool isBeingBuilt = false; ///< one of its table is, perhaps this one
};

Result<Found> find(Db::Transaction &transaction, const QString &index)
{
    // Of other roles the view tells no more than that they build something.
    auto answer = transaction.run(Statement{
        QStringLiteral(R"sql(select i.indisvalid, exists (select 1 from pg_stat_progress_create_index p
                             where p.datname = current_database() and coalesce(p.relid = i.indrelid, true))
                             from pg_index i where i.indexrelid = to_regclass($1))sql"),
        {Db::quoted(index)}});
    if (!answer)
        return answer.error();
    if (answer->rows.isEmpty())
        return Found{};
    const Db::Row &row = answer->rows.first();
    return Found{true, row.boolean(0), row.boolean(1)};
}

} // namespace

Result<bool> isBuiltElseGone(Db::Transaction &transaction, const QString &index, const QString &table)
{
    auto found = find(transaction, index);
    if (!found || !found->isThere || found->isValid)
        return found ? Result<bool>(found->isValid) : Result<bool>(found.error());
    if (found->isBeingBuilt)
        return Error{
            ErrorKind::Busy,
            Text::tr(
                "Another program is just building the index “%1”. Nothing was changed; try again when it "
                "is done.")
                .arg(index),
            {},
            {}};
    auto locked = transaction.run(
        Statement{QStringLiteral("LOCK TABLE %1 IN SHARE UPDATE EXCLUSIVE MODE").arg(Db::quoted(table)), {}});
    if (!locked)
        return locked.error();
    found = find(transaction, index);
    if (!found || !found->isThere || found->isValid)
        return found ? Result<bool>(found->isValid) : Result<bool>(found.error());
    auto dropped = transaction.run(Statement{QStringLiteral("DROP INDEX ") + Db::quoted(index), {}});
    if (!dropped)
        return dropped.error();
    return false;
}

} // namespace Schema
