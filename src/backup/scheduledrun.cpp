// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scheduledrun.h"

#include "backup/filename.h"

#include <QDir>

namespace Backup {

using Core::Error;
using Core::Result;

namespace {

/// Changes what is known about the last run, and nothing that somebody changed meanwhile. A schedule that is
/// gone stays gone.
void note(ScheduleStore &store, const QString &profile, const std::function<void(Schedule &)> &change)
{
    const Result<QList<Schedule>> all = store.schedules();
    if (!all)
        return;
    for (Schedule schedule : *all) {
        if (schedule.profile != profile)
            continue;
        change(schedule);
        // The backup is there or it is not: a note about it that cannot be written changes nothing of that.
        (void)store.save(schedule);
    }
}

Result<QStringList> removeWhatIsNotKept(const Schedule &schedule, const Manifest &made, const Shelf &shelf,
                                        const QDateTime &now)
{
    Result<QList<Entry>> entries = shelf.entries();
    if (!entries)
        return entries.error();
    entries->removeIf(
        [&](const Entry &entry) { return entry.manifest.origin.identity != made.origin.identity; });
    QStringList removed;
    const QList<Entry> old = planRetention(*entries, schedule.keep, now).remove;
    for (const Entry &entry : old) {
        if (const Result<void> gone = shelf.remove(entry.file); !gone)
            return gone.error();
        removed.append(entry.file);
    }
    return removed;
}

} // namespace

Result<ScheduledRun> runSchedule(const Schedule &schedule, const Request &base, ScheduleStore &store,
                                 const Shelf &shelf, Core::JobContext &context)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString folder = schedule.folder.isEmpty() ? defaultFolder() : schedule.folder;
    Request request = base;
    request.kind = schedule.kind;
    request.wrapping.compress = schedule.compress;
    request.file =
        QDir(folder).filePath(fileName(defaultTemplate(request.source.engine, request.kind), request.origin,
                                       request.kind, request.scope, now.toLocalTime()) +
                              ending(request.kind, schedule.compress, false));
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
    if (!made) {
        note(store, schedule.profile, [&](Schedule &stored) { stored.lastProblem = made.error().summary; });
        return made.error();
    }
    const Result<QStringList> removed = removeWhatIsNotKept(schedule, made->manifest, shelf, now);
    note(store, schedule.profile, [&](Schedule &stored) {
        stored.lastRun = now;
        stored.lastProblem = removed ? QString() : removed.error().summary;
    });
    return ScheduledRun{*std::move(made), removed ? *removed : QStringList()};
}

} // namespace Backup
