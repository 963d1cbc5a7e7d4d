// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"

namespace Schema {

enum class Direction {
    Apply,    ///< up, oldest first
    RollBack, ///< down, newest first
};

/// What a step takes away.
struct Loss
{
    QString table;
    QString column;   ///< empty: whole rows
    qint64 rows = 0;  ///< at most, when the plan was made
    QString sentence; ///< for people, translated, with the number
};

/// One migration, in one direction.
struct PlanStep
{
    QString id;
    Direction direction = Direction::Apply;
    QStringList words;                 ///< what it does, for people
    QString sql;                       ///< as in the file
    bool isOutsideTransaction = false; ///< statement by statement, and it goes on after an interruption
    QList<Loss> losses;
};

/// What will be done, before anything is.
struct Plan
{
    Direction direction = Direction::Apply;
    QList<PlanStep> steps;          ///< in the order in which they run; empty: nothing is to be done
    QStringList notes;              ///< what is left out and why, and what else to know; translated
    QStringList unknownRows;        ///< of the history, newer than all this program knows: to be confirmed
    bool isOfEmptyDatabase = false; ///< no table is there yet, so there is nothing to back up

    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] QStringList losses() const; ///< their sentences
    /// Whether that step is done statement by statement, so that a part of it may stay after a failure.
    [[nodiscard]] bool runsOutside(const QString &id) const;
};

/// `target`: the id of the last migration to be applied, or of the last to stay; empty: all are applied; "0":
/// none stays. Counts the rows that would be lost. Error: NotFound (no such migration), Conflict (adopt()
/// comes first, or what stays is not applied), Unsupported (a step has no way back, or cannot be applied
/// here).
[[nodiscard]] Core::Result<Plan> makePlan(Db::Session &session, const MigrationStatus &status,
                                          Direction direction, const QString &target);
/// The same from outside of a session. Changes nothing.
[[nodiscard]] Core::Result<Plan> makePlan(const Target &where, Direction direction, const QString &target,
                                          Core::JobContext &context);

/// How many rows of the loss there are.
[[nodiscard]] Db::Statement countOf(const Loss &loss);

} // namespace Schema
