// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lockwait.h"

#include "schema/text.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace Schema {

bool isHeldByOthers(const Core::Error &error)
{
    return error.kind == Core::ErrorKind::Busy;
}

bool isOvertaken(const Core::Error &error)
{
    return error.code == QLatin1String("42P07") || error.code == QLatin1String("42710") ||
           (error.code == QLatin1String("23505") && error.detail.contains(QLatin1String("pg_")));
}

Db::Limits limitsOfTry(Db::Session &session, std::chrono::milliseconds left)
{
    constexpr std::chrono::milliseconds longest{2'000};
    const auto wait = std::clamp(left, std::chrono::milliseconds(1), longest);
    // SQLite's way to say it; a line that is opened anew waits for its usual five seconds.
    if (session.isSqlite())
        (void)session.select(Db::Statement{QStringLiteral("pragma busy_timeout=%1").arg(wait.count()), {}});
    return {std::chrono::milliseconds(0), wait};
}

bool pauseForLock(Core::JobContext &context, std::chrono::milliseconds left)
{
    constexpr std::chrono::milliseconds pause{250};
    if (left <= pause)
        return false;
    context.enter(Text::tr("Waiting for a lock that another program holds"));
    std::mutex mutex;
    std::condition_variable stopped;
    const Core::JobContext::Stopper stopper(context, [&] {
        const std::lock_guard lock(mutex);
        stopped.notify_all();
    });
    std::unique_lock lock(mutex);
    return !stopped.wait_for(lock, pause, [&] { return context.isStopRequested(); });
}

} // namespace Schema
