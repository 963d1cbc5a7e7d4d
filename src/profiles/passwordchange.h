// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

#include <optional>

namespace Db {
class Session;
}

namespace Profiles {

/// Which password the server takes after an attempt to change it.
enum class ValidPassword { Old, New, Unknown };

struct PasswordChange
{
    ValidPassword valid = ValidPassword::Old;
    /// Why it did not work, saying in words which password is valid now; nothing when it worked.
    std::optional<Core::Error> error;
};

/// Changes the password of the role that `spec` names, to `fresh`. `spec` has the old password. The server
/// gets a SCRAM verifier, never the plain text. The new password is tried by a connection of its own before
/// it counts as valid; where the answer to the change was lost, both are tried. Keep the old password until
/// `valid` is New. Blocking, up to about a minute: worker threads only.
[[nodiscard]] PasswordChange changePassword(const Db::ConnectionSpec &spec, const QString &fresh);

/// The same with the session of a connection that is open already, and which serves `spec`.
[[nodiscard]] PasswordChange changePassword(Db::Session &session, const Db::ConnectionSpec &spec,
                                            const QString &fresh);

} // namespace Profiles
