// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

#include <QElapsedTimer>
#include <QEventLoop>

#include <algorithm>
#include <stdexcept>

namespace Bench {

/// Something that is no measurement: the run ends.
class Failure final : public std::runtime_error
{
public:
    explicit Failure(const QString &text)
        : std::runtime_error(text.toStdString())
    {}
};

/// Runs the event loop until the task has answered. Unlike QTest's it wakes at once, not every 10 ms.
template <typename T>
T await(Core::Task<T> task)
{
    std::optional<Core::Result<T>> answer;
    QObject context;
    QEventLoop loop;
    task.then(&context, [&](Core::Result<T> result) {
        answer.emplace(std::move(result));
        loop.quit();
    });
    loop.exec();
    if (!answer->has_value())
        throw Failure(Core::toText(answer->error()));
    return std::move(**answer);
}

[[nodiscard]] inline double milliseconds(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

/// The value that `share` of all are not above; 0.5 gives the median.
[[nodiscard]] inline double quantile(QList<double> values, double share)
{
    if (values.isEmpty())
        return 0;
    std::sort(values.begin(), values.end());
    return values.at(std::min(values.size() - 1, qsizetype(double(values.size()) * share)));
}
[[nodiscard]] inline double median(const QList<double> &values)
{
    return quantile(values, 0.5);
}

/// Runs `once` to warm up and then `runs` times; the median of what it answers.
template <typename Function>
double medianOf(int runs, Function once)
{
    (void)once();
    QList<double> values;
    for (int i = 0; i < runs; ++i)
        values.append(once());
    return median(values);
}

/// Resident memory of a process (this one by default), MB.
[[nodiscard]] double residentMegabytes(qint64 processId = 0);

} // namespace Bench
