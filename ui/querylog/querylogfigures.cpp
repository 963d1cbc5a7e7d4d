// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogfigures.h"

#include "ui/querylog/querylogtext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Gui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Gui::QueryLog)
};

} // namespace

void QueryLogFigures::add(std::chrono::microseconds duration, bool failed, bool slow)
{
    m_durations.push_back(duration);
    m_failed += failed ? 1 : 0;
    m_slow += slow ? 1 : 0;
}

double QueryLogFigures::errorRate() const
{
    return m_durations.empty() ? 0 : 100.0 * m_failed / count();
}

std::chrono::microseconds QueryLogFigures::percentile(double share) const
{
    if (m_durations.empty())
        return {};
    std::vector<std::chrono::microseconds> durations = m_durations;
    const auto rank = std::clamp<std::ptrdiff_t>(std::ptrdiff_t(std::ceil(share * count())), 1, count());
    const auto nth = durations.begin() + (rank - 1);
    std::nth_element(durations.begin(), nth, durations.end());
    return *nth;
}

QString QueryLogFigures::text() const
{
    if (m_durations.empty())
        return {};
    return QStringList{Words::tr("%Ln statement(s)", nullptr, count()),
                       Words::tr("%1 % failed").arg(QLocale().toString(errorRate(), 'f', 1)),
                       Words::tr("%Ln slow", "statements of more than a second", m_slow),
                       Words::tr("median %1").arg(QueryLogText::milliseconds(percentile(0.5))),
                       Words::tr("95 % within %1").arg(QueryLogText::milliseconds(percentile(0.95)))}
        .join(QStringLiteral(" · "));
}

} // namespace Gui
