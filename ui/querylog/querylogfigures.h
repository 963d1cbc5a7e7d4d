// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <vector>

namespace Gui {

/// The summary of some records: how many, how many failed or were slow, and how long they took.
class QueryLogFigures final
{
public:
    void add(std::chrono::microseconds duration, bool failed, bool slow);

    [[nodiscard]] int count() const { return int(m_durations.size()); }
    [[nodiscard]] int slow() const { return m_slow; }
    /// Percent of all; 0 when there are none.
    [[nodiscard]] double errorRate() const;
    /// The duration that `share` (0 to 1) of the records do not exceed (nearest rank); 0 when there are none.
    [[nodiscard]] std::chrono::microseconds percentile(double share) const;
    /// One line in words; empty when there are none.
    [[nodiscard]] QString text() const;

private:
    std::vector<std::chrono::microseconds> m_durations;
    int m_failed = 0;
    int m_slow = 0;
};

} // namespace Gui
