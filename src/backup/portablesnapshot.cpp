// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contents.h"
#include "backup/subsetsource.h"
#include "backup/text.h"
#include "db/databasefile.h"
#include "db/jobsession.h"
#include "tables/copyinto.h"

#include <QFile>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

Result<Contents> copyTables(const Request &request, Db::Snapshot &snapshot, Db::Session &into,
                            Core::JobContext &context)
{
    auto everything = Tables::sourceOf(snapshot, request.source.engine);
    if (!everything)
        return everything.error();
    auto marks = Tables::marksOf(**everything);
    if (!marks)
        return marks.error();
    auto schema = schemaInScope((*everything)->schema(), request);
    if (!schema)
        return schema.error();
    if (schema->tables.isEmpty())
        return failure(ErrorKind::NotFound,
                       Text::tr("The database has no tables yet, so there is nothing to back up."));
    Contents contents;
    contents.schema = *schema;
    contents.marks = *marks;
    SubsetSource source(**everything, *schema);
    auto copied = into.write<QList<Tables::TableSummary>>(
        [&](Db::Transaction &transaction) {
            return Tables::copyInto(transaction, Db::Engine::SQLite, source, context);
        },
        {statementLimit, statementLimit});
    if (!copied)
        return copied.error();
    contents.tables = *copied;
    return contents;
}

} // namespace

Result<Contents> writePortable(const Request &request, const QString &plain, Core::JobContext &context)
{
    if (!QFile::exists(plain))
        if (auto created = Db::createDatabaseFile(plain); !created)
            return created.error();
    Db::ConnectionSpec file;
    file.file = plain;
    Db::JobSession into(file, {}, context);
    Db::JobSession from(request.source, request.options, context);
    auto line = from->open();
    if (!line)
        return line.error();
    auto contents = from->snapshot<Contents>(
        [&](Db::Snapshot &snapshot) { return copyTables(request, snapshot, *into, context); },
        {statementLimit, std::chrono::seconds(10)});
    if (contents)
        contents->serverVersion = line->serverVersion;
    return contents;
}

} // namespace Backup
