// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/rehearsal.h"

#include <chrono>

namespace Schema {

/// What is to be done to a database's schema, and what was agreed to.
struct RunRequest
{
    Target target;
    Direction direction = Direction::Apply;
    QString to; ///< as for makePlan()
    /// Makes a verified backup and gives the name of its file; empty: none is made. Composed above this
    /// layer, which knows no backups.
    std::function<Core::Result<QString>(Core::JobContext &)> backup;
    bool withRehearsal = true;
    bool isDryRun = false;      ///< plan and rehearsal only; the database is not touched
    QStringList acceptedLosses; ///< the sentences of Plan::losses() that were shown and agreed to
    bool acceptsUnknownRows = false;
    std::chrono::milliseconds lockWait{10'000};
};

/// What came of it. A failed step is a result, because what was done before it stays.
struct RunOutcome
{
    Plan plan;
    QString backup; ///< the file to go back to; empty: none was made
    std::optional<Rehearsal> rehearsal;
    QStringList done;    ///< ids, in order
    QStringList wasDone; ///< ids that another program was quicker with
    QStringList leftOut; ///< ids that turned out not to be possible here
    std::optional<StepFailure> failure;
    QStringList problems; ///< what the check afterwards found, for people; translated
    qint64 milliseconds = 0;

    [[nodiscard]] bool isGood() const { return !failure && problems.isEmpty(); }
};

/// How to get back, or on, after `outcome`, one sentence each; translated.
[[nodiscard]] QStringList wayBack(const RunOutcome &outcome);

/// Plan, backup, rehearsal, each step on its own, check afterwards. Stops at the first error. Error, all with
/// nothing changed: those of readStatus() and makePlan(); ReadOnly (the gate); Conflict, with code
/// lossesCode or unknownRowsCode, where something was not agreed to; what the backup says; Cancelled.
[[nodiscard]] Core::Result<RunOutcome> runMigrations(const RunRequest &request, Core::JobContext &context);

inline const QString lossesCode = QStringLiteral("LOSSES");
inline const QString unknownRowsCode = QStringLiteral("UNKNOWN-ROWS");

} // namespace Schema
