// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/interrupter.h"

namespace Db {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds repeatAfter{200};
constexpr std::chrono::seconds severAfter{5};

} // namespace

Interrupter::Interrupter(Interruptible &target)
    : m_target(target)
    , m_thread([this] { watch(); })
{}

Interrupter::~Interrupter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void Interrupter::begin(quint64 id, std::chrono::milliseconds limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_running = id;
        m_reason.reset();
        m_deadline = Clock::now() + limit;
    }
    m_changed.notify_all();
}

std::optional<Interrupter::Reason> Interrupter::end()
{
    const std::lock_guard lock(m_mutex);
    m_running.reset();
    return std::exchange(m_reason, std::nullopt);
}

void Interrupter::cancel(quint64 id)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_running != id || m_reason)
            return;
        m_reason = Reason::Cancelled;
    }
    m_changed.notify_all();
}

void Interrupter::watch()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        if (!m_running) {
            m_changed.wait(lock, [this] { return m_stopping || m_running; });
            continue;
        }
        const quint64 id = *m_running;
        const auto stillRuns = [this, id] { return !m_stopping && m_running == id; };
        m_changed.wait_until(lock, m_deadline, [&] { return !stillRuns() || m_reason; });
        if (!stillRuns())
            continue;
        if (!m_reason)
            m_reason = Reason::TimedOut;
        const Clock::time_point severAt = Clock::now() + severAfter;
        while (stillRuns()) {
            // The mutex is held on purpose: end() cannot pass meanwhile, so the next task is never hit by
            // mistake.
            // Severing is repeated as well: a task may open a new line that is no better.
            if (Clock::now() >= severAt)
                m_target.sever();
            else
                m_target.interrupt();
            m_changed.wait_for(lock, repeatAfter, [&] { return !stillRuns(); });
        }
    }
}

} // namespace Db
