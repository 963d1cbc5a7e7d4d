// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contents.h"
#include "backup/dumptool.h"
#include "backup/text.h"
#include "db/jobsession.h"

namespace Backup {

using Core::Result;

namespace {

Result<Contents> dumpOnSnapshot(const Request &request, const DumpTool &tool, Db::Snapshot &snapshot,
                                const QString &plain, Core::JobContext &context)
{
    auto source = Tables::sourceOf(snapshot, Db::Engine::PostgreSQL);
    if (!source)
        return source.error();
    auto schema = schemaInScope((*source)->schema(), request);
    if (!schema)
        return schema.error();
    auto marks = Tables::marksOf(**source);
    if (!marks)
        return marks.error();
    Contents contents;
    contents.schema = *schema;
    contents.marks = *marks;
    contents.dumpToolVersion = tool.version;
    if (request.scope != Scope::SchemaOnly) {
        context.enter(Text::tr("Counting the rows"), Core::JobProgress::Unit::Rows);
        auto tables = Tables::summarize(**source, context, namesOf(*schema));
        if (!tables)
            return tables.error();
        contents.tables = *tables;
    }
    // pg_dump looks at the very moment that was counted, however long ago that is and whoever writes.
    auto moment = snapshot.exportedName();
    if (!moment)
        return moment.error();
    const DumpRun run = {tool, request.source, request.kind, request.scope, request.table, *moment, plain};
    if (auto dumped = runDump(run, context); !dumped)
        return dumped.error();
    return contents;
}

} // namespace

Result<Contents> writeDump(const Request &request, const QString &plain, Core::JobContext &context)
{
    Db::JobSession session(request.source, request.options, context);
    auto line = session->open();
    if (!line)
        return line.error();
    const auto tool = findDumpTool(majorOf(line->serverVersion), request.dumpTool);
    if (!tool)
        return tool.error();
    auto contents = session->snapshot<Contents>(
        [&](Db::Snapshot &snapshot) { return dumpOnSnapshot(request, *tool, snapshot, plain, context); },
        Db::limitsOfJobs());
    if (contents)
        contents->serverVersion = line->serverVersion;
    return contents;
}

} // namespace Backup
