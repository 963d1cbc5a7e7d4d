// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"
#include "tables/schemamodel.h"

namespace Tables {

/// Neutral text: one spelling of a value for both engines, which is EF Core's on SQLite. A timestamp is
/// "2025-12-11 09:30:00.123456" in UTC without trailing zeros ("infinity", "0044-03-15 00:00:00 BC" as
/// PostgreSQL writes them), a boolean 1 or 0, a numeric without trailing zeros after the point, a BLOB "\x…".
/// `buffer` holds the bytes where `value` cannot be used as it is.
[[nodiscard]] QByteArrayView toNeutral(QByteArrayView value, ValueKind kind, Db::Engine from,
                                       QByteArray &buffer);
/// Neutral text as `to` reads it. What the kind does not allow (a word in a timestamp column) stays as it is.
[[nodiscard]] QByteArrayView fromNeutral(QByteArrayView value, ValueKind kind, Db::Engine to,
                                         QByteArray &buffer);

} // namespace Tables
