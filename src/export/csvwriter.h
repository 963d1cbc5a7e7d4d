// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/rowwriter.h"

namespace Export {

/// RFC 4180 in UTF-8, without a byte order mark: a head line, CRLF, quotes where needed. NULL is nothing
/// between two commas (but "" where it would be the whole line), the empty text is "". Booleans are true and
/// false, times ISO 8601 in UTC.
class CsvWriter final : public RowWriter
{
public:
    /// `isRaw`: texts are not changed where a spreadsheet would take them for formulas.
    CsvWriter(std::unique_ptr<OutputFile> file, const Shape &shape, bool isRaw);

    [[nodiscard]] Core::Result<void> add(const Db::RawRow &row) override;

protected:
    [[nodiscard]] Core::Result<void> complete() override;

private:
    void appendCell(QByteArrayView value, ColumnKind kind);
    void appendText(QByteArrayView text);

    const QList<ColumnKind> m_kinds;
    const bool m_isRaw;
    QByteArray m_line; ///< not handed on yet
    QByteArray m_mendedText;
    QByteArray m_safeText;
};

} // namespace Export
