// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/makebackup.h"

#include "backup/backupreader.h"
#include "backup/contents.h"
#include "backup/integritycheck.h"
#include "backup/partfile.h"
#include "backup/text.h"
#include "db/sqlitefile.h"

#include <QFileInfo>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

bool isSqliteKind(Kind kind)
{
    return kind == Kind::SqliteSnapshot || kind == Kind::Portable;
}

Result<void> checkRequest(const Request &request)
{
    const bool fromSqlite = request.source.engine == Db::Engine::SQLite;
    const auto refused = [](const QString &summary) { return failure(ErrorKind::Unsupported, summary); };
    if (request.kind == Kind::SqliteSnapshot && !fromSqlite)
        return refused(
            Text::tr("An SQLite snapshot can only be made of an SQLite database. Choose a portable "
                     "snapshot or a dump."));
    if (!isSqliteKind(request.kind) && fromSqlite)
        return refused(Text::tr("Dumps and scripts are made of PostgreSQL databases only. Choose an SQLite "
                                "snapshot or a portable one."));
    const bool isPossible = request.scope == Scope::Everything || request.kind == Kind::Script ||
                            (request.scope == Scope::OneTable && request.kind == Kind::Portable);
    if (!isPossible)
        return refused(Text::tr("This kind of backup always holds everything. Choose a script for a part."));
    if (!isSqliteKind(request.kind) && Db::isPooled(request.source))
        return refused(
            Text::tr("This address leads to a connection pooler, through which pg_dump would disturb other "
                     "programs. Use the direct address: %1.")
                .arg(Db::directHost(request.source)));
    return {};
}

Result<Contents> writePlain(const Request &request, const QString &plain, IntegrityCheck &integrity,
                            Core::JobContext &context)
{
    switch (request.kind) {
    case Kind::SqliteSnapshot:
        return writeSqliteSnapshot(request, plain, integrity, context);
    case Kind::Portable:
        return writePortableSnapshot(request, plain, context);
    case Kind::Dump:
    case Kind::Script:
        return writeDump(request, plain, context);
    }
    Q_UNREACHABLE();
}

Error differs(const QString &what)
{
    return failure(ErrorKind::Corrupt,
                   Text::tr("What was read back from the disk is not what the database holds. No backup was "
                            "made; check the disk and try again."),
                   what);
}

Result<void> readRows(Tables::TableSource &source, const Contents &contents, Core::JobContext &context)
{
    context.enter(Text::tr("Reading the backup again"), Core::JobProgress::Unit::Rows);
    auto found = Tables::summarize(source, context, namesOf(contents.schema));
    if (!found)
        return found.error();
    if (const auto difference = differenceOf(contents.tables, *found))
        return differs(*difference);
    return {};
}

Result<void> readSqlite(const QString &plain, const Contents &contents, Core::JobContext &context)
{
    auto file = Db::SqliteFile::open(plain, Db::SqliteFile::Use::Read);
    if (!file)
        return file.error();
    Db::SqliteFile &raw = **file;
    if (auto less = raw.useMemory(memoryBesideCheck); !less)
        return less;
    auto source = harmlessSourceOf(std::move(*file));
    if (!source)
        return source.error();
    const Core::JobContext::Stopper stopper(context, [&raw] { raw.interrupt(); });
    if ((*source)->schema() != contents.schema)
        return differs(Text::tr("The tables are others."));
    return readRows(**source, contents, context);
}

/// Reads the file as a restore would, and compares it with what was counted at the moment of the backup.
Result<void> readBack(const Request &request, const QString &plain, const Contents &contents,
                      IntegrityCheck &integrity, const WorkFolder &work, Core::JobContext &context)
{
    if (isSqliteKind(request.kind)) {
        if (!integrity.isStarted())
            integrity.start(plain);
        auto same = readSqlite(plain, contents, context);
        context.enter(Text::tr("Checking the integrity"));
        // Of a damaged file the rows may be others, or not to be read: what the damage is says more.
        auto sound = integrity.result();
        return !sound && (same || sound.error().kind == ErrorKind::Corrupt) ? sound.error() : same;
    }
    auto inside = openInside(plain, request.kind, &contents.schema, work, context);
    if (!inside)
        return inside.error();
    if (request.scope == Scope::SchemaOnly)
        return {};
    return readRows(*inside->source, contents, context);
}

/// Wraps `plain`, which has that checksum, into the file, and unwraps it again as a restore would.
Result<void> wrapAndCheck(const QString &plain, const QByteArray &sha256, PartFile &part,
                          const Wrapping &wrapping, const WorkFolder &work, Core::JobContext &context)
{
    if (auto wrapped = wrapInto(part, plain, wrapping, context); !wrapped)
        return wrapped;
    if (auto settled = settle(part.path()); !settled)
        return settled;
    const QString again = work.filePath(QStringLiteral("again"));
    if (auto unwrapped = unwrap(part.path(), again, wrapping.passphrase, context); !unwrapped)
        return unwrapped;
    auto found = hashOfFile(again, context);
    QFile::remove(again);
    if (!found)
        return found.error();
    if (*found != sha256)
        return failure(
            ErrorKind::Corrupt,
            Text::tr("What was read back from the disk is not what was written. No backup was made; "
                     "check the disk and try again."));
    return {};
}

Manifest manifestFor(const Request &request, const Contents &contents, const QDateTime &started)
{
    Manifest manifest;
    manifest.kind = request.kind;
    manifest.scope = request.scope;
    manifest.origin = request.origin;
    manifest.origin.engine = request.source.engine;
    manifest.origin.serverVersion = contents.serverVersion;
    manifest.origin.database = Db::displayName(request.source);
    manifest.origin.identity = Db::identity(request.source);
    manifest.toolVersion = QCoreApplication::applicationVersion();
    manifest.dumpToolVersion = contents.dumpToolVersion;
    manifest.migrations = contents.marks.migrations;
    manifest.tables = contents.tables;
    manifest.newestUpdate = contents.marks.newestUpdate;
    manifest.schema = Tables::toJson(contents.schema);
    manifest.isCompressed = request.wrapping.compress;
    manifest.isEncrypted = !request.wrapping.passphrase.isEmpty();
    manifest.started = started;
    manifest.isSafetyCopy = request.isSafetyCopy;
    return manifest;
}

/// Manifest first, then the name: a backup that is there has one.
Result<void> publish(PartFile &part, Manifest &manifest, Core::JobContext &context)
{
    context.enter(Text::tr("Finishing"));
    manifest.size = QFileInfo(part.path()).size();
    manifest.finished = QDateTime::currentDateTimeUtc();
    manifest.verified = manifest.finished;
    if (auto going = context.proceed(); !going)
        return going;
    auto done = writeManifest(part.finalName(), manifest);
    if (done)
        done = part.finish();
    if (!done)
        QFile::remove(manifestFile(part.finalName()));
    return done;
}

} // namespace

Result<Made> makeBackup(const Request &request, Core::JobContext &context)
{
    const QDateTime started = QDateTime::currentDateTimeUtc();
    if (auto possible = checkRequest(request); !possible)
        return possible.error();
    auto part = PartFile::create(request.file);
    if (!part)
        return part.error();
    auto work = WorkFolder::create();
    if (!work)
        return work.error();
    const bool wraps = !request.wrapping.isNone();
    QString plain = (*part)->path();
    if (wraps) {
        auto inside = (*work)->newFile(QStringLiteral("inside"));
        if (!inside)
            return inside.error();
        plain = *inside;
    }

    IntegrityCheck integrity(context);
    auto contents = writePlain(request, plain, integrity, context);
    if (!contents)
        return contents.error();
    if (auto settled = integrity.isStarted() ? Result<void>() : settle(plain); !settled)
        return settled.error();
    if (auto same = readBack(request, plain, *contents, integrity, **work, context); !same)
        return same.error();
    auto inside = integrity.isStarted() ? integrity.result() : hashOfFile(plain, context);
    if (!inside)
        return inside.error();
    if (wraps)
        if (auto wrapped = wrapAndCheck(plain, *inside, **part, request.wrapping, **work, context); !wrapped)
            return wrapped.error();
    auto sha256 = wraps ? hashOfFile((*part)->path(), context) : inside;
    if (!sha256)
        return sha256.error();
    Made made = {request.file, manifestFor(request, *contents, started)};
    made.manifest.sha256 = *sha256;
    if (auto published = publish(**part, made.manifest, context); !published)
        return published.error();
    return made;
}

} // namespace Backup
