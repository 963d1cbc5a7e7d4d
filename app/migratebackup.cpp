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
    const QString name = Backup::fileName(Backup::defaultTemplate(request.source.engine, kind) +
                                              QLatin1String("_before_migration"),
                                          request.origin, kind, request.scope, QDateTime::currentDateTime());
    request.file = QDir(folder.isEmpty() ? Backup::defaultFolder() : folder).absoluteFilePath(name);
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
