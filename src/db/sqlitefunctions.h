// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace Db {

/// Adds gsc_contains(needle, text…): whether any of the texts contains the needle, ignoring case in every
/// script; and gsc_contains_digits(digits, text): whether the text does, looking at its digits only. SQLite's
/// own LIKE ignores case for ASCII only. Returns an SQLite result code.
[[nodiscard]] int addSqliteFunctions(sqlite3 *database);

} // namespace Db
