// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace App {

/// The passphrase of an encrypted backup: the first line of `file` ("-": standard input), else asked on the
/// terminal without showing it, twice where `isNew`. It is never an argument: others see those.
/// Error: NotFound (no file given and no terminal), Conflict (the two differ), Io.
[[nodiscard]] Core::Result<QString> passphraseFrom(const QString &file, bool isNew);

} // namespace App
