// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/session.h"

#include <functional>

namespace Schema {

/// Whether somebody else's lock was the reason, so that trying again may help.
[[nodiscard]] bool isHeldByOthers(const Core::Error &error);

/// PostgreSQL: whether somebody else made the same thing at the same moment. IF NOT EXISTS does not help: the
/// second of the two meets the first one in the catalogue, and the server says so in one of three ways.
[[nodiscard]] bool isOvertaken(const Core::Error &error);

/// How long one try waits: never long, since whoever waits for a table's lock makes all others queue up
/// behind.
[[nodiscard]] Db::Limits limitsOfTry(Db::Session &session, std::chrono::milliseconds left);

/// Waits a moment before the next try. False: the job was stopped meanwhile, or `left` is used up.
[[nodiscard]] bool pauseForLock(Core::JobContext &context, std::chrono::milliseconds left);

/// Session::write(), tried again and again for `wait` in all where somebody else's lock holds it up.
template <typename T>
[[nodiscard]] Core::Result<T> writeWhenUnlocked(Db::Session &session, Core::JobContext &context,
                                                std::chrono::milliseconds wait,
                                                const std::function<Core::Result<T>(Db::Transaction &)> &work)
{
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + wait;
    const auto left = [end] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    };
    for (;;) {
        auto done = session.write<T>(work, limitsOfTry(session, left()));
        if (done || !isHeldByOthers(done.error()) || !pauseForLock(context, left()))
            return done;
    }
}

} // namespace Schema
