// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/migratebackup.h"

#include "app/backupfile.h"
#include "backup/filename.h"
#include "core/durablefile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace App {

using Backup::Kind;
using Core::Result;

namespace {

Result<QString> makeOne(Backup::Request request, Kind kind, const QString &folder, Core::JobContext &context)
{
    request.kind = kind;
    const QString base =
        Backup::defaultTemplate(request.source.engine, kind) + QLatin1String("_before_migration");
    const QDir place(folder.isEmpty() ? Backup::defaultFolder() : folder);
    const QDateTime now = QDateTime::currentDateTime();
    // Two steps of a script follow each other within a second.
    for (int number = 1; request.file.isEmpty() || QFileInfo::exists(request.file); ++number) {
        const QString name = number == 1 ? base : base + u'_' + QString::number(number);
        request.file =
            place.absoluteFilePath(Backup::fileName(name, request.origin, kind, request.scope, now));
    }
    const QString home = QFileInfo(request.file).absolutePath();
    if (!Core::makePrivateFolder(home))
        return Core::Error{
            Core::ErrorKind::Io,
            QCoreApplication::translate("Schema", "The folder of “%1” could not be made.").arg(request.file),
            {},
            {}};
    const Result<Backup::Made> made = Backup::makeBackup(request, context);
    return made ? Result<QString>(made->file) : Result<QString>(made.error());
}

} // namespace

std::function<Result<QString>(Core::JobContext &)>
migrationBackup(const Profiles::Profile &profile, const Db::ConnectionSpec &connection, const QString &folder)
{
    Backup::Request request;
    request.source = connection;
    request.options = sessionOptionsFor(profile);
    request.origin = originOf(profile);
    request.isSafetyCopy = true;
    return [request, folder](Core::JobContext &context) -> Result<QString> {
        if (request.source.engine == Db::Engine::SQLite)
            return makeOne(request, Kind::SqliteSnapshot, folder, context);
        Result<QString> dumped = makeOne(request, Kind::Dump, folder, context);
        if (dumped || dumped.error().kind != Core::ErrorKind::Unsupported)
            return dumped;
        return makeOne(request, Kind::Portable, folder, context);
    };
}

} // namespace App
