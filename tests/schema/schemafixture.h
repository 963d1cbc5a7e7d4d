// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "schema/migrationrun.h"
#include "support/postgresserver.h"
#include "support/tempdatabase.h"

#include <QFile>

namespace Tests {

/// A database for migrations, and a folder of the team's own beside it.
struct Place
{
    explicit Place(TempDatabase::Kind kind)
        : database(kind)
        , spec(Db::ConnectionString::parse(database.connectionString()).value())
    {
        if (!database.isPostgres() && !Db::createDatabaseFile(database.name()))
            qFatal("no database file");
    }

    [[nodiscard]] Schema::Target target() const { return {spec, {}, hasFolder ? folder.path() : QString()}; }

    /// A migration of the team's; no `down`: without a way back.
    void add(const QString &id, const QString &up, const QString &down = {})
    {
        hasFolder = true;
        write(id + QStringLiteral(".up.sql"), up);
        if (!down.isEmpty())
            write(id + QStringLiteral(".down.sql"), down);
    }
    void write(const QString &name, const QString &content) const
    {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content.toUtf8()) < 0)
            qFatal("no file");
    }

    /// Set-up SQL as the test role.
    Rows execute(const QString &sql, CallSite where = CallSite::here()) const
    {
        return database.execute(database.isPostgres() ? QStringLiteral("set role gsc; ") + sql : sql, where);
    }

    [[nodiscard]] Core::Result<Schema::MigrationStatus> status() const
    {
        Core::JobContext context;
        return Schema::readStatus(target(), context);
    }
    [[nodiscard]] Schema::RunRequest request(Schema::Direction direction = Schema::Direction::Apply,
                                             const QString &to = {}) const
    {
        Schema::RunRequest request;
        request.target = target();
        request.direction = direction;
        request.to = to;
        request.withRehearsal = false;
        request.lockWait = std::chrono::milliseconds(500);
        return request;
    }
    [[nodiscard]] static Core::Result<Schema::RunOutcome> run(const Schema::RunRequest &request)
    {
        Core::JobContext context;
        return Schema::runMigrations(request, context);
    }
    [[nodiscard]] Core::Result<Schema::RunOutcome> apply(const QString &to = {}) const
    {
        return run(request(Schema::Direction::Apply, to));
    }
    [[nodiscard]] Core::Result<Schema::RunOutcome> rollBack(const QString &to) const
    {
        Schema::RunRequest work = request(Schema::Direction::RollBack, to);
        work.acceptedLosses = losses(to);
        return run(work);
    }
    [[nodiscard]] QStringList losses(const QString &to) const
    {
        Core::JobContext context;
        const auto plan = Schema::makePlan(target(), Schema::Direction::RollBack, to, context);
        return plan ? plan->losses() : QStringList();
    }

    /// Everything in the schema, and all ids of the history, for comparing before and after.
    [[nodiscard]] Rows objects() const
    {
        Rows rows = database.execute(
            database.isPostgres()
                ? QStringLiteral(
                      "select c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), "
                      "a.attnotnull, coalesce(i.indisvalid, true), coalesce(pg_get_indexdef(i.indexrelid), "
                      "'') "
                      "from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not "
                      "a.attisdropped left join pg_index i on i.indexrelid = c.oid where c.relnamespace = "
                      "'public'::regnamespace and c.relname not like '%GscMigrations%' order by 1, 2, "
                      "a.attnum")
                : QStringLiteral(
                      "select type, name, sql from sqlite_schema where tbl_name <> '__GscMigrations' order "
                      "by type, name"));
        return rows + history();
    }
    [[nodiscard]] Rows history() const
    {
        const QString there =
            database.isPostgres()
                ? QStringLiteral("select 1 where to_regclass('\"__EFMigrationsHistory\"') is not null")
                : QStringLiteral("select 1 from sqlite_schema where name = '__EFMigrationsHistory'");
        return database.execute(there).isEmpty()
                   ? Rows()
                   : database.execute(QStringLiteral("select \"MigrationId\", \"ProductVersion\" from "
                                                     "\"__EFMigrationsHistory\" order by 1"));
    }

    TempDatabase database;
    Db::ConnectionSpec spec;
    QTemporaryDir folder;
    bool hasFolder = false;
};

/// The rows that a lineage of the web application leaves in the history.
[[nodiscard]] inline QString historyOf(const QStringList &ids)
{
    QString sql =
        QStringLiteral("create table \"__EFMigrationsHistory\" (\"MigrationId\" character varying(150) not "
                       "null, \"ProductVersion\" character varying(32) not null, constraint "
                       "\"PK___EFMigrationsHistory\" primary key (\"MigrationId\"));");
    for (const QString &id : ids)
        sql += QStringLiteral("insert into \"__EFMigrationsHistory\" values ('%1', '10.0.0');").arg(id);
    return sql;
}

/// The tables of the web application as EF Core's providers make them.
[[nodiscard]] inline QString webTables(bool isPostgres, bool withExpense = true)
{
    struct Column
    {
        const char *name;
        const char *postgres;
        const char *sqlite;
    };
    const auto table = [&](const char *name, const QList<Column> &columns,
                           const char *references) -> QString {
        QString sql = QStringLiteral("CREATE TABLE \"%1\" (").arg(QLatin1String(name));
        sql += isPostgres
                   ? QStringLiteral("\"Id\" integer GENERATED BY DEFAULT AS IDENTITY")
                   : QStringLiteral("\"Id\" INTEGER NOT NULL CONSTRAINT \"PK_%1\" PRIMARY KEY AUTOINCREMENT")
                         .arg(QLatin1String(name));
        for (const Column &column : columns)
            sql += QStringLiteral(", \"%1\" %2")
                       .arg(QLatin1String(column.name),
                            QLatin1String(isPostgres ? column.postgres : column.sqlite));
        if (isPostgres)
            sql += QStringLiteral(", CONSTRAINT \"PK_%1\" PRIMARY KEY (\"Id\")").arg(QLatin1String(name));
        return sql + QLatin1String(references) + QStringLiteral("); ");
    };
    const char *text200 = "character varying(200) NOT NULL";
    const char *time = "timestamp with time zone NOT NULL";
    const char *maybeTime = "timestamp with time zone";
    const char *money = "numeric(18,2)";
    const Column created = {"CreatedAt", time, "TEXT NOT NULL"};
    const Column updated = {"UpdatedAt", time, "TEXT NOT NULL"};
    const Column deleted = {"IsDeleted", "boolean NOT NULL DEFAULT FALSE", "INTEGER NOT NULL DEFAULT 0"};
    const Column deletedAt = {"DeletedAt", maybeTime, "TEXT NULL"};
    QString sql = table("Customer",
                        {{"Name", text200, "TEXT NOT NULL"},
                         {"Email", "character varying(200)", "TEXT NULL"},
                         {"Phone", "character varying(50)", "TEXT NULL"},
                         {"Address", "character varying(500)", "TEXT NULL"},
                         {"Notes", "character varying(2000)", "TEXT NULL"},
                         created,
                         updated,
                         deleted,
                         deletedAt},
                        "");
    sql += table(
        "Job",
        {{"CustomerId", "integer NOT NULL", "INTEGER NOT NULL"},
         {"EquipmentType", text200, "TEXT NOT NULL"},
         {"EquipmentModel", text200, "TEXT NOT NULL"},
         {"Description", "character varying(2000) NOT NULL", "TEXT NOT NULL"},
         {"Status", "integer NOT NULL", "INTEGER NOT NULL"},
         {"DateReceived", time, "TEXT NOT NULL"},
         {"DateCompleted", maybeTime, "TEXT NULL"},
         {"EstimateAmount", money, "TEXT NULL"},
         {"ActualAmount", money, "TEXT NULL"},
         created,
         updated,
         deleted,
         deletedAt},
        ", CONSTRAINT \"FK_Job_Customer_CustomerId\" FOREIGN KEY (\"CustomerId\") REFERENCES \"Customer\" "
        "(\"Id\") ON DELETE RESTRICT");
    sql += table(
        "JobUpdate",
        {{"JobId", "integer NOT NULL", "INTEGER NOT NULL"},
         {"UpdateText", "character varying(4000) NOT NULL", "TEXT NOT NULL"},
         created},
        ", CONSTRAINT \"FK_JobUpdate_Job_JobId\" FOREIGN KEY (\"JobId\") REFERENCES \"Job\" (\"Id\") ON "
        "DELETE CASCADE");
    sql += QStringLiteral("CREATE INDEX \"IX_Job_CustomerId\" ON \"Job\" (\"CustomerId\"); "
                          "CREATE INDEX \"IX_JobUpdate_JobId\" ON \"JobUpdate\" (\"JobId\"); ");
    if (!withExpense)
        return sql;
    sql += table(
        "Expense",
        {{"JobId", "integer NOT NULL", "INTEGER NOT NULL"},
         {"Type", "integer NOT NULL", "INTEGER NOT NULL"},
         {"Description", "character varying(500) NOT NULL", "TEXT NOT NULL"},
         {"Amount", "numeric(18,2) NOT NULL", "TEXT NOT NULL"},
         {"Date", time, "TEXT NOT NULL"},
         {"ReceiptReference", "character varying(200)", "TEXT NULL"},
         created,
         updated},
        ", CONSTRAINT \"FK_Expense_Job_JobId\" FOREIGN KEY (\"JobId\") REFERENCES \"Job\" (\"Id\") ON DELETE "
        "CASCADE");
    return sql + QStringLiteral("CREATE INDEX \"IX_Expense_JobId\" ON \"Expense\" (\"JobId\"); ");
}

/// `count` customers in the web application's table or ours.
[[nodiscard]] inline QString customers(bool isPostgres, int count)
{
    const QString columns =
        QStringLiteral("insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", \"Address\", "
                       "\"Notes\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") ");
    if (isPostgres)
        return columns + QStringLiteral(
                             "select 'Name ' || md5(i::text), i || '@example.com', '0' || i, 'Street ' || i, "
                             "md5((i + 1)::text), now(), now(), i % 10 = 0 from generate_series(1, %1) i; "
                             "analyze \"Customer\";")
                             .arg(count);
    return QStringLiteral("with recursive n(i) as (select 1 union all select i + 1 from n where i < %1) ")
               .arg(count) +
           columns +
           QStringLiteral(
               "select 'Name ' || hex(i * 7919), i || '@example.com', '0' || i, 'Street ' || i, 'Note', "
               "'2025-12-11 09:00:00', '2025-12-11 09:00:00', i % 10 = 0 from n;");
}

/// A database as the web application leaves it, without rows.
inline void makeWeb(const Place &place)
{
    place.execute(webTables(place.database.isPostgres()) + historyOf(Schema::webMigrations()));
}

} // namespace Tests
