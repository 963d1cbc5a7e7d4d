// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace Db {

/// Turns SQLite's (extended) result code into an Error; https://www.sqlite.org/rescode.html.
/// `file` is named in sentences about the file.
[[nodiscard]] Core::Error sqliteError(int code, const QString &driverText, const QString &file);

} // namespace Db
