// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <chrono>
#include <optional>

namespace Db {

/// Decides for one piece of work whether it is tried again after an error, and when. Three tries for what
/// passes by itself; a sleeping database gets as many as fit into twenty seconds. The pauses grow, at most to
/// five seconds, and are spread at random, so that many programs do not come back at the same moment.
class RetryPolicy final
{
public:
    /// The pause before the next try after `error`; nullopt: give up. `hadLine`: whether this connection was
    /// open before, so that a server that is away is believed to come back; otherwise a wrong address or port
    /// is likelier.
    [[nodiscard]] std::optional<std::chrono::milliseconds> next(const Core::Error &error, bool hadLine);
    /// Tries that failed so far.
    [[nodiscard]] int failures() const { return m_failures; }

private:
    int m_failures = 0;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace Db
