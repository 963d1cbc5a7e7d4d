// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/rowwriter.h"

namespace Export {

/// One array with an object a row (RFC 8259, UTF-8), a line each. Numbers are numbers with all their digits,
/// booleans true and false, NULL null, times text in ISO 8601 and UTC.
class JsonWriter final : public RowWriter
{
public:
    JsonWriter(std::unique_ptr<OutputFile> file, const Shape &shape);

    [[nodiscard]] Core::Result<void> add(const Db::RawRow &row) override;

protected:
    [[nodiscard]] Core::Result<void> complete() override;

private:
    void appendCell(QByteArrayView value, ColumnKind kind);
    void appendString(QByteArrayView text);

    QList<QByteArray> m_names; ///< as they stand in the file, with quotes and colon
    const QList<ColumnKind> m_kinds;
    bool m_isEmpty = true;
    QByteArray m_line;
    QByteArray m_mendedText;
};

} // namespace Export
