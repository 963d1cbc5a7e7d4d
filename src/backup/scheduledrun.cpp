// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scheduledrun.h"

#include "backup/filename.h"
#include "backup/shelf.h"

#include <QCoreApplication>
#include <QDir>

namespace Backup {

using Core::Error;
using Core::Result;

namespace {

Result<QStringList> removeWhatIsNotKept(const Schedule &schedule, const Manifest &made, Shelf &shelf,
                                        const QDateTime &now)
{
    Result<QList<Entry>> entries = shelf.entries();
    if (!entries)
        return entries.error();
    entries->removeIf(
        [&](const Entry &entry) { return entry.manifest.origin.identity != made.origin.identity; });
    QStringList removed;
    const QList<Entry> old = planRetention(*entries, schedule.retention(), now).remove;
    for (const Entry &entry : old) {
        if (const Result<void> gone = shelf.remove(entry.file); !gone)
            return gone.error();
        removed.append(entry.file);
    }
    return removed;
}

} // namespace

Result<ScheduledRun> runSchedule(const Schedule &schedule, const Request &base, ScheduleStore &store,
                                 Shelf &shelf, Core::JobContext &context)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString folder = schedule.folder.isEmpty() ? defaultFolder() : schedule.folder;
    Request request = base;
    request.kind = schedule.kind;
    request.wrapping.compress = schedule.compress;
    request.file =
        QDir(folder).filePath(fileName(defaultTemplate(request.source.engine, request.kind), request.origin,
                                       request.kind, request.scope, now.toLocalTime()) +
                              wrappingEnding(schedule.compress, false));
    Result<Made> made =
        QDir().mkpath(folder)
            ? makeBackup(request, context)
            : Result<Made>(
                  Error{Core::ErrorKind::Io,
                        QCoreApplication::translate("Backup", "The folder “%1” cannot be made.").arg(folder),
                        {},
                        {}});
    if (made) {
        if (const Result<void> added = shelf.add(made->file); !added)
            made = added.error();
    }
    const Result<QStringList> removed =
        made ? removeWhatIsNotKept(schedule, made->manifest, shelf, now) : Result<QStringList>(QStringList());
    const QString problem = !made ? made.error().summary : !removed ? removed.error().summary : QString();
    // The backup is there or it is not: a note that cannot be written changes nothing of that.
    (void)store.noteRun(schedule.profile, now, problem);
    if (!made)
        return made.error();
    return ScheduledRun{*std::move(made), removed ? *removed : QStringList()};
}

} // namespace Backup
