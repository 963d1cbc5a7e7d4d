// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

/// One parser and printer for every way people write down a connection.
namespace Db::ConnectionString {

/// Reads `text`: ADO.NET "Data Source=…", Npgsql keywords, postgresql:// URIs, libpq keywords, sqlite: and
/// file: URIs, or a plain path. URIs and libpq keywords are accepted and refused as PQconninfoParse and the
/// checks behind it do, except for foreign parameters, which are dropped with a warning, and for a second
/// unescaped "@", which would show the rest of a password. White space around a URI counts: callers trim what
/// people typed. Asks the file system only whether a text that reads like neither is the name of a file.
/// Errors: Syntax and Unsupported, with a one-line summary saying where and why; never containing the
/// password.
[[nodiscard]] Core::Result<ConnectionSpec> parse(const QString &text);

enum class Secrets { Hide, Include };

/// The canonical form: a URI for PostgreSQL, "Data Source=…" for SQLite (a file: URI where the name begins
/// like one). With the secrets, parse() gives back the same specification, but for what was dropped and
/// warned about.
[[nodiscard]] QString toText(const ConnectionSpec &spec, Secrets secrets = Secrets::Hide);

/// What libpq is given, by keyword and unquoted: the typed fields, the whitelisted parameters and this
/// program's defaults for time limits, TLS and names. For PQconnectdbParams and its kin with expand_dbname 0.
/// `libpqVersion` is PQlibVersion()'s number; 0: that of the libpq in use.
[[nodiscard]] QMap<QString, QString> toLibpqParameters(const ConnectionSpec &spec, int libpqVersion = 0);

} // namespace Db::ConnectionString
