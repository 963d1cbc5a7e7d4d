// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QMap>

/// libpq's two ways to write a connection, URI and keyword string, by the rules of PostgreSQL's documentation
/// ("Connection Strings") and byte for byte as the installed libpq reads them.
namespace Db::Conninfo {

struct Values
{
    QMap<QByteArray, QByteArray> known; ///< libpq keyword to decoded value; the last one of a keyword counts
    QMap<QByteArray, QByteArray> foreign; ///< parameters of other programs or of a newer libpq
};

/// Whether `text` has a scheme libpq takes for a URI: "postgresql://" or "postgres://", lower case.
[[nodiscard]] bool isUri(QByteArrayView text);
/// Reads `text` (UTF-8). Accepts what PQconninfoParse accepts, with the same values, and beyond that only
/// foreign parameters. Error: Syntax; the summary names a position and a reason, never a part of the text.
[[nodiscard]] Core::Result<Values> parse(const QByteArray &text);

} // namespace Db::Conninfo
