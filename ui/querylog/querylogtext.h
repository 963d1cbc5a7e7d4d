// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/querylog.h"

#include <QString>

/// How a record of the query log reads on the screen.
namespace Gui::QueryLogText {

/// Local, with milliseconds; with its date when that is not today.
[[nodiscard]] QString time(const QDateTime &time);
/// "1,234.50 ms"
[[nodiscard]] QString milliseconds(std::chrono::microseconds duration);
/// Why it failed, on one line; empty: it succeeded.
[[nodiscard]] QString failure(const Db::QueryRecord &record);
/// The statement on one line, after its failure where there is one.
[[nodiscard]] QString headline(const Db::QueryRecord &record);
/// When, where, how long: one line.
[[nodiscard]] QString facts(const Db::QueryRecord &record);
/// Failure, statement and values, on as many lines as they need.
[[nodiscard]] QString details(const Db::QueryRecord &record);

} // namespace Gui::QueryLogText
