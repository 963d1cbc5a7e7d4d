// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "profiles/profile.h"

namespace App {

/// What the user of a headless verb said about a change.
struct Consent
{
    bool isGiven = false; ///< --yes
    QString environment;  ///< --confirm WORD
};

/// Whether a headless verb may change the database of `profile`, after it printed what would change. A
/// read-only profile: never. Others: with --yes, or a yes on the terminal. A guarded environment such as
/// Production opens locked in the window, and asks for its name to be typed; here that is --confirm WORD, or
/// typing it on the terminal; --yes alone is not enough.
/// Error: ReadOnly; Conflict (not confirmed, with what to add to the command).
[[nodiscard]] Core::Result<void> mayChange(const Profiles::Profile &profile, const Consent &consent);

} // namespace App
