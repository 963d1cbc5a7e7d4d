// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/rawrow.h"

/// The text format of PostgreSQL's COPY, one line a row:
/// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
namespace Db::CopyText {

/// Splits a line (from `begin` up to `end`, without its line break) into `row`, undoing escapes in place: the
/// bytes change, and the views point into them. Reads all that COPY FROM reads, octal and hex forms included.
void decode(char *begin, char *end, RawRow &row);

/// Appends `row` with its line break.
void append(QByteArray &line, const RawRow &row);

} // namespace Db::CopyText
