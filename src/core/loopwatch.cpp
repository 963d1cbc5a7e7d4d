// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loopwatch.h"

namespace Core {

LoopWatch::LoopWatch(Heard heard, QObject *parent)
    : QObject(parent)
    , m_heard(std::move(heard))
    , m_thread([this] { ask(); })
{}

LoopWatch::~LoopWatch()
{
    m_stopping = true;
    m_answered.release();
    m_thread.join();
}

void LoopWatch::ask()
{
    constexpr std::chrono::milliseconds pause{2};
    while (!m_stopping) {
        const auto asked = Clock::now();
        QMetaObject::invokeMethod(
            this,
            [this, asked] {
                m_heard(asked, Clock::now());
                m_answered.release();
            },
            Qt::QueuedConnection);
        m_answered.acquire();
        std::this_thread::sleep_for(pause);
    }
}

} // namespace Core
