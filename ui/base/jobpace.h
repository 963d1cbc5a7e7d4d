// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <deque>
#include <optional>

namespace Gui {

/// How fast a phase of a job goes, by its last seconds: an average since the beginning would promise at the
/// end what was true at the start.
class JobPace final
{
public:
    static constexpr qint64 window = 8000;  ///< ms that count
    static constexpr qint64 shortest = 800; ///< ms before anything is said

    /// A new phase.
    void restart() { m_points.clear(); }
    /// `done` so far, `time` ms after any fixed moment.
    void add(qint64 time, qint64 done);
    /// nullopt: not known yet, or it stands still.
    [[nodiscard]] std::optional<double> perSecond() const;
    /// Seconds until `total`; nullopt: nobody knows.
    [[nodiscard]] std::optional<qint64> secondsLeft(qint64 total) const;

private:
    struct Point
    {
        qint64 time;
        qint64 done;
    };
    std::deque<Point> m_points;
};

/// "61 %"; empty: the total is not known.
[[nodiscard]] QString percentText(const Core::JobProgress &progress);
/// What is known of a phase, most important first: "Copying the customers", "412,000 of 1,000,000 rows",
/// "81,000 rows/s", "8 s left".
[[nodiscard]] QStringList progressTexts(const Core::JobProgress &progress, const JobPace &pace);

} // namespace Gui
