// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationrun.h"

namespace Schema {

/// Plain sentences for people, one line each, translated: the same in the window and on the terminal.

/// What was done: backup, rehearsal, each step. A failure's own sentences are not among them.
[[nodiscard]] QStringList sentencesOf(const RunOutcome &outcome);
/// What failed, the cause, the line of SQL, and the database's own words.
[[nodiscard]] QStringList sentencesOf(const StepFailure &failure);
/// What to do after a failure: the way back where the database itself was changed or may have been.
[[nodiscard]] QStringList nextStepsAfter(const RunOutcome &outcome, bool isDryRun);

} // namespace Schema
