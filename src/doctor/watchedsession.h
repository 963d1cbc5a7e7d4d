// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/catalogue.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace Doctor {

/// A session whose every call ends within a limit and soon after a stop: then the line is cut, which nothing
/// on the other side can refuse. The doctor only reads, so nothing is lost by it.
class WatchedSession final
{
public:
    WatchedSession(const Db::ConnectionSpec &connection, const std::atomic_bool &stop);
    ~WatchedSession();
    Q_DISABLE_COPY_MOVE(WatchedSession)

    /// Errors: what the session says; Timeout after `limit`, Cancelled after a stop.
    [[nodiscard]] Core::Result<Db::LineInfo> open(std::chrono::milliseconds limit);
    [[nodiscard]] Core::Result<QList<Db::RowSet>> select(const QList<Db::Statement> &statements,
                                                         std::chrono::milliseconds limit);
    [[nodiscard]] Core::Result<Db::Catalogue> readCatalogue(std::chrono::milliseconds limit);
    void close() { m_session.close(); }

private:
    template <typename T>
    [[nodiscard]] Core::Result<T> watched(std::chrono::milliseconds limit,
                                          const std::function<Core::Result<T>()> &work);
    void watch();

    Db::Session m_session;
    const std::atomic_bool &m_stop;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<std::chrono::steady_clock::time_point> m_deadline; ///< while a call runs
    std::optional<Core::ErrorKind> m_reason;                         ///< why the call was cut
    bool m_isEnding = false;
    std::thread m_thread; // last: starts when everything above exists
};

} // namespace Doctor
