// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgrescanceller.h"

#include <libpq-fe.h>

#include <array>
#include <thread>
#include <utility>

namespace Db {

PostgresCanceller::PostgresCanceller(pg_conn *connection)
    : m_cancel(PQgetCancel(connection))
{}

PostgresCanceller::~PostgresCanceller()
{
    PQfreeCancel(m_cancel);
}

void PostgresCanceller::send(const std::shared_ptr<PostgresCanceller> &self)
{
    {
        const std::lock_guard lock(self->m_mutex);
        if (std::exchange(self->m_isSending, true))
            return;
    }
    std::thread([self] {
        std::array<char, 256> message = {};
        PQcancel(self->m_cancel, message.data(), int(message.size()));
        {
            const std::lock_guard lock(self->m_mutex);
            self->m_isSending = false;
        }
        self->m_sent.notify_all();
    }).detach();
}

bool PostgresCanceller::waitUntilSent(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_mutex);
    return m_sent.wait_for(lock, limit, [this] { return !m_isSending; });
}

} // namespace Db
