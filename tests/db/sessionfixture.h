// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "db/session.h"
#include "support/tempdatabase.h"

namespace Tests {

/// What a connection string of the tests means; these are always readable.
[[nodiscard]] inline Db::ConnectionSpec specOf(const QString &connectionString)
{
    return Db::ConnectionString::parse(connectionString).value();
}

/// An empty database of a kind, which exists also where it is a file, and what its string means.
struct EmptyDatabase
{
    explicit EmptyDatabase(TempDatabase::Kind kind)
        : database(kind)
        , spec(specOf(database.connectionString()))
    {
        if (!database.isPostgres() && !Db::createDatabaseFile(database.name()))
            qFatal("no database file");
    }
    /// Set-up SQL; tables are the test role's, too.
    Rows execute(const QString &sql, CallSite where = CallSite::here()) const
    {
        return database.execute(
            database.isPostgres() ? QStringLiteral("set role gsc; set timezone = 'UTC'; ") + sql : sql,
            where);
    }

    TempDatabase database;
    Db::ConnectionSpec spec;
};

/// One statement, one value or the error's text.
[[nodiscard]] inline QString scalar(Db::Session &session, const QString &sql,
                                    const QList<Db::Value> &values = {})
{
    const auto set = session.select(Db::Statement{sql, values});
    if (!set)
        return QStringLiteral("error: ") + Core::toText(set.error());
    return set->rows.isEmpty() ? QStringLiteral("no row")
                               : set->rows.first().cell(0).value_or(QStringLiteral("NULL"));
}

/// Runs statements in one writing transaction.
[[nodiscard]] inline Core::Result<QList<Db::RowSet>> write(Db::Session &session,
                                                           const QList<Db::Statement> &statements)
{
    return session.write<QList<Db::RowSet>>(
        [&](Db::Transaction &transaction) { return transaction.run(statements); });
}

} // namespace Tests
