// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

struct pg_cancel;
struct pg_conn;

namespace Db {

/// Sends cancel requests for one line, one at a time. The server has signalled its process when PQcancel
/// returns, and not before: until then the request would hit the next statement as well. Any thread.
class PostgresCanceller final
{
public:
    explicit PostgresCanceller(pg_conn *connection);
    ~PostgresCanceller();
    Q_DISABLE_COPY_MOVE(PostgresCanceller)

    /// Returns at once. PQcancel opens a connection of its own and waits for the answer; where the network is
    /// dead it may wait for ever, and must not keep the watchdog from cutting the line.
    static void send(const std::shared_ptr<PostgresCanceller> &self);
    /// False: a request is still on its way after `limit`.
    [[nodiscard]] bool waitUntilSent(std::chrono::milliseconds limit);

private:
    pg_cancel *const m_cancel;
    std::mutex m_mutex;
    std::condition_variable m_sent;
    bool m_isSending = false;
};

} // namespace Db
