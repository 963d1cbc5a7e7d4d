// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"

namespace Schema {

/// The migrations as one SQL text for somebody who applies it by hand, with psql or sqlite3.
///
/// PostgreSQL: safe to run any number of times and from any state, as that of “dotnet ef migrations script
/// --idempotent”: each migration in a transaction of its own, under Entity Framework's lock, only where the
/// history does not have it. SQLite knows no conditions: there it holds what is pending in this database, and
/// stops without a change where one of them is applied already.
///
/// `to`: the last migration; empty: all. What is superseded or not possible here is left out. Error:
/// NotFound.
[[nodiscard]] Core::Result<QString> scriptFor(const MigrationStatus &status, const QString &to = {});
[[nodiscard]] Core::Result<QString> scriptFor(const Target &target, const QString &to,
                                              Core::JobContext &context);

} // namespace Schema
