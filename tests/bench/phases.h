// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/measure.h"
#include "core/job.h"

namespace Bench {

/// When each phase of a job began: tells writing and checking apart.
class Phases final
{
public:
    Phases() { m_timer.start(); }

    [[nodiscard]] Core::JobContext &context() { return m_context; }

    /// When the first phase of this name began, or of one that goes on after it, ms. Failure: there was none.
    [[nodiscard]] double beginOf(QStringView name) const
    {
        for (const auto &[phase, time] : m_begins)
            if (phase.startsWith(name))
                return time;
        throw Failure(QStringLiteral("The job has no phase “%1” any more").arg(name));
    }

private:
    void note(const Core::JobProgress &progress)
    {
        if (m_begins.isEmpty() || m_begins.last().first != progress.phase)
            m_begins.append({progress.phase, milliseconds(m_timer)});
    }

    QElapsedTimer m_timer;
    QList<std::pair<QString, double>> m_begins;
    Core::JobContext m_context{[this](const Core::JobProgress &progress) { note(progress); }};
};

} // namespace Bench
