// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <functional>
#include <semaphore>
#include <thread>

namespace Core {

/// Asks a thread's event loop for a sign of life, again and again, and tells how long each took to come: what
/// a user would have waited at that moment. The dispatcher's own signals do not tell: both of Qt's Unix
/// dispatchers run timers and sockets, GLib's everything, between aboutToBlock() and awake().
class LoopWatch final : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;
    /// Runs in the watched thread, which is the one that makes this object.
    using Heard = std::function<void(Clock::time_point asked, Clock::time_point answered)>;

    explicit LoopWatch(Heard heard, QObject *parent = nullptr);
    ~LoopWatch() override;
    Q_DISABLE_COPY_MOVE(LoopWatch)

private:
    void ask();

    Heard m_heard;
    std::atomic_bool m_stopping = false;
    std::counting_semaphore<2> m_answered{0};
    std::thread m_thread; // last: starts when everything above exists
};

} // namespace Core
