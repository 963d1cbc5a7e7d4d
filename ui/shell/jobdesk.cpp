// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobdesk.h"

namespace Gui {

quint64 JobDesk::add(const JobDescription &what, Core::Job *job)
{
    const quint64 id = ++m_last;
    m_jobs.insert(id, {what, job});
    Q_EMIT started(id, what);
    connect(job, &Core::Job::progressed, this, [this, id](const Core::JobProgress &progress) {
        if (m_jobs.contains(id))
            Q_EMIT progressed(id, progress);
    });
    return id;
}

void JobDesk::remove(quint64 id)
{
    m_jobs.take(id).job->deleteLater(); // its thread has answered and is at its end
    Q_EMIT finished(id);
    if (m_jobs.isEmpty())
        Q_EMIT allFinished();
}

QStringList JobDesk::titles() const
{
    QStringList titles;
    for (const Entry &entry : m_jobs)
        titles.append(entry.what.title);
    return titles;
}

void JobDesk::cancel(quint64 id)
{
    const auto entry = m_jobs.constFind(id);
    if (entry == m_jobs.cend())
        return;
    entry->job->cancel();
    Q_EMIT stopping(id);
}

void JobDesk::cancelAll()
{
    const QList<quint64> ids = m_jobs.keys();
    for (const quint64 id : ids)
        cancel(id);
}

} // namespace Gui
