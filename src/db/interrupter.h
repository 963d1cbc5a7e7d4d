// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace Db {

/// Stops the running task of one connection: when asked to, or when its limit is over. It acts only while
/// that very task runs, repeats the request every 200 ms (an interrupt between two statements does nothing),
/// and cuts the line 5 s after the first request, because a server behind a dead network answers no cancel
/// either.
class Interrupter final
{
public:
    enum class Reason { Cancelled, TimedOut };

    explicit Interrupter(Interruptible &target);
    ~Interrupter();
    Q_DISABLE_COPY_MOVE(Interrupter)

    /// Worker thread: task `id` starts and may take `limit`.
    void begin(quint64 id, std::chrono::milliseconds limit);
    /// Worker thread: the task is over. Says why it was stopped, if it was.
    [[nodiscard]] std::optional<Reason> end();
    /// Any thread: stop task `id` if it is the one that runs now.
    void cancel(quint64 id);

private:
    void watch();

    Interruptible &m_target;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<quint64> m_running;
    std::optional<Reason> m_reason;
    std::chrono::steady_clock::time_point m_deadline;
    bool m_stopping = false;
    std::thread m_thread; // last: starts when everything above exists
};

} // namespace Db
