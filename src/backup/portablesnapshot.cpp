// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contents.h"
#include "backup/text.h"
#include "db/jobsession.h"
#include "tables/portablefile.h"

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

Result<Contents> copyTables(const Request &request, Db::Snapshot &snapshot, const QString &plain,
                            Core::JobContext &context)
{
    auto source = Tables::sourceOf(snapshot, request.source.engine);
    if (!source)
        return source.error();
    auto schema = schemaInScope((*source)->schema(), request);
    if (!schema)
        return schema.error();
    if (schema->tables.isEmpty())
        return failure(ErrorKind::NotFound,
                       Text::tr("The database has no tables yet, so there is nothing to back up."));
    Contents contents;
    contents.schema = *schema;
    auto marks = Tables::marksOf(**source);
    if (!marks)
        return marks.error();
    contents.marks = *marks;
    auto tables = Tables::writePortable(**source, plain, context,
                                        request.scope == Scope::OneTable ? namesOf(*schema) : QStringList());
    if (!tables)
        return tables.error();
    contents.tables = *tables;
    return contents;
}

} // namespace

Result<Contents> writePortableSnapshot(const Request &request, const QString &plain,
                                       Core::JobContext &context)
{
    Db::JobSession session(request.source, request.options, context);
    auto line = session->open();
    if (!line)
        return line.error();
    auto contents = session->snapshot<Contents>(
        [&](Db::Snapshot &snapshot) { return copyTables(request, snapshot, plain, context); },
        Db::limitsOfJobs());
    if (contents)
        contents->serverVersion = line->serverVersion;
    return contents;
}

} // namespace Backup
