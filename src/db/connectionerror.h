// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace Db {

/// The error of a text that cannot be read. `position` counts characters from 0 and is shown counting from 1.
/// `reason` is a translated clause and must not quote the text: a password may stand anywhere in it.
[[nodiscard]] Core::Error syntaxError(qsizetype position, const QString &reason);

/// The error of a keyword whose value cannot be used. `keyword` must be one this program knows, and `reason`
/// must not quote the value.
[[nodiscard]] Core::Error valueError(const QString &keyword, const QString &reason);

} // namespace Db
