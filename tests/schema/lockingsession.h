// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"

#include <future>
#include <thread>

namespace Tests {

/// Another program with an open transaction, in a thread of its own, until release(). Nothing of it is
/// committed.
class LockingSession final
{
public:
    LockingSession(const Db::ConnectionSpec &spec, const QString &sql)
        : m_thread([this, spec, sql] {
            Db::Session session(spec);
            bool isTold = false;
            (void)session.write<int>(
                [&](Db::Transaction &transaction) -> Core::Result<int> {
                    auto done = transaction.run(Db::Statement{sql, {}});
                    if (!std::exchange(isTold, true))
                        m_holds.set_value(done.has_value());
                    if (done)
                        m_released.get_future().wait();
                    return Core::Error{Core::ErrorKind::Internal, {}, {}, {}};
                },
                {});
        })
    {}
    ~LockingSession() { release(); }
    Q_DISABLE_COPY_MOVE(LockingSession)

    /// Whether it has what it wants; waits for that.
    [[nodiscard]] bool holds() { return m_holds.get_future().get(); }
    void release()
    {
        if (!m_thread.joinable())
            return;
        m_released.set_value();
        m_thread.join();
    }

private:
    std::promise<bool> m_holds;
    std::promise<void> m_released;
    std::thread m_thread; // last: starts when everything above exists
};

} // namespace Tests
