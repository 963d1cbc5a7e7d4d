// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/history.h"

#include "schema/migrationcatalogue.h"

#include <QSysInfo>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <pwd.h>

namespace Schema {

using Core::Result;
using Db::Statement;

namespace {

/// Which of the three tables are there.
Statement tablesThere(Db::Engine engine)
{
    if (engine == Db::Engine::SQLite)
        return {QStringLiteral("select name from sqlite_schema where type = 'table' and name in "
                               "('__EFMigrationsHistory', '__GscMigrations', '__EFMigrationsLock')"),
                {}};
    // Through the search path, as EF Core's own unqualified names do.
    return {QStringLiteral(
                R"sql(select n from unnest(array['__EFMigrationsHistory', '__GscMigrations']) as n
                      where to_regclass(quote_ident(n)) is not null)sql"),
            {}};
}

Statement selectRows()
{
    return {QStringLiteral(
                R"sql(select "MigrationId", "ProductVersion" from "__EFMigrationsHistory" order by 1)sql"),
            {}};
}

Statement selectRecords(Db::Engine engine)
{
    const QString time = engine == Db::Engine::SQLite
                             ? QStringLiteral("\"AppliedAt\"")
                             : QStringLiteral("to_char(\"AppliedAt\", 'YYYY-MM-DD HH24:MI:SS')");
    return {QStringLiteral(
                "select \"MigrationId\", \"Checksum\", \"AppliedBy\", %1, \"Milliseconds\", \"Progress\", "
                "\"IsDone\" from \"__GscMigrations\" order by 1")
                .arg(time),
            {}};
}

} // namespace

QStringList History::ids() const
{
    QStringList ids;
    for (const HistoryRow &row : rows)
        ids.append(row.id);
    return ids;
}

bool History::contains(const QString &id) const
{
    return std::any_of(rows.begin(), rows.end(), [&](const HistoryRow &row) { return row.id == id; });
}

const OwnRecord *History::record(const QString &id) const
{
    const auto it = std::find_if(records.begin(), records.end(),
                                 [&](const OwnRecord &record) { return record.id == id; });
    return it == records.end() ? nullptr : &*it;
}

Result<History> readHistory(Db::Snapshot &snapshot, Db::Engine engine)
{
    auto tables = snapshot.run(tablesThere(engine));
    if (!tables)
        return tables.error();
    History history;
    bool hasLock = false;
    for (const Db::Row &row : std::as_const(tables->rows)) {
        history.hasTable |= row.text(0) == QLatin1String("__EFMigrationsHistory");
        history.hasRecords |= row.text(0) == QLatin1String("__GscMigrations");
        hasLock |= row.text(0) == QLatin1String("__EFMigrationsLock");
    }
    if (history.hasTable) {
        auto rows = snapshot.run(selectRows());
        if (!rows)
            return rows.error();
        for (const Db::Row &row : std::as_const(rows->rows))
            history.rows.append({row.text(0), row.text(1)});
    }
    if (history.hasRecords) {
        auto rows = snapshot.run(selectRecords(engine));
        if (!rows)
            return rows.error();
        for (const Db::Row &row : std::as_const(rows->rows))
            history.records.append({row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4),
                                    int(row.integer(5)), row.boolean(6)});
    }
    if (hasLock) {
        auto rows = snapshot.run(HistorySql::selectEfLock());
        if (!rows)
            return rows.error();
        if (!rows->rows.isEmpty())
            history.efLock = rows->rows.first().text(0);
    }
    return history;
}

namespace HistorySql {

Statement createHistory(Db::Engine engine)
{
    // https://learn.microsoft.com/ef/core/managing-schemas/migrations/history-table
    return {
        engine == Db::Engine::SQLite
            ? QStringLiteral("CREATE TABLE IF NOT EXISTS \"__EFMigrationsHistory\" (\n"
                             "    \"MigrationId\" TEXT NOT NULL CONSTRAINT \"PK___EFMigrationsHistory\" "
                             "PRIMARY KEY,\n"
                             "    \"ProductVersion\" TEXT NOT NULL\n)")
            : QStringLiteral("CREATE TABLE IF NOT EXISTS \"__EFMigrationsHistory\" (\n"
                             "    \"MigrationId\" character varying(150) NOT NULL,\n"
                             "    \"ProductVersion\" character varying(32) NOT NULL,\n"
                             "    CONSTRAINT \"PK___EFMigrationsHistory\" PRIMARY KEY (\"MigrationId\")\n)"),
        {}};
}

Statement createRecords(Db::Engine engine)
{
    return {engine == Db::Engine::SQLite
                ? QStringLiteral("CREATE TABLE IF NOT EXISTS \"__GscMigrations\" (\n"
                                 "    \"MigrationId\" TEXT NOT NULL CONSTRAINT \"PK___GscMigrations\" "
                                 "PRIMARY KEY,\n"
                                 "    \"Checksum\" TEXT NOT NULL,\n"
                                 "    \"AppliedBy\" TEXT NOT NULL,\n"
                                 "    \"AppliedAt\" TEXT NOT NULL,\n"
                                 "    \"Milliseconds\" INTEGER NOT NULL,\n"
                                 "    \"Progress\" INTEGER NOT NULL,\n"
                                 "    \"IsDone\" INTEGER NOT NULL\n)")
                : QStringLiteral("CREATE TABLE IF NOT EXISTS \"__GscMigrations\" (\n"
                                 "    \"MigrationId\" character varying(150) NOT NULL,\n"
                                 "    \"Checksum\" character varying(64) NOT NULL,\n"
                                 "    \"AppliedBy\" character varying(400) NOT NULL,\n"
                                 "    \"AppliedAt\" timestamp with time zone NOT NULL,\n"
                                 "    \"Milliseconds\" bigint NOT NULL,\n"
                                 "    \"Progress\" integer NOT NULL,\n"
                                 "    \"IsDone\" boolean NOT NULL,\n"
                                 "    CONSTRAINT \"PK___GscMigrations\" PRIMARY KEY (\"MigrationId\")\n)"),
            {}};
}

Statement lock()
{
    return {QStringLiteral("LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE"), {}};
}

Statement selectIds()
{
    return {QStringLiteral("select \"MigrationId\" from \"__EFMigrationsHistory\""), {}};
}

Statement insertRow(const QString &id)
{
    return {
        QStringLiteral(
            "insert into \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") values ($1, $2)"),
        {id, productVersion}};
}

Statement removeRow(const QString &id)
{
    return {QStringLiteral("delete from \"__EFMigrationsHistory\" where \"MigrationId\" = $1"), {id}};
}

Statement putRecord(Db::Engine engine, const OwnRecord &record)
{
    const bool isSqlite = engine == Db::Engine::SQLite;
    const QString now =
        isSqlite ? QStringLiteral("strftime('%Y-%m-%d %H:%M:%S', 'now')") : QStringLiteral("now()");
    const QString who =
        isSqlite ? QStringLiteral("$3") : QStringLiteral("left(current_user || ' (' || $3 || ')', 400)");
    return {QStringLiteral(
                "insert into \"__GscMigrations\" (\"MigrationId\", \"Checksum\", \"AppliedBy\", "
                "\"AppliedAt\", \"Milliseconds\", \"Progress\", \"IsDone\") values ($1, $2, %1, %2, $4, $5, "
                "$6) on conflict (\"MigrationId\") do update set \"Checksum\" = excluded.\"Checksum\", "
                "\"AppliedBy\" = excluded.\"AppliedBy\", \"AppliedAt\" = excluded.\"AppliedAt\", "
                "\"Milliseconds\" = excluded.\"Milliseconds\", \"Progress\" = excluded.\"Progress\", "
                "\"IsDone\" = excluded.\"IsDone\"")
                .arg(who, now),
            {record.id, record.checksum, record.appliedBy, record.milliseconds, qint64(record.progress),
             record.isDone}};
}

Statement setProgress(const QString &id, int progress)
{
    return {QStringLiteral("update \"__GscMigrations\" set \"Progress\" = $2 where \"MigrationId\" = $1"),
            {id, qint64(progress)}};
}

Statement removeRecord(const QString &id)
{
    return {QStringLiteral("delete from \"__GscMigrations\" where \"MigrationId\" = $1"), {id}};
}

Statement selectEfLockTable()
{
    return {
        QStringLiteral("select 1 from sqlite_schema where type = 'table' and name = '__EFMigrationsLock'"),
        {}};
}

Statement selectEfLock()
{
    return {QStringLiteral("select \"Timestamp\" from \"__EFMigrationsLock\" limit 1"), {}};
}

} // namespace HistorySql

QString operatorName()
{
    // Not from the environment, which services and containers come without.
    std::array<char, 4096> buffer = {};
    passwd entry = {};
    passwd *found = nullptr;
    const bool isKnown =
        ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found;
    const QString account = isKnown ? QString::fromLocal8Bit(entry.pw_name) : QString::number(::geteuid());
    return QString(account + u'@' + QSysInfo::machineHostName()).left(200);
}

} // namespace Schema
