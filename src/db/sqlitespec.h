// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/adonetstring.h"
#include "db/connectionspec.h"

/// The ways to name a SQLite file. A database in memory is refused (Unsupported): nobody else could see it,
/// and it would be gone with the window.
namespace Db::Sqlite {

/// Whether `name` (normalized) names the file: "Data Source" or one of Microsoft.Data.Sqlite's synonyms.
[[nodiscard]] bool isFileKeyword(const QString &name);
/// Whether `name` (normalized) is a keyword of Microsoft.Data.Sqlite or System.Data.SQLite.
[[nodiscard]] bool isKeyword(const QString &name);

/// "Data Source=…" with its keywords. Error: Syntax, Unsupported.
[[nodiscard]] Core::Result<ConnectionSpec> specFromPairs(const QList<AdoNet::Pair> &pairs);

/// "file:" by SQLite's rules ("URI Filenames") and "sqlite:", where "sqlite:///x" is the absolute path /x.
/// Error: Syntax, Unsupported.
[[nodiscard]] Core::Result<ConnectionSpec> specFromUri(const QString &text);

/// A plain path; a leading "~/" is the home folder. Error: Syntax, Unsupported.
[[nodiscard]] Core::Result<ConnectionSpec> specFromPath(const QString &text);

} // namespace Db::Sqlite
