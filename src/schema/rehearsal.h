// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationplan.h"
#include "schema/stepfailure.h"

namespace Schema {

/// What trying a plan out on a copy found. That it cannot be tried out is a result, and so is a failure.
struct Rehearsal
{
    bool wasPossible = false;
    QString reason;      ///< why not; translated
    QString where;       ///< "a scratch database on db.example.com"; translated
    QStringList done;    ///< ids that worked
    QStringList skipped; ///< ids that the copy could not show
    std::optional<StepFailure> failure;
    Tables::SchemaModel schema; ///< as it was afterwards; without tables where a scratch schema was used
    qint64 milliseconds = 0;
};

/// Copies the database into a scratch place beside it, runs the plan there, and removes it. Error: Cancelled,
/// or what copying says.
[[nodiscard]] Core::Result<Rehearsal> rehearse(const Target &target, const MigrationStatus &status,
                                               const Plan &plan, Core::JobContext &context);

} // namespace Schema
