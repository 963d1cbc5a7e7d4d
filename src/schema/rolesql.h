// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/roles.h"

namespace Schema {

/// The statements of roleScript(), for running them, and the sentences about what they leave out.
struct RoleStatements
{
    QStringList sql;
    QStringList notes;
    QStringList created; ///< names
};
[[nodiscard]] Core::Result<RoleStatements> roleStatements(const RoleReport &report,
                                                          const QList<NewRole> &roles);

/// What `role` lacks of the rights of its kind, one row each. No row: nothing.
[[nodiscard]] Db::Statement missingRights(const NewRole &role);

} // namespace Schema
