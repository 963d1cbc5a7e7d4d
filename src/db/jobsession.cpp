// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/jobsession.h"

#include "db/interrupter.h"

#include <algorithm>
#include <thread>

namespace Db {

namespace {

using Clock = std::chrono::steady_clock;

constexpr quint64 theJob = 1;
/// A job takes as long as it takes.
constexpr std::chrono::hours noLimit{24 * 365};

/// Cuts the line of a session that waits for too long.
class StallWatch final
{
public:
    StallWatch(Session &session, std::chrono::milliseconds patience)
        : m_session(session)
        , m_patience(patience)
        , m_thread([this] { watch(); })
    {}
    ~StallWatch()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isEnding = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }
    Q_DISABLE_COPY_MOVE(StallWatch)

private:
    void watch()
    {
        const auto interval = std::min<std::chrono::milliseconds>(std::chrono::seconds(1), m_patience / 4);
        const WaitMeter &waits = m_session.waits();
        quint64 seen = 0;
        Clock::time_point since;
        std::unique_lock lock(m_mutex);
        while (!m_changed.wait_for(lock, interval, [this] { return m_isEnding; })) {
            const quint64 current = waits.current();
            if (current == 0 || current != seen) {
                seen = current;
                since = Clock::now();
            } else if (Clock::now() - since > m_patience + waits.allowed()) {
                m_session.severStalled();
            }
        }
    }

    Session &m_session;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isEnding = false;
    std::thread m_thread; // last: starts when everything above exists
};

} // namespace

struct JobSession::Private
{
    Private(Session &session, Core::JobContext &context, std::chrono::milliseconds patience)
        : interrupter(session.interruptible())
        , watch(session, patience)
    {
        interrupter.begin(theJob, noLimit);
        stopper.emplace(context, [this] { interrupter.cancel(theJob); });
    }

    Interrupter interrupter;
    StallWatch watch;
    std::optional<Core::JobContext::Stopper> stopper;
};

JobSession::JobSession(const ConnectionSpec &spec, const SessionOptions &options, Core::JobContext &context,
                       std::chrono::milliseconds patience)
    : m_session(spec, options)
    , d(std::make_unique<Private>(m_session, context, patience))
{}

JobSession::~JobSession() = default;

} // namespace Db
