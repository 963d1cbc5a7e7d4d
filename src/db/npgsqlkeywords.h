// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Db::Npgsql {

/// What has to be done with a keyword's value.
enum class Meaning {
    Same,         ///< a libpq keyword with the same values
    Word,         ///< a libpq keyword; values differ in case, blanks and dashes only
    Host,         ///< names, each with a port behind a colon if wanted
    Trust,        ///< Trust Server Certificate
    Flag,         ///< true or false, 1 or 0 in libpq
    Positive,     ///< a number that only counts when it is not 0
    Milliseconds, ///< libpq has seconds
    LoadBalance,  ///< true or false, random or disable in libpq
    SearchPath,   ///< a start-up option
    Ignored,      ///< of Npgsql's own working; nothing is lost
    WarnIfTrue,   ///< has no equivalent; matters when it is switched on
};

/// One documented keyword or synonym.
struct Rule
{
    const char *name; ///< normalized
    Meaning meaning;
    const char *libpq = "";
    bool server = true; ///< no SQLite provider has it
};

/// The rule for `name` (normalized); null where Npgsql has no such keyword.
[[nodiscard]] const Rule *ruleOf(const QString &name);

/// Whether `name` (normalized) is a keyword or synonym that Npgsql documents.
[[nodiscard]] bool isKeyword(const QString &name);
/// Whether `name` can only mean a server: no SQLite provider has it.
[[nodiscard]] bool isServerKeyword(const QString &name);

} // namespace Db::Npgsql
