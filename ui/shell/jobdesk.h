// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "profiles/profile.h"

#include <QMap>
#include <QPointer>

namespace Gui {

/// What a job is, for people.
struct JobDescription
{
    QString title;                     ///< "Backing up “Shop”"
    Profiles::Environment environment; ///< of the database that it works on
};

/// The long work of one window. Each job has a thread and a line to the database of its own, so that it never
/// delays what the user does meanwhile.
class JobDesk final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    Q_DISABLE_COPY_MOVE(JobDesk)

    /// Starts `work`; `done` gets its answer in the GUI thread, after finished(), while `context` lives. The
    /// work goes on without `context`: what was begun is brought to an end.
    template <typename T>
    void run(const JobDescription &what, std::function<Core::Result<T>(Core::JobContext &)> work,
             QObject *context, std::function<void(const Core::Result<T> &)> done)
    {
        auto *job = new Core::Job(this);
        const quint64 id = add(what, job);
        job->start<T>(std::move(work))
            .then(this, [this, id, context = QPointer<QObject>(context),
                         done = std::move(done)](const Core::Result<T> &answer) {
                remove(id);
                if (context)
                    done(answer);
            });
    }

    [[nodiscard]] int count() const { return int(m_jobs.size()); }
    /// In the order in which they were started.
    [[nodiscard]] QStringList titles() const;
    /// Asks the job to stop; it ends a little later.
    void cancel(quint64 id);
    void cancelAll();

Q_SIGNALS:
    void started(quint64 id, const Gui::JobDescription &what);
    void progressed(quint64 id, const Core::JobProgress &progress);
    /// It was asked to stop.
    void stopping(quint64 id);
    void finished(quint64 id);
    /// Nothing runs any more.
    void allFinished();

private:
    struct Entry
    {
        JobDescription what;
        Core::Job *job = nullptr;
    };

    quint64 add(const JobDescription &what, Core::Job *job);
    void remove(quint64 id);

    QMap<quint64, Entry> m_jobs;
    quint64 m_last = 0;
};

} // namespace Gui
