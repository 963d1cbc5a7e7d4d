// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace Db {

/// The connection string in a settings file of the web application. In JSON (comments and trailing commas are
/// fine, as in .NET): ConnectionStrings.DefaultConnection, else the only entry of ConnectionStrings, else
/// DATABASE_URL. In a .env file: DATABASE_URL, else ConnectionStrings__DefaultConnection. Errors: NotFound
/// (no such file, or no connection string in it), Io (cannot be read, no regular file, over 1 MiB), Syntax.
/// None of them contains a part of the file's text.
[[nodiscard]] Core::Result<QString> connectionStringFromFile(const QString &file);

} // namespace Db
