// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/jobpace.h"

#include <QLocale>

namespace Gui {

using Core::JobProgress;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::JobsPanel)
};

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString amountText(const JobProgress &progress)
{
    const QLocale locale;
    const QString done = locale.toString(progress.done);
    const QString total = locale.toString(progress.total);
    switch (progress.unit) {
    case JobProgress::Unit::None:
        return {};
    case JobProgress::Unit::Rows:
        return progress.total > 0 ? Text::tr("%1 of %2 rows").arg(done, total)
                                  : Text::tr("%Ln row(s)", nullptr, int(progress.done));
    case JobProgress::Unit::Bytes:
        return progress.total > 0
                   ? Text::tr("%1 of %2").arg(sizeText(progress.done), sizeText(progress.total))
                   : sizeText(progress.done);
    case JobProgress::Unit::Pages:
        return progress.total > 0 ? Text::tr("%1 of %2 pages").arg(done, total)
                                  : Text::tr("%Ln page(s)", nullptr, int(progress.done));
    }
    Q_UNREACHABLE();
}

QString rateText(JobProgress::Unit unit, double perSecond)
{
    const QString number = QLocale().toString(qRound64(perSecond));
    switch (unit) {
    case JobProgress::Unit::None:
        return {};
    case JobProgress::Unit::Rows:
        return Text::tr("%1 rows/s").arg(number);
    case JobProgress::Unit::Bytes:
        return Text::tr("%1/s").arg(sizeText(qRound64(perSecond)));
    case JobProgress::Unit::Pages:
        return Text::tr("%1 pages/s").arg(number);
    }
    Q_UNREACHABLE();
}

QString leftText(qint64 seconds)
{
    if (seconds < 60)
        return Text::tr("%1 s left").arg(qMax<qint64>(1, seconds));
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return Text::tr("%1 min left").arg(minutes);
    return Text::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

} // namespace

void JobPace::add(qint64 time, qint64 done)
{
    if (!m_points.empty() && done < m_points.back().done)
        m_points.clear(); // it began again
    m_points.push_back({time, done});
    while (m_points.size() > 2 && time - m_points.front().time > window)
        m_points.pop_front();
}

std::optional<double> JobPace::perSecond() const
{
    if (m_points.size() < 2)
        return std::nullopt;
    const qint64 time = m_points.back().time - m_points.front().time;
    const qint64 done = m_points.back().done - m_points.front().done;
    if (time < shortest || done <= 0)
        return std::nullopt;
    return double(done) * 1000.0 / double(time);
}

std::optional<qint64> JobPace::secondsLeft(qint64 total) const
{
    const auto rate = perSecond();
    if (!rate || total <= 0)
        return std::nullopt;
    const qint64 missing = total - m_points.back().done;
    if (missing < 0)
        return std::nullopt; // the total was an estimate, and too low
    return qint64(double(missing) / *rate + 0.5);
}

QString percentText(const JobProgress &progress)
{
    if (progress.total <= 0)
        return {};
    const int percent = int(qBound(0.0, double(progress.done) * 100.0 / double(progress.total), 100.0));
    return Text::tr("%1 %").arg(percent);
}

QStringList progressTexts(const JobProgress &progress, const JobPace &pace)
{
    QStringList parts = {progress.phase, amountText(progress)};
    if (const auto rate = pace.perSecond())
        parts.append(rateText(progress.unit, *rate));
    if (const auto left = pace.secondsLeft(progress.total))
        parts.append(leftText(*left));
    parts.removeAll(QString());
    return parts;
}

} // namespace Gui
