// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/dataset.h"

#include <QJsonObject>

#include <functional>

class QCoreApplication;

namespace Bench {

/// What others do with the same data. Each runs in a process of its own, so that memory is its own.
namespace Peers {

/// Runs `work` in a child process and answers what it printed. Keys: "ms" and "rss" (MB).
/// table-open COLUMN: QSqlTableModel's select() with that sort, median of 5.
/// table-scroll: and then fetchMore() to the end.
/// list-scroll: our own list, asked for every page.
/// offsets ROW,ROW,…: 100 rows from there by OFFSET, the median.
/// like NEEDLE: the first rows that contain it, the engine's own comparison over four columns, median of 3.
[[nodiscard]] QJsonObject run(const Target &target, const QString &work, const QString &argument = {});

/// The child's side of run(): answers the exit code.
[[nodiscard]] int main(const QStringList &arguments);

/// Round trips that QSqlTableModel needs over `connection`; `count` reads and resets the counter.
struct RoundTrips
{
    int connect = 0;
    int firstRows = 0;
    int save = 0;
};
[[nodiscard]] RoundTrips tableRoundTrips(const Target &target, const std::function<int()> &count);

} // namespace Peers

} // namespace Bench
