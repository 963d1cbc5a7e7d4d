// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"
#include "app/quitonsignal.h"
#include "core/job.h"

namespace App {

/// One line on a terminal that shows how far work has come; nothing where standard error is no terminal.
class ProgressLine final
{
public:
    ProgressLine();
    ~ProgressLine();
    Q_DISABLE_COPY_MOVE(ProgressLine)
    void show(const Core::JobProgress &progress);

private:
    const bool m_isTerminal;
    bool m_isShown = false;
};

/// Runs long work for a verb: progress on a terminal, and Ctrl+C asks it to stop, which leaves nothing half
/// done.
template <typename T>
[[nodiscard]] Core::Result<T> runJob(std::function<Core::Result<T>(Core::JobContext &)> work)
{
    Core::Job job;
    ProgressLine line;
    QObject::connect(&job, &Core::Job::progressed, &job,
                     [&line](const Core::JobProgress &progress) { line.show(progress); });
    onStopSignal(&job, [&job] { job.cancel(); });
    return waitFor(job.start<T>(std::move(work)));
}

} // namespace App
