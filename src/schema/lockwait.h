// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/backend.h"

#include <functional>

namespace Schema {

/// Whether somebody else's lock was the reason, so that trying again may help.
[[nodiscard]] bool isHeldByOthers(const Core::Error &error);

/// Waits a moment before the next try. False: the job was stopped meanwhile, or `left` is used up.
[[nodiscard]] bool pauseForLock(Core::JobContext &context, std::chrono::milliseconds left);

/// Tries `work` until it is not held up by somebody else's lock, for `wait` in all. Each try waits for a
/// short time only: who waits for a table's lock makes all others queue up behind him.
template <typename T>
[[nodiscard]] Core::Result<T> whenUnlocked(Core::JobContext &context, std::chrono::milliseconds wait,
                                           const std::function<Core::Result<T>(const Db::Limits &)> &work)
{
    constexpr std::chrono::milliseconds oneTry{2'000};
    const auto end = std::chrono::steady_clock::now() + wait;
    for (;;) {
        const auto now = std::chrono::steady_clock::now();
        const auto left = std::max(std::chrono::milliseconds(1),
                                   std::chrono::duration_cast<std::chrono::milliseconds>(end - now));
        auto done = work(Db::Limits{std::chrono::milliseconds(0), std::min(oneTry, left)});
        if (done || !isHeldByOthers(done.error()) ||
            !pauseForLock(context, std::chrono::duration_cast<std::chrono::milliseconds>(
                                       end - std::chrono::steady_clock::now())))
            return done;
    }
}

} // namespace Schema
