// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace Export {

/// `text` so that a spreadsheet which opens it as a cell of a CSV file takes it for text: OWASP's way, an
/// apostrophe in front of a cell that begins with = + - @ (their full-width forms, too), a tab, a line break
/// or U+0000, with or without blanks before it. Where the file's comma is not the spreadsheet's separator, a
/// cell begins after each line break, tab and semicolon inside the text: there the apostrophe stands where
/// something that can call, refer or start a program follows, so that lists of dashes stay lists.
/// `buffer` holds what is changed.
[[nodiscard]] QByteArrayView withoutFormula(QByteArrayView text, QByteArray &buffer);

} // namespace Export
