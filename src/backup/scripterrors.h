// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

/// What is said about a script, always with the line. Never a part of its rows.
namespace Backup::ScriptErrors {

/// Syntax: it cannot be read, because of `reason` (a translated clause).
[[nodiscard]] Core::Error unreadable(qint64 line, const QString &reason);
/// Unsupported: it could be read, but is not done, because of `reason` (a translated clause).
[[nodiscard]] Core::Error refused(qint64 line, const QString &reason);
/// Corrupt: the end is missing.
[[nodiscard]] Core::Error cutOff(qint64 line);
/// Corrupt: it is another file now than it was when it was checked.
[[nodiscard]] Core::Error changed();

} // namespace Backup::ScriptErrors
