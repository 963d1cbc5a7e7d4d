// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

/// One parser and printer for every way people write down a connection.
namespace Db::ConnectionString {

/// Reads `text`: ADO.NET "Data Source=…", Npgsql keywords, postgresql:// URIs, libpq keywords, sqlite: and
/// file: URIs, or a plain path. For URIs and libpq keywords it accepts and refuses what PQconninfoParse does,
/// except for known foreign parameters, which are dropped with a warning. Error: Syntax, with a one-line
/// summary saying where and why; never containing the password.
[[nodiscard]] Core::Result<ConnectionSpec> parse(const QString &text);

enum class Secrets { Hide, Include };

/// The canonical form: a URI for PostgreSQL, "Data Source=…" for SQLite.
[[nodiscard]] QString toText(const ConnectionSpec &spec, Secrets secrets = Secrets::Hide);

/// libpq keyword string built from typed fields with libpq's quoting; what the driver is given.
[[nodiscard]] QMap<QString, QString> toLibpqParameters(const ConnectionSpec &spec);

} // namespace Db::ConnectionString
