// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <QCoreApplication>
#include <QPointer>

namespace Gui {

/// Runs blocking `work` in a thread of its own; `done` gets its answer in the GUI thread while `context`
/// lives. When `context` goes first, the work is asked to stop and ends by itself: nobody waits for it, so a
/// dialog closes at once. The job tells progress, can be cancelled, and deletes itself after the answer.
template <typename T>
QPointer<Core::Job> runAside(QObject *context, std::function<Core::Result<T>(Core::JobContext &)> work,
                             std::function<void(const Core::Result<T> &)> done)
{
    auto *job =
        new Core::Job(QCoreApplication::instance()); // the program waits for what still runs at its end
    QObject::connect(context, &QObject::destroyed, job, &Core::Job::cancel);
    job->start<T>(std::move(work))
        .then(job, [job, context = QPointer<QObject>(context),
                    done = std::move(done)](const Core::Result<T> &answer) {
            job->deleteLater();
            if (context)
                done(answer);
        });
    return job;
}

} // namespace Gui
