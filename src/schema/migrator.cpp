// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrator.h"

#include "db/catalogue.h"

#include <QCoreApplication>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

/// As EF Core creates it: https://learn.microsoft.com/ef/core/managing-schemas/migrations/history-table
QString historyTable(Db::Engine engine)
{
    return engine == Db::Engine::SQLite
               ? QStringLiteral("CREATE TABLE IF NOT EXISTS \"__EFMigrationsHistory\" (\n"
                                "    \"MigrationId\" TEXT NOT NULL CONSTRAINT \"PK___EFMigrationsHistory\" "
                                "PRIMARY KEY,\n"
                                "    \"ProductVersion\" TEXT NOT NULL\n)")
               : QStringLiteral(
                     "CREATE TABLE IF NOT EXISTS \"__EFMigrationsHistory\" (\n"
                     "    \"MigrationId\" character varying(150) NOT NULL,\n"
                     "    \"ProductVersion\" character varying(32) NOT NULL,\n"
                     "    CONSTRAINT \"PK___EFMigrationsHistory\" PRIMARY KEY (\"MigrationId\")\n)");
}

} // namespace

Result<void> createSchema(Db::Session &session)
{
    auto catalogue = Db::readCatalogue(session);
    if (!catalogue)
        return catalogue.error();
    if (catalogue->hasCustomerTable)
        return Error{ErrorKind::Conflict,
                     QCoreApplication::translate("Schema",
                                                 "This database has a Customer table already. Nothing was "
                                                 "changed."),
                     {},
                     {}};
    auto all = migrations(session.engine());
    if (!all)
        return all.error();

    QList<Db::Statement> statements = {{historyTable(session.engine()), {}}};
    for (const Migration &migration : *all) {
        for (const QString &sql : migration.up)
            statements.append({sql, {}});
        statements.append(
            {QStringLiteral("insert into \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") "
                            "values ($1, $2)"),
             {migration.id, productVersion}});
    }
    auto created = session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto done = transaction.run(statements);
        if (!done)
            return done.error();
        return 0;
    });
    return created ? Result<void>() : Result<void>(created.error());
}

} // namespace Schema
