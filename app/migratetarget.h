// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"
#include "schema/databasestate.h"

namespace App {

/// A headless verb's TARGET, for work on its schema.
struct MigrateTarget
{
    Profiles::Profile profile;
    Schema::Target
        target; ///< direct, and as the profile's user for migrations; a read-only profile's gate is closed
};

/// `folder`: of the team's migrations, in place of the profile's; empty: the profile's. Errors: those of
/// targetOf().
[[nodiscard]] Core::Result<MigrateTarget> migrateTargetOf(const QString &word, const QString &folder = {});

} // namespace App
