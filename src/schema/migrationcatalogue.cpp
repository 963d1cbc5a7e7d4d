// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationcatalogue.h"

#include "core/durablefile.h"
#include "schema/text.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

// Outside of the namespace: the macro declares a function of that name.
static void initResources()
{
    Q_INIT_RESOURCE(migrations); // a static library's resources register themselves for nobody
}

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr qint64 maxScript = 4 << 20; // bytes
constexpr qsizetype maxScripts = 2000;

Error unusable(const QString &text)
{
    return {ErrorKind::Syntax,
            text + u' ' + Text::tr("No migration is used until this is put right; nothing was changed."),
            {},
            {}};
}

Result<QByteArray> contentOf(const QString &file, bool isOwn)
{
    if (!isOwn)
        return Core::readLimited(file, maxScript);
    QFile resource(file);
    if (!resource.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Internal, file, {}, {}};
    return resource.readAll();
}

Result<SqlScript> scriptOf(const QDir &folder, const QString &name, Db::Engine engine, bool isOwn)
{
    auto content = contentOf(folder.filePath(name), isOwn);
    if (!content)
        return content.error();
    return readScript(isOwn ? name : folder.filePath(name), *content, engine);
}

/// The pairs of one folder, in order.
Result<QList<Migration>> pairsIn(const QDir &folder, Db::Engine engine, bool isOwn)
{
    static const QRegularExpression shape(QStringLiteral(R"(\A(.+)\.(up|down)\.sql\z)"));
    const QStringList files = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    if (files.size() > maxScripts)
        return unusable(Text::tr("The folder “%1” holds more than %2 files of SQL.")
                            .arg(QDir::toNativeSeparators(folder.path()))
                            .arg(maxScripts));
    QList<Migration> all;
    QHash<QString, SqlScript> downs;
    for (const QString &file : files) {
        const QRegularExpressionMatch match = shape.match(file);
        const QString id = match.captured(1);
        if (!match.hasMatch() || !isMigrationId(id))
            return unusable(Text::tr("“%1” is not named like a migration, such as "
                                     "“20260131120000_AddLoyaltyCard.up.sql”.")
                                .arg(file));
        auto script = scriptOf(folder, file, engine, isOwn);
        if (!script)
            return script.error();
        if (match.captured(2) == QLatin1String("down"))
            downs.insert(id, *std::move(script));
        else
            all.append({id, isOwn, *std::move(script), std::nullopt});
    }
    for (Migration &migration : all)
        if (downs.contains(migration.id))
            migration.down = downs.take(migration.id);
    if (!downs.isEmpty())
        return unusable(Text::tr("“%1” has no “%2.up.sql” beside it.")
                            .arg(downs.cbegin()->file.section(u'/', -1), downs.cbegin().key()));
    return all;
}

/// Two of one name are two classes of one name for EF Core. A folder may repeat the program's names: the web
/// application has an InitialCreate, too.
Result<void> checkNames(const QList<Migration> &all)
{
    QHash<QString, QString> names;
    QHash<QString, QString> numbers;
    for (const Migration &migration : all) {
        const QString name =
            QString(migration.isOwn ? QStringLiteral("own") : QString()) + u' ' + migration.name().toLower();
        if (names.contains(name))
            return unusable(
                Text::tr("The migrations “%1” and “%2” have the same name. Give one of them another "
                         "name, or remove the duplicate file.")
                    .arg(names.value(name), migration.id));
        names.insert(name, migration.id);
        const QString number = migration.id.section(u'_', 0, 0);
        if (numbers.contains(number))
            return unusable(
                Text::tr("The migrations “%1” and “%2” have the same number, so their order is not "
                         "known. Give one of them another number, or remove the duplicate file.")
                    .arg(numbers.value(number), migration.id));
        numbers.insert(number, migration.id);
    }
    return {};
}

} // namespace

bool isMigrationId(const QString &id)
{
    static const QRegularExpression shape(QStringLiteral(R"(\A\d{14}_[A-Za-z_][A-Za-z0-9_]{0,120}\z)"));
    return shape.match(id).hasMatch();
}

Result<QList<Migration>> migrations(Db::Engine engine, const QString &folder)
{
    initResources();
    const QString own = engine == Db::Engine::SQLite ? QStringLiteral(":/migrations/sqlite")
                                                     : QStringLiteral(":/migrations/postgresql");
    auto all = pairsIn(QDir(own), engine, true);
    if (!all)
        return all;
    if (!folder.isEmpty()) {
        const QDir place(folder);
        if (!place.exists() || !place.isReadable())
            return Error{ErrorKind::NotFound,
                         Text::tr("The folder of migrations “%1” is not there or cannot be read. Nothing was "
                                  "changed; correct it in the profile.")
                             .arg(QDir::toNativeSeparators(folder)),
                         {},
                         {}};
        auto theirs = pairsIn(place, engine, false);
        if (!theirs)
            return theirs;
        *all += *theirs;
    }
    if (auto checked = checkNames(*all); !checked)
        return checked.error();
    std::sort(all->begin(), all->end(), [](const Migration &a, const Migration &b) { return a.id < b.id; });
    return all;
}

const Migration *findMigration(const QList<Migration> &all, const QString &id)
{
    const auto it = std::find_if(all.begin(), all.end(), [&](const Migration &m) { return m.id == id; });
    return it == all.end() ? nullptr : &*it;
}

} // namespace Schema
