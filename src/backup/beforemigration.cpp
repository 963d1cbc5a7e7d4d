// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/beforemigration.h"

#include "backup/filename.h"
#include "backup/text.h"
#include "core/durablefile.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace Backup {

using Core::Result;

namespace {

Result<QString> makeOne(Request request, Kind kind, const QString &folder, Core::JobContext &context)
{
    request.kind = kind;
    request.isSafetyCopy = true;
    request.file.clear();
    QString base = defaultTemplate(request.source.engine, kind);
    if (const QString last = ending(kind, false, false); base.endsWith(last))
        base.chop(last.size()); // fileName() adds it
    base += QLatin1String("_before_migration");
    const QDir place(folder.isEmpty() ? defaultFolder() : folder);
    const QDateTime now = QDateTime::currentDateTime();
    // Two steps of a script follow each other within a second.
    for (int number = 1; request.file.isEmpty() || QFileInfo::exists(request.file); ++number) {
        const QString name = number == 1 ? base : base + u'_' + QString::number(number);
        request.file = place.absoluteFilePath(fileName(name, request.origin, kind, request.scope, now));
    }
    if (!Core::makePrivateFolder(QFileInfo(request.file).absolutePath()))
        return failure(Core::ErrorKind::Io,
                       Text::tr("The folder of “%1” could not be made.").arg(request.file));
    const Result<Made> made = makeBackup(request, context);
    return made ? Result<QString>(made->file) : Result<QString>(made.error());
}

} // namespace

Result<QString> backUpBeforeMigration(const Request &request, const QString &folder,
                                      Core::JobContext &context)
{
    if (request.source.engine == Db::Engine::SQLite)
        return makeOne(request, Kind::SqliteSnapshot, folder, context);
    Result<QString> dumped = makeOne(request, Kind::Dump, folder, context);
    if (dumped || dumped.error().kind != Core::ErrorKind::Unsupported)
        return dumped;
    return makeOne(request, Kind::Portable, folder, context);
}

} // namespace Backup
