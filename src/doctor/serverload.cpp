// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/serverload.h"

#include "doctor/commonchecks.h"
#include "doctor/examination.h"

#include <algorithm>

namespace Doctor {

namespace {

constexpr int warningPercent = 80;
constexpr int criticalPercent = 95;

int percent(int used, int limit)
{
    return limit > 0 ? used * 100 / limit : 100;
}

} // namespace

Core::Result<ServerLoad> readServerLoad(WatchedSession &session)
{
    // The state of other users' connections is null for a user without pg_read_all_stats; their user and
    // database are not, and tell clients from background workers.
    const QString sql = QStringLiteral(R"sql(
        with clients as (
            select * from pg_stat_activity
            where usesysid is not null and datid is not null
              and coalesce(backend_type, 'client backend') = 'client backend')
        select count(*),
               current_setting('max_connections')::int
                   - current_setting('superuser_reserved_connections')::int
                   - coalesce(current_setting('reserved_connections', true), '0')::int,
               count(*) filter (where state in ('active', 'fastpath function call')),
               count(*) filter (where state = 'idle'),
               count(*) filter (where state like 'idle in transaction%'),
               count(*) filter (where state is null or state = 'disabled'),
               count(*) filter (where usename = current_user),
               (select rolconnlimit from pg_roles where rolname = current_user),
               count(*) filter (where datname = current_database()),
               (select datconnlimit from pg_database where datname = current_database())
        from clients)sql");
    const auto sets = session.select({{sql, {}}}, std::chrono::seconds(10));
    if (!sets)
        return sets.error();
    const Db::Row &row = sets->first().rows.first();
    const auto number = [&row](int column) { return int(row.integer(column)); };
    return ServerLoad{number(0), number(1), number(2), number(3), number(4),
                      number(5), number(6), number(7), number(8), number(9)};
}

QString loadSentence(const ServerLoad &load)
{
    QStringList states;
    if (load.active > 0)
        states.append(Text::tr("%Ln active", nullptr, load.active));
    if (load.idle > 0)
        states.append(Text::tr("%Ln idle", nullptr, load.idle));
    if (load.idleInTransaction > 0)
        states.append(Text::tr("%Ln idle in a transaction", nullptr, load.idleInTransaction));
    if (load.hidden > 0)
        states.append(Text::tr("%Ln of other users", nullptr, load.hidden));
    return Text::tr("%1 of %2 connections are in use: %3.")
        .arg(load.used)
        .arg(load.available)
        .arg(states.join(QLatin1String(", ")));
}

Finding checkLoad(const ServerLoad &load)
{
    Remarks remarks;
    remarks.add(Verdict::Passed, loadSentence(load));
    const auto judge = [&remarks](int used, int limit, const QString &sentence) {
        const int share = percent(used, limit);
        if (share <= warningPercent)
            return;
        remarks.add(share > criticalPercent ? Verdict::Failed : Verdict::Warning, sentence,
                    Text::tr("Let applications use a connection pool, shorten their time limits, look for "
                             "connections they never close, or raise the limit."));
    };
    judge(load.used, load.available, Text::tr("The server is close to its limit."));
    if (load.roleLimit >= 0)
        judge(load.roleUsed, load.roleLimit,
              Text::tr("This user has %1 of its %2 connections.").arg(load.roleUsed).arg(load.roleLimit));
    if (load.databaseLimit >= 0)
        judge(load.databaseUsed, load.databaseLimit,
              Text::tr("This database has %1 of its %2 connections.")
                  .arg(load.databaseUsed)
                  .arg(load.databaseLimit));
    if (load.idleInTransaction > 0)
        remarks.addDetail(Text::tr("Connections that are idle in a transaction hold locks and keep a hosted "
                                   "database awake."));
    return remarks.finding(Step::Connections);
}

} // namespace Doctor
