// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contents.h"
#include "backup/text.h"
#include "db/jobsession.h"
#include "db/sqlitefile.h"

#include <QFileInfo>

namespace Backup {

using Core::Result;

namespace {

/// The database with SQLite's locks, as every other program that works in it, but without a way to write. A
/// reader alone would take a file in which nobody works for one that stays as it is.
Result<std::unique_ptr<Db::SqliteFile>> openLive(const Db::ConnectionSpec &spec)
{
    const QFileInfo info(spec.file);
    const bool isWritable = info.isWritable() && QFileInfo(info.absolutePath()).isWritable();
    auto opened =
        Db::SqliteFile::open(spec.file, isWritable ? Db::SqliteFile::Use::Write : Db::SqliteFile::Use::Read);
    if (!opened)
        return opened;
    for (const char *sql : {"pragma query_only = on", "pragma trusted_schema = off"})
        if (auto done = (*opened)->execute(QLatin1String(sql)); !done)
            return done.error();
    if (auto less = (*opened)->useMemory(memoryBesideCheck); !less)
        return less.error();
    return opened;
}

/// Leaves the copy on the disk, closed.
Result<void> copyPages(Db::SqliteFile &live, const QString &plain, Core::JobContext &context)
{
    auto copy = Db::SqliteFile::open(plain, Db::SqliteFile::Use::Create);
    if (!copy)
        return copy.error();
    if (auto copied = live.copyTo(**copy, context); !copied)
        return copied;
    copy->reset();
    return settle(plain);
}

} // namespace

Result<Contents> writeSqliteSnapshot(const Request &request, const QString &plain, IntegrityCheck &integrity,
                                     Core::JobContext &context)
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
    auto opened = openLive(request.source);
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
    // The pages first: they are what others wait for where the database keeps a rollback journal.
    if (auto copied = copyPages(live, plain, context); !copied)
        return copied.error();
    integrity.start(plain);
    context.enter(Text::tr("Counting the rows"), Core::JobProgress::Unit::Rows);
    auto marks = Tables::marksOf(**source);
    if (!marks)
        return marks.error();
    contents.marks = *marks;
    auto tables = Tables::summarize(**source, context);
    if (!tables)
        return tables.error();
    contents.tables = *tables;
    return contents;
}

} // namespace Backup
