// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/job.h"

namespace Core {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Core::Job)
};

} // namespace

JobContext::JobContext(Listener listener, std::chrono::milliseconds interval)
    : m_listener(std::move(listener))
    , m_interval(interval)
{}

void JobContext::enter(const QString &phase, JobProgress::Unit unit, qint64 total)
{
    m_progress = {phase, 0, total, unit};
    m_told = std::chrono::steady_clock::now();
    if (m_listener)
        m_listener(m_progress);
}

void JobContext::advance(qint64 done)
{
    m_progress.done = done;
    const auto now = std::chrono::steady_clock::now();
    if (!m_listener || now - m_told < m_interval)
        return;
    m_told = now;
    m_listener(m_progress);
}

void JobContext::requestStop()
{
    const std::lock_guard lock(m_mutex);
    m_stopRequested = true;
    for (const auto &stop : m_stoppers)
        stop();
}

Result<void> JobContext::proceed() const
{
    if (!m_stopRequested)
        return {};
    return Error{ErrorKind::Cancelled, Text::tr("Cancelled."), {}, {}};
}

JobContext::Stopper::Stopper(JobContext &context, std::function<void()> stop)
    : m_context(context)
{
    const std::lock_guard lock(m_context.m_mutex);
    m_place = m_context.m_stoppers.insert(m_context.m_stoppers.end(), std::move(stop));
    if (m_context.m_stopRequested)
        (*m_place)();
}

JobContext::Stopper::~Stopper()
{
    const std::lock_guard lock(m_context.m_mutex);
    m_context.m_stoppers.erase(m_place);
}

Job::Job(QObject *parent)
    : QObject(parent)
{
    // The signal of an object in the GUI thread that another thread sends is delivered there.
    m_context =
        std::make_shared<JobContext>([this](const JobProgress &progress) { Q_EMIT progressed(progress); });
}

Job::~Job()
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace Core
