// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "profiles/profile.h"

namespace App {

/// The connection that a headless verb's TARGET means: a stored profile's, with the values of its service and
/// its password out of the keyring, else a connection string's. What is no reason to stop, such as a keyring
/// that does not answer, is told on standard error. Errors: those of Profiles::resolveTarget() and
/// Profiles::resolved().
[[nodiscard]] Core::Result<Db::ConnectionSpec> connectionOf(const QString &target);

/// The same with what else a profile says. `profile.connection` is the one to use, with its password; a
/// connection string gives Profiles::profileFor().
[[nodiscard]] Core::Result<Profiles::Profile> targetOf(const QString &target);

} // namespace App
