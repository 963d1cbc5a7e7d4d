// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contents.h"
#include "backup/text.h"
#include "db/jobsession.h"
#include "db/sqlitefile.h"

namespace Backup {

using Core::Result;

Result<Contents> writeSqliteSnapshot(const Request &request, const QString &plain, Core::JobContext &context)
{
    Contents contents;
    {
        // The way that is always taken: where writing is allowed, it lets SQLite finish what a killed program
        // left in its journal, which a reader alone may not.
        Db::JobSession session(request.source, request.options, context);
        auto line = session->open();
        if (!line)
            return line.error();
        contents.serverVersion = line->serverVersion;
    }
    auto opened = Db::SqliteFile::open(request.source.file, Db::SqliteFile::Use::Read);
    if (!opened)
        return opened.error();
    Db::SqliteFile &live = **opened;
    // One read transaction for counting and copying: both see the same moment.
    if (auto begun = live.execute(QStringLiteral("begin")); !begun)
        return begun.error();
    auto source = Tables::sourceOf(std::move(*opened));
    if (!source)
        return source.error();
    const Core::JobContext::Stopper stopper(context, [&live] { live.interrupt(); });
    contents.schema = (*source)->schema();
    auto marks = Tables::marksOf(**source);
    if (!marks)
        return marks.error();
    contents.marks = *marks;

    auto copy = Db::SqliteFile::open(plain, Db::SqliteFile::Use::Create);
    if (!copy)
        return copy.error();
    // The pages first: they are what others wait for where the database keeps a rollback journal.
    if (auto copied = live.copyTo(**copy, context); !copied)
        return copied.error();
    context.enter(Text::tr("Counting the rows"), Core::JobProgress::Unit::Rows);
    auto tables = Tables::summarize(**source, context);
    if (!tables)
        return tables.error();
    contents.tables = *tables;
    return contents;
}

} // namespace Backup
