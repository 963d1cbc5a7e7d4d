// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/secretstore.h"

namespace Secrets {

/// Moves the secret `id` from one store to another: writes it there, reads it back, compares, and only then
/// removes it here. Whatever fails, one of the two has it. What `to` had under that id is replaced. Both
/// stores must live until the answer.
/// Error: what the store that failed says; Io when the secret came back changed.
[[nodiscard]] Core::Task<bool> moveSecret(SecretStore &from, SecretStore &to, const QString &id);

} // namespace Secrets
