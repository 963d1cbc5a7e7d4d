// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Export {

/// Whether a workbook that libxlsxwriter just wrote is all there: every part is read, has the checksum that
/// the file notes and ends the element it began, and the first sheet has `rows` rows with cells.
/// libxlsxwriter does not notice when one of its temporary files cannot be written, and would then pack what
/// there is of it.
[[nodiscard]] bool checkWorkbook(const QString &file, qint64 rows);

} // namespace Export
