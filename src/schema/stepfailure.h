// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QStringList>

namespace Schema {

/// Why a migration failed, as far as one can tell: the guide's four causes and what else happens.
enum class FailureCause {
    Locked,     ///< somebody else holds what it needs
    Syntax,     ///< the SQL cannot be read
    Permission, ///< this role may not
    Duplicate,  ///< what it makes is there already
    Missing,    ///< what it needs is not there
    Rows,       ///< a row that is there forbids it
    Space,      ///< the disk or the memory is full
    Connection, ///< the line broke
    Cancelled,
    Unknown,
};

[[nodiscard]] FailureCause causeOf(const Core::Error &error);
/// For scripts: "locked", "syntax", …
[[nodiscard]] QString keyOf(FailureCause cause);
/// The cause in one sentence, and what to do about it, one sentence each; translated.
[[nodiscard]] QString sentenceOf(FailureCause cause);
[[nodiscard]] QStringList nextStepsAfter(FailureCause cause);

/// Where and why a step failed. It left nothing behind, unless `isOutcomeUnknown`.
struct StepFailure
{
    QString id;
    QString file; ///< for people
    int line = 0; ///< of the file, from 1; 0: not in a statement of the file
    QString sql;  ///< the statement
    FailureCause cause = FailureCause::Unknown;
    Core::Error error;             ///< with the server's own words
    bool isInRehearsal = false;    ///< the database itself was not touched
    bool isOutcomeUnknown = false; ///< the line broke at the COMMIT: look at the status
};

} // namespace Schema
