// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/roles.h"

namespace Schema {

/// Keeps the passwords of roles that are about to be made in a new password file for libpq, for its owner
/// only: once they are made, nobody can read them anywhere else. Does nothing where no role has one.
/// Error: Conflict (the file is there already), Io; nothing was changed.
[[nodiscard]] Core::Result<void> keepPasswords(const QString &file, const Db::ConnectionSpec &connection,
                                               const QString &database, const QList<NewRole> &roles);

} // namespace Schema
