// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/querylog.h"

/// The query log as text for a file or the clipboard. Any thread.
namespace Gui::QueryLogExport {

/// RFC 4180, UTF-8, times in UTC, numbers with a point. A text that a spreadsheet would take for a formula
/// gets an apostrophe before it.
[[nodiscard]] QByteArray toCsv(const QList<Db::QueryRecord> &records);
/// For people: a paragraph a record, in the user's language and time zone.
[[nodiscard]] QString toPlainText(const QList<Db::QueryRecord> &records);

} // namespace Gui::QueryLogExport
