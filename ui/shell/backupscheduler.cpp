// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/backupscheduler.h"

#include "ui/backup/backupwords.h"
#include "ui/base/aside.h"
#include "ui/connect/profilesecrets.h"
#include "ui/shell/profilebook.h"

namespace Gui {

using Backup::Schedule;
using Core::Result;

BackupScheduler::BackupScheduler(ProfileBook &book, ProfileSecrets &secrets, QObject *parent)
    : QObject(parent)
    , m_book(book)
    , m_secrets(secrets)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer); // a second sooner or later wakes nobody
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &BackupScheduler::check);
}

void BackupScheduler::start()
{
    m_timer.start();
    check();
}

Result<QList<BackupScheduler::Due>> BackupScheduler::read(const QDateTime &now)
{
    const Result<QList<Schedule>> schedules = Backup::ScheduleStore().schedules();
    if (!schedules)
        return schedules.error();
    QList<Due> due;
    for (const Schedule &schedule : *schedules) {
        if (!Backup::isDue(schedule, now) || Backup::isTimerInstalled(schedule.profile))
            continue; // the system's timer makes it
        due.append({schedule,
                    schedule.lastRun.isValid() ? Backup::nextRun(schedule, schedule.lastRun) : QDateTime()});
    }
    return due;
}

void BackupScheduler::check()
{
    if (m_isChecking)
        return;
    m_isChecking = true;
    const QDateTime now = QDateTime::currentDateTime();
    runAside<QList<Due>>(
        this, [now](Core::JobContext &) { return read(now); },
        [this, now](const Result<QList<Due>> &due) {
            m_isChecking = false;
            Q_EMIT checked();
            if (!due) {
                if (!std::exchange(m_toldUnreadable, true))
                    Q_EMIT noticed(tr("No scheduled backup can be made: %1").arg(due.error().summary));
                return;
            }
            m_toldUnreadable = false;
            for (const Due &one : *due)
                begin(one, now);
        });
}

void BackupScheduler::begin(const Due &one, const QDateTime &now)
{
    const QString id = one.schedule.profile;
    const Profiles::Profile *stored = m_book.find(id);
    const QDateTime failed = m_failed.value(id);
    if (!stored || m_running.contains(id) ||
        (failed.isValid() && failed.addSecs(std::chrono::seconds(pause).count()) > now))
        return;
    m_running.insert(id);
    const Profiles::Profile profile = *stored;
    m_secrets.knownFor(profile).then(this, [this, profile, one, now](const Result<QString> &password) {
        if (!password) {
            m_running.remove(profile.id);
            if (!m_told.contains(profile.id))
                Q_EMIT noticed(
                    tr("The scheduled backup of “%1” waits for the password. Open the profile once, or keep "
                       "its password in the keyring.")
                        .arg(profile.name));
            m_told.insert(profile.id);
            return;
        }
        m_told.remove(profile.id);
        const bool isLate = one.planned.isValid() &&
                            one.planned.secsTo(now) > std::chrono::seconds(late).count() &&
                            !m_failed.contains(profile.id);
        if (isLate)
            Q_EMIT noticed(tr("The backup of “%1” that was planned for %2 was missed. It is made now.")
                               .arg(profile.name, timeText(one.planned)));
        Profiles::Profile complete = profile;
        if (!password->isEmpty())
            complete.connection.password = *password;
        Q_EMIT due(complete, one.schedule);
    });
}

void BackupScheduler::ended(const QString &profileId, bool isGood)
{
    m_running.remove(profileId);
    if (isGood)
        m_failed.remove(profileId);
    else
        m_failed.insert(profileId, QDateTime::currentDateTimeUtc());
}

} // namespace Gui
