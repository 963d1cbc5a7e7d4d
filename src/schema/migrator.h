// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

namespace Schema {

/// Brings a database without a Customer table to the present schema, in one transaction, with EF Core's
/// history. What needs an extension of the server is left to runMigrations(). Error: Conflict when a Customer
/// table is there already; what the database says otherwise. Nothing is left half done.
[[nodiscard]] Core::Result<void> createSchema(Db::Session &session);

} // namespace Schema
