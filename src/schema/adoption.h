// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"

#include <chrono>

namespace Schema {

/// What adopting a database writes into its history. Its tables are not touched.
struct Adoption
{
    QStringList ids;   ///< of the migrations whose results are there, in order
    QStringList notes; ///< how the tables differ, and what could not be made sure; translated
};

/// `to`: the last migration that is taken for applied; empty: all whose results can be seen in the database.
/// Error: NotFound (no such migration), Conflict (the result of one is visibly not there).
[[nodiscard]] Core::Result<Adoption> planAdoption(const MigrationStatus &status, const QString &to);
[[nodiscard]] Core::Result<Adoption> planAdoption(const Target &target, const QString &to,
                                                  Core::JobContext &context);
/// Writes the rows, under the lock. Returns what was written. Error: also ReadOnly, Busy.
[[nodiscard]] Core::Result<Adoption> adopt(const Target &target, const QString &to, Core::JobContext &context,
                                           std::chrono::milliseconds lockWait = std::chrono::seconds(10));

} // namespace Schema
