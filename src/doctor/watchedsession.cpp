// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/watchedsession.h"

#include "doctor/examination.h"

namespace Doctor {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds slice{50};

} // namespace

WatchedSession::WatchedSession(const Db::ConnectionSpec &connection, const std::atomic_bool &stop)
    : m_session(connection)
    , m_stop(stop)
    , m_thread([this] { watch(); })
{}

WatchedSession::~WatchedSession()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

template <typename T>
Result<T> WatchedSession::watched(std::chrono::milliseconds limit, const std::function<Result<T>()> &work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_deadline = Clock::now() + limit;
        m_reason.reset();
    }
    m_changed.notify_all();
    Result<T> result = work();
    std::optional<ErrorKind> reason;
    {
        const std::lock_guard lock(m_mutex);
        m_deadline.reset();
        reason = m_reason;
    }
    if (!reason || result)
        return result;
    if (*reason == ErrorKind::Cancelled)
        return Error{*reason, Text::tr("Stopped."), {}, {}};
    return Error{*reason,
                 Text::tr("The database did not answer within %Ln second(s).", nullptr,
                          int(std::chrono::duration_cast<std::chrono::seconds>(limit).count())),
                 result.error().detail,
                 {}};
}

void WatchedSession::watch()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        if (!m_deadline) {
            m_changed.wait(lock);
            continue;
        }
        if (m_stop)
            m_reason = ErrorKind::Cancelled;
        else if (!m_reason && Clock::now() >= *m_deadline)
            m_reason = ErrorKind::Timeout;
        // Again and again while the call runs: it may open a line that is no better. The mutex is held, so
        // that the next call is not hit by mistake.
        if (m_reason)
            m_session.interruptible().sever();
        m_changed.wait_for(lock, slice);
    }
}

Result<Db::LineInfo> WatchedSession::open(std::chrono::milliseconds limit)
{
    return watched<Db::LineInfo>(limit, [this] { return m_session.open(); });
}

Result<QList<Db::RowSet>> WatchedSession::select(const QList<Db::Statement> &statements,
                                                 std::chrono::milliseconds limit)
{
    Db::Limits limits;
    limits.statement = limit;
    limits.lock = std::chrono::seconds(3);
    return watched<QList<Db::RowSet>>(limit, [&] { return m_session.select(statements, limits); });
}

Result<Db::Catalogue> WatchedSession::readCatalogue(std::chrono::milliseconds limit)
{
    return watched<Db::Catalogue>(limit, [this] { return Db::readCatalogue(m_session); });
}

} // namespace Doctor
