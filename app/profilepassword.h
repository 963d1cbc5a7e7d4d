// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

/// The password of a stored profile, for verbs without a window: in the desktop's keyring, or nowhere.
namespace App {

/// Puts the password into the keyring, makes sure that it comes back, and notes that in the stored profile
/// and in `profile`. false: there is no keyring that keeps it, and nothing was changed.
[[nodiscard]] bool keepPassword(Profiles::Profile &profile, const QString &password);

/// Removes the password of a profile that was removed; what stays behind is told on standard error.
void forgetPassword(const Profiles::Profile &profile);

} // namespace App
