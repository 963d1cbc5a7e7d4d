// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>

namespace Db {

/// Tells another thread whether the owner of a line waits for its other end: two cheap stores a wait, so that
/// a million rows can be counted one by one. Who watches looks now and then; the same wait seen again after a
/// long time is a line on which nothing moves.
class WaitMeter final
{
public:
    WaitMeter() = default;
    Q_DISABLE_COPY_MOVE(WaitMeter)

    /// The owner waits for as long as this lives; one within another is the same wait. `allowed`: how long
    /// the other end may rightly be silent.
    class Wait final
    {
    public:
        explicit Wait(WaitMeter &meter, std::chrono::milliseconds allowed = {})
            : m_meter(meter)
        {
            if (m_meter.m_depth++ > 0)
                return;
            m_meter.m_allowed.store(allowed.count(), std::memory_order_relaxed);
            m_meter.step();
        }
        ~Wait()
        {
            if (--m_meter.m_depth == 0)
                m_meter.step();
        }
        Q_DISABLE_COPY_MOVE(Wait)

    private:
        WaitMeter &m_meter;
    };

    /// Number of the wait that goes on; 0: none does. Any thread.
    [[nodiscard]] quint64 current() const
    {
        const quint64 steps = m_steps.load(std::memory_order_acquire);
        return steps % 2 == 1 ? steps : 0;
    }
    [[nodiscard]] std::chrono::milliseconds allowed() const
    {
        return std::chrono::milliseconds(m_allowed.load(std::memory_order_relaxed));
    }

private:
    void step() { m_steps.store(m_steps.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

    int m_depth = 0;                  ///< the owner's
    std::atomic<quint64> m_steps = 0; ///< odd: waits
    std::atomic<qint64> m_allowed = 0;
};

} // namespace Db
