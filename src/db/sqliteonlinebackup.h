// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

struct sqlite3;

namespace Db {

/// SQLite's online backup: makes the main database of `to` what that of `from` is at this moment, by one
/// read transaction of `from` and one writing transaction of `to`. Pages go to `context`. All or nothing,
/// also after a crash. A transaction that `from` has open is used
/// and left open; `to` may have none. `fromFile` and `toFile` are named in errors.
/// Returns the number of pages. Error: Busy after five seconds, Io, ReadOnly, Corrupt, Cancelled.
[[nodiscard]] Core::Result<qint64> copyOnline(sqlite3 *from, const QString &fromFile, sqlite3 *to,
                                              const QString &toFile, Core::JobContext &context);

/// The value of a pragma that gives a number.
[[nodiscard]] Core::Result<qint64> pragmaNumber(sqlite3 *database, const QString &pragma,
                                                const QString &file);

} // namespace Db
