// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace Db {

/// Whether `file` is something SQLite may be given: an existing, readable regular file. Nothing is opened or
/// created; a FIFO would block and a directory has no bytes.
/// Error: NotFound, Unsupported, Permission.
[[nodiscard]] Core::Result<void> checkDatabaseFile(const QString &file);

/// Creates an empty file (and its folder) for a new database, readable by its owner only.
/// Error: Io, Permission, or Constraint when something of that name is there already.
[[nodiscard]] Core::Result<void> createDatabaseFile(const QString &file);

/// Takes back what createDatabaseFile() and a failed first filling left. Nobody may have it open.
void removeDatabaseFile(const QString &file);

} // namespace Db
