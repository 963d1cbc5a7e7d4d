// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>
#include <QStringView>

namespace Tests {

/// Rows of text; a null QString is an SQL NULL.
using Rows = QList<QStringList>;

/// Reads a picture that a person can check: a line a row, fields between '|', spaces around fields and empty
/// lines do not count, NULL is null.
///
///     rows(uR"(
///         Ada | ada@example.com
///         Bob | NULL
///     )")
[[nodiscard]] Rows rows(QStringView picture);

/// The reverse: a line a row, for comparing with `picture(rows(…))`. Unlike a comparison of QStringLists this
/// tells NULL from the empty string.
[[nodiscard]] QString picture(const Rows &rows);

} // namespace Tests
