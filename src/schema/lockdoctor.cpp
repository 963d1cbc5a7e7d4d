// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lockdoctor.h"

#include "db/jobsession.h"
#include "schema/text.h"

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;

namespace {

/// Only the catalogue and the lists of sessions: no table whose lock might be held.
Statement selectHolders()
{
    return {QStringLiteral(R"sql(
            select a.pid, a.backend_start::text, coalesce(a.usename, ''), coalesce(a.application_name, ''),
                   coalesce(host(a.client_addr), ''), coalesce(a.state, ''),
                   to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS'),
                   coalesce(extract(epoch from clock_timestamp() - a.xact_start), 0)::bigint,
                   string_agg(distinct c.relname, E'\n'),
                   case when a.query = '<insufficient privilege>' then '' else left(a.query, 500) end,
                   bool_or(c.relname = '__EFMigrationsHistory' and l.mode = 'AccessExclusiveLock'),
                   (select rolsuper from pg_roles where rolname = current_user)
                   or (pg_has_role(a.usesysid, 'member') and not coalesce(r.rolsuper, true))
            from pg_locks l
            join pg_class c on c.oid = l.relation and c.relkind in ('r', 'p')
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            join pg_stat_activity a on a.pid = l.pid
            left join pg_roles r on r.oid = a.usesysid
            where l.granted and l.pid <> pg_backend_pid()
            and l.database = (select oid from pg_database where datname = current_database())
            group by a.pid, a.backend_start, a.usename, a.usesysid, a.application_name, a.client_addr, a.state,
                     a.xact_start, a.query, r.rolsuper
            order by a.xact_start)sql"),
            {}};
}

QString sentenceOf(const LockHolder &holder)
{
    const QString who =
        holder.program.isEmpty() ? holder.user : Text::tr("%1 (%2)").arg(holder.program, holder.user);
    if (holder.isMigrating)
        return Text::tr("%1 is migrating, since %2 (UTC).").arg(who, holder.since);
    if (holder.state.startsWith(QLatin1String("idle in transaction")))
        return Text::tr("%1 has an open transaction, in which nothing happens, since %2 (UTC).")
            .arg(who, holder.since);
    return Text::tr("%1 is working on %2 since %3 (UTC).")
        .arg(who, holder.tables.join(QLatin1String(", ")), holder.since);
}

Result<LockReport> ofServer(Db::Session &session)
{
    auto rows = session.select(selectHolders());
    if (!rows)
        return rows.error();
    LockReport report;
    for (const Db::Row &row : std::as_const(rows->rows)) {
        LockHolder holder;
        holder.processId = row.integer(0);
        holder.startedAt = row.text(1);
        holder.user = row.text(2);
        holder.program = row.text(3);
        holder.client = row.text(4);
        holder.state = row.text(5);
        holder.since = row.text(6);
        holder.seconds = row.integer(7);
        holder.tables = row.text(8).split(u'\n');
        holder.query = row.text(9);
        holder.isMigrating = row.boolean(10);
        holder.isOurs = holder.program.startsWith(QLatin1String("gsc-admin"));
        holder.mayStop = row.boolean(11);
        holder.sentence = sentenceOf(holder);
        report.holders.append(holder);
    }
    report.verdict =
        report.holders.isEmpty()
            ? Text::tr("Nobody holds a lock on the tables. Migrations do not have to wait.")
            : Text::tr(
                  "Migrations wait until these are done. Waiting is best. Cancelling stops what one of them "
                  "is doing; ending its connection also takes back what it has not finished.");
    return report;
}

/// Whether somebody else is writing: a transaction that wants to write begins, or does not.
Result<bool> isBeingWritten(const Target &target, Core::JobContext &context)
{
    Db::SessionOptions options = target.options;
    options.gate.reset(); // it is taken back at once
    Db::JobSession session(target.connection, options, context);
    const Error takenBack = {ErrorKind::Internal, {}, QStringLiteral("taken back"), {}};
    auto begun = session->write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto looked = transaction.run(Statement{QStringLiteral("select 1"), {}});
        return looked ? takenBack : looked.error();
    });
    if (begun || begun.error().detail == takenBack.detail || begun.error().kind == ErrorKind::ReadOnly)
        return false;
    if (begun.error().kind == ErrorKind::Busy)
        return true;
    return begun.error();
}

Result<LockReport> ofFile(const Target &target, Core::JobContext &context)
{
    LockReport report;
    Db::JobSession session(target.connection, target.options, context);
    auto history = session->snapshot<History>(
        [&](Db::Snapshot &snapshot) { return readHistory(snapshot, Db::Engine::SQLite); });
    if (!history)
        return history.error();
    report.efLock = history->efLock;
    auto writing = isBeingWritten(target, context);
    if (!writing)
        return writing.error();
    report.isWriting = *writing;
    if (report.isWriting)
        report.verdict =
            Text::tr("Another program is writing into the file. Migrations wait until it is done.");
    else if (report.efLock)
        report.verdict =
            Text::tr(
                "Entity Framework holds its lock on migrations since %1 (UTC), and nobody is writing. If no "
                "web application or “dotnet ef” is migrating this file right now, one was killed while it "
                "did: each later one waits for ever. Clearing the lock lets them go on; nothing else is "
                "changed.")
                .arg(*report.efLock);
    else
        report.verdict = Text::tr("Nobody holds a lock on the file. Migrations do not have to wait.");
    return report;
}

} // namespace

Result<LockReport> examineLocks(const Target &target, Core::JobContext &context)
{
    context.enter(Text::tr("Looking who holds locks"));
    if (target.connection.engine == Db::Engine::SQLite)
        return ofFile(target, context);
    Db::JobSession session(target.connection, target.options, context);
    return ofServer(*session);
}

Result<bool> stopHolder(const Target &target, const LockHolder &holder, StopHow how,
                        Core::JobContext &context)
{
    Db::JobSession session(target.connection, target.options, context);
    const QString function =
        how == StopHow::Cancel ? QStringLiteral("pg_cancel_backend") : QStringLiteral("pg_terminate_backend");
    // A number is given again: only the process that was shown is meant. Through write(), which asks the
    // gate.
    return session->write<bool>([&](Db::Transaction &transaction) -> Result<bool> {
        auto stopped = transaction.run(Statement{
            QStringLiteral("select %1(pid) from pg_stat_activity where pid = $1::int and backend_start = "
                           "$2::timestamptz")
                .arg(function),
            {holder.processId, holder.startedAt}});
        if (!stopped)
            return stopped.error();
        return !stopped->rows.isEmpty() && stopped->rows.first().boolean(0);
    });
}

Result<bool> clearEfLock(const Target &target, const QString &since, Core::JobContext &context)
{
    Db::JobSession session(target.connection, target.options, context);
    return session->write<bool>([&](Db::Transaction &transaction) -> Result<bool> {
        auto table = transaction.run(HistorySql::selectEfLockTable());
        if (!table)
            return table.error();
        if (table->rows.isEmpty())
            return false;
        auto removed = transaction.run(Statement{
            QStringLiteral("delete from \"__EFMigrationsLock\" where \"Timestamp\" = $1"), {since}});
        if (!removed)
            return removed.error();
        return removed->affected > 0;
    });
}

} // namespace Schema
