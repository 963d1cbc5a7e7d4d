// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/history.h"

namespace Schema {

/// Error::code of a lock that Entity Framework's row in "__EFMigrationsLock" means.
inline const QString efLockCode = QStringLiteral("EF-LOCK");

/// Takes the lock under which migrations are applied, to the end of the transaction, as Entity Framework
/// does, makes the two tables where they are missing, and returns the ids in the history as they are under
/// the lock. `known`: the history as it was read; `searchPath`: PostgreSQL, the schema that unqualified names
/// mean; empty: the role's own. Error: Busy (a lock_timeout; Entity Framework's own lock, with code
/// efLockCode), the database's.
[[nodiscard]] Core::Result<QStringList> lockHistory(Db::Transaction &transaction, Db::Engine engine,
                                                    const History &known, const QString &searchPath = {});

} // namespace Schema
