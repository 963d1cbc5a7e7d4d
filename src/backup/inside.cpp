// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupreader.h"
#include "backup/contents.h"
#include "backup/dumptool.h"
#include "backup/script.h"
#include "backup/text.h"
#include "db/sqlitefile.h"

#include <QFile>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

constexpr qint64 headLength = 512;

Result<Inside> openSqlite(const QString &plain, Kind kind, Core::JobContext &context)
{
    auto file = Db::SqliteFile::open(plain, Db::SqliteFile::Use::Read);
    if (!file)
        return file.error();
    Db::SqliteFile &raw = **file;
    const auto interrupt = [&raw] { raw.interrupt(); };
    {
        const Core::JobContext::Stopper stopper(context, interrupt);
        context.enter(Text::tr("Checking the integrity"));
        if (auto sound = raw.checkIntegrity(); !sound)
            return sound.error();
    }
    auto source = harmlessSourceOf(std::move(*file));
    if (!source)
        return source.error();
    Inside inside;
    inside.kind = kind;
    inside.source = std::move(*source);
    inside.stopper = std::make_unique<Core::JobContext::Stopper>(context, interrupt);
    return inside;
}

Result<void> readInto(Inside &inside, const Tables::SchemaModel *schema, Core::JobContext &context)
{
    if (!schema)
        return readScript(inside.script, {}, context);
    auto source = sourceOfScript(inside.script, *schema, context);
    if (!source)
        return source.error();
    inside.source = std::move(*source);
    return {};
}

Result<Inside> openText(const QString &plain, Kind kind, const Tables::SchemaModel *schema,
                        const WorkFolder &work, Core::JobContext &context)
{
    Inside inside;
    inside.kind = kind;
    inside.script = plain;
    if (kind == Kind::Dump) {
        auto script = work.newFile(QStringLiteral("dump.sql"));
        if (!script)
            return script.error();
        inside.script = *script;
        context.enter(Text::tr("Unpacking the dump"));
        if (auto unpacked = scriptOfDump(plain, inside.script, context); !unpacked)
            return unpacked.error();
    }
    context.enter(Text::tr("Reading the script"));
    if (auto read = readInto(inside, schema, context); !read) {
        // Of a dump it is the damage that makes a script that no pg_dump writes.
        if (kind == Kind::Dump && read.error().kind == ErrorKind::Unsupported)
            return failure(ErrorKind::Corrupt, read.error().summary, read.error().detail);
        return read.error();
    }
    return inside;
}

} // namespace

Result<std::optional<Kind>> kindOf(const QString &plain)
{
    QFile file(plain);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Io, Text::tr("“%1” could not be read.").arg(plain), file.errorString());
    const QByteArray head = file.read(headLength);
    if (head.startsWith(QByteArrayView("SQLite format 3\0", 16)))
        return std::optional(Kind::SqliteSnapshot);
    if (head.startsWith("PGDMP"))
        return std::optional(Kind::Dump);
    if (!head.isEmpty() && !head.contains('\0'))
        return std::optional(Kind::Script);
    return std::optional<Kind>();
}

Result<Inside> openInside(const QString &plain, Kind kind, const Tables::SchemaModel *schema,
                          const WorkFolder &work, Core::JobContext &context)
{
    return kind == Kind::SqliteSnapshot || kind == Kind::Portable
               ? openSqlite(plain, kind, context)
               : openText(plain, kind, schema, work, context);
}

} // namespace Backup
