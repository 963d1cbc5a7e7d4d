// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/retrypolicy.h"

#include "db/postgreserrors.h"

#include <QRandomGenerator>

#include <algorithm>

namespace Db {

namespace {

using namespace std::chrono_literals;

constexpr int maximalTries = 3;
constexpr std::chrono::milliseconds firstPause = 400ms;
constexpr std::chrono::milliseconds longestPause = 5s;
constexpr std::chrono::seconds wakingLimit = 20s;
constexpr std::chrono::milliseconds longestWakingPause = 2s;

} // namespace

std::optional<std::chrono::milliseconds> RetryPolicy::next(const Core::Error &error, bool hadLine)
{
    ++m_failures;
    const bool waking = isWaking(error);
    // Without a code the error is the network's: worth another try only where there was a network before.
    const bool passes = isTransient(error) && (hadLine || !error.code.isEmpty());
    if (waking ? std::chrono::steady_clock::now() - m_start > wakingLimit
               : !passes || m_failures >= maximalTries)
        return std::nullopt;
    // A line that was cut while nobody used it is simply opened again.
    if (m_failures == 1 && hadLine && error.kind == Core::ErrorKind::Connection && !waking)
        return 0ms;
    const int doublings = std::min(m_failures - 1, 8);
    const auto pause = std::min(firstPause * (1 << doublings), waking ? longestWakingPause : longestPause);
    return std::chrono::milliseconds(
        qint64(double(pause.count()) * (0.5 + QRandomGenerator::global()->generateDouble() / 2)));
}

} // namespace Db
