// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrator.h"

#include "db/catalogue.h"
#include "schema/history.h"
#include "schema/migrationcatalogue.h"

#include <QCoreApplication>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

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
    const Db::Engine engine = session.engine();
    auto all = migrations(engine);
    if (!all)
        return all.error();

    QList<Db::Statement> statements = {HistorySql::createHistory(engine), HistorySql::createRecords(engine)};
    for (const Migration &migration : std::as_const(*all)) {
        // A new database does not need it yet, and it may not be possible.
        if (!migration.up.extension.isEmpty())
            continue;
        for (const ScriptStatement &statement : migration.up.statements)
            statements.append({statement.sql, {}});
        statements.append(HistorySql::insertRow(migration.id));
        statements.append(HistorySql::putRecord(engine, {migration.id,
                                                         migration.up.checksum,
                                                         operatorName(),
                                                         {},
                                                         0,
                                                         int(migration.up.statements.size()),
                                                         true}));
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
