// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/scratch.h"

#include "db/databasefile.h"
#include "db/jobsession.h"
#include "tables/conventions.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Tables::Scratch)
};

const QString prefix = QStringLiteral("gsc_scratch_");
const QString timeFormat = QStringLiteral("yyyyMMddHHmmss");
const QString fileEnding = QStringLiteral(".db");
constexpr qint64 oldAfter = 86'400; // seconds

QDateTime utc(QDateTime time)
{
    time.setTimeSpec(Qt::UTC);
    return time;
}

QString newName(const QDateTime &now)
{
    return prefix + now.toString(timeFormat) +
           QStringLiteral("_%1").arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
}

/// Whether a name is a scratch place's and says that it is older than a day.
bool isLeftover(const QString &name, const QDateTime &now)
{
    const QString time = name.mid(prefix.size(), timeFormat.size());
    const QDateTime made = utc(QDateTime::fromString(time, timeFormat));
    return name.startsWith(prefix) && made.isValid() && made.secsTo(now) > oldAfter;
}

/// What the session of a scratch place may: everything that the role may, since nothing of anybody's changes.
Db::SessionOptions withoutGate(Db::SessionOptions options)
{
    options.gate.reset();
    return options;
}

Db::ConnectionSpec writable(Db::ConnectionSpec spec)
{
    spec.openMode = Db::SqliteOpenMode::ReadWrite;
    return spec;
}

Result<void> runAlone(Db::Session &session, const QString &sql)
{
    auto done = session.runOutsideTransaction({sql, {}});
    return done ? Result<void>() : Result<void>(done.error());
}

/// What a server must be asked before.
struct ServerFacts
{
    QDateTime now; ///< by the server's clock: the desktops' may be wrong
    QString encoding, collation, characters;
    QStringList databases;
    QStringList schemas;
};

Result<ServerFacts> askServer(Db::Session &session)
{
    auto sets = session.select(
        {{QStringLiteral("select to_char(now() at time zone 'UTC', 'YYYYMMDDHH24MISS'), "
                         "pg_encoding_to_char(encoding), datcollate, datctype from pg_database "
                         "where datname = current_database()"),
          {}},
         {QStringLiteral("select datname from pg_database where datname like 'gsc\\_scratch\\_%'"), {}},
         {QStringLiteral("select nspname from pg_namespace where nspname like 'gsc\\_scratch\\_%'"), {}}});
    if (!sets)
        return sets.error();
    ServerFacts facts;
    for (const Db::Row &row : std::as_const(sets->at(0).rows)) {
        facts.now = utc(QDateTime::fromString(row.text(0), timeFormat));
        facts.encoding = row.text(1);
        facts.collation = row.text(2);
        facts.characters = row.text(3);
    }
    for (const Db::Row &row : std::as_const(sets->at(1).rows))
        facts.databases.append(row.text(0));
    for (const Db::Row &row : std::as_const(sets->at(2).rows))
        facts.schemas.append(row.text(0));
    return facts;
}

Result<void> dropSchema(Db::Session &session, const QString &name)
{
    const QString sql =
        QStringLiteral("drop schema if exists ") + Db::quoted(name) + QStringLiteral(" cascade");
    auto dropped = session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto done = transaction.run({sql, {}});
        if (!done)
            return done.error();
        return 0;
    });
    return dropped ? Result<void>() : Result<void>(dropped.error());
}

/// Somebody may still be working in one, or it may be another role's: then it stays for the next time.
void removeLeftovers(Db::Session &session, const ServerFacts &facts)
{
    for (const QString &name : facts.databases)
        if (isLeftover(name, facts.now))
            static_cast<void>(
                runAlone(session, QStringLiteral("drop database if exists ") + Db::quoted(name)));
    for (const QString &name : facts.schemas)
        if (isLeftover(name, facts.now))
            static_cast<void>(dropSchema(session, name));
}

void removeLeftovers(const QDir &folder, const QDateTime &now)
{
    const QStringList files =
        folder.entryList({prefix + QLatin1Char('*') + fileEnding}, QDir::Files | QDir::Hidden);
    for (const QString &file : files)
        if (isLeftover(file, now))
            Db::removeDatabaseFile(folder.filePath(file));
}

} // namespace

struct Scratch::Private
{
    Kind kind = Kind::File;
    Db::ConnectionSpec beside;
    Db::SessionOptions options;
    Db::ConnectionSpec spec;
    QString name;

    Result<void> createDatabase(Db::Session &session, const ServerFacts &facts, Core::JobContext &context);
    Result<void> createSchema(Db::Session &session);
    Result<void> createOnServer(Core::JobContext &context);
    Result<void> createFile();
    void remove();
};

Result<void> Scratch::Private::createDatabase(Db::Session &session, const ServerFacts &facts,
                                              Core::JobContext &context)
{
    // Nobody is ever connected to template0, which would keep it from being copied.
    auto made =
        runAlone(session, QStringLiteral("create database ") + Db::quoted(name) +
                              QStringLiteral(" template template0 encoding ") + literal(facts.encoding) +
                              QStringLiteral(" lc_collate ") + literal(facts.collation) +
                              QStringLiteral(" lc_ctype ") + literal(facts.characters));
    if (!made)
        return made;
    kind = Kind::Database;
    spec = beside;
    spec.database = name;
    // The server may let the role make a database and not let it in.
    Db::JobSession inside(spec, options, context);
    auto line = inside->open();
    if (line)
        return {};
    remove();
    return line.error();
}

Result<void> Scratch::Private::createSchema(Db::Session &session)
{
    const QString sql = QStringLiteral("create schema ") + Db::quoted(name);
    auto made = session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto done = transaction.run({sql, {}});
        if (!done)
            return done.error();
        return 0;
    });
    if (!made)
        return made.error();
    kind = Kind::Schema;
    spec = beside;
    return {};
}

Result<void> Scratch::Private::createOnServer(Core::JobContext &context)
{
    Db::JobSession session(beside, options, context);
    auto facts = askServer(*session);
    if (!facts)
        return facts.error();
    removeLeftovers(*session, *facts);
    name = newName(facts->now);
    auto made = createDatabase(*session, *facts, context);
    if (made)
        return made;
    if (auto go = context.proceed(); !go)
        return go;
    auto fallback = createSchema(*session);
    if (fallback || fallback.error().kind != ErrorKind::Permission)
        return fallback;
    return Error{
        ErrorKind::Permission,
        Text::tr("The database user may create neither a database nor a schema, so nothing can be "
                 "tried out on %1. Nothing was changed. Ask for the right CREATEDB, or choose another "
                 "place.")
            .arg(Db::displayName(beside)),
        made.error().detail, made.error().code};
}

Result<void> Scratch::Private::createFile()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    name = newName(now) + fileEnding;
    Result<void> made;
    // Beside the database there is room for another one of its size, as a rule; but the folder may be locked.
    for (const QString &path : {QFileInfo(beside.file).absolutePath(), QDir::tempPath()}) {
        const QDir folder(path);
        removeLeftovers(folder, now);
        spec = writable(beside);
        spec.file = folder.filePath(name);
        made = Db::createDatabaseFile(spec.file);
        if (made)
            return made;
    }
    return made;
}

void Scratch::Private::remove()
{
    if (kind == Kind::File)
        return Db::removeDatabaseFile(spec.file);
    // The job may have been asked to stop: this is its tidying up. What fails here the next one removes.
    Db::Session session(beside, options);
    if (kind == Kind::Schema) {
        static_cast<void>(dropSchema(session, name));
        return;
    }
    static_cast<void>(runAlone(session, QStringLiteral("drop database if exists ") + Db::quoted(name) +
                                            QStringLiteral(" with (force)")));
}

Scratch::Scratch()
    : d(std::make_unique<Private>())
{}

Scratch::~Scratch()
{
    if (!d->name.isEmpty())
        d->remove();
}

Result<std::unique_ptr<Scratch>> Scratch::create(const Db::ConnectionSpec &beside,
                                                 const Db::SessionOptions &options, Core::JobContext &context)
{
    context.enter(Text::tr("Making a place to try it out"));
    if (auto go = context.proceed(); !go)
        return go.error();
    std::unique_ptr<Scratch> scratch(new Scratch);
    scratch->d->beside = beside;
    scratch->d->options = withoutGate(options);
    auto made =
        beside.engine == Db::Engine::SQLite ? scratch->d->createFile() : scratch->d->createOnServer(context);
    if (made)
        return scratch;
    scratch->d->name.clear(); // nothing to remove
    return made.error();
}

Scratch::Kind Scratch::kind() const
{
    return d->kind;
}

const Db::ConnectionSpec &Scratch::spec() const
{
    return d->spec;
}

QString Scratch::schemaName() const
{
    return d->kind == Kind::Schema ? d->name : QStringLiteral("public");
}

QString Scratch::where() const
{
    const QString host = d->beside.hosts.isEmpty() || d->beside.hosts.first().host.isEmpty()
                             ? Text::tr("this computer")
                             : d->beside.hosts.first().host;
    switch (d->kind) {
    case Kind::Database:
        return Text::tr("a scratch database on %1").arg(host);
    case Kind::Schema:
        return Text::tr("a scratch schema on %1").arg(host);
    case Kind::File:
        break;
    }
    return Text::tr("a scratch file");
}

} // namespace Tables
