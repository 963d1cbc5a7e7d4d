// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/rowwriter.h"

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace Export {

/// An Office Open XML workbook with one sheet, written by libxlsxwriter a row at a time. Texts are texts:
/// nothing is ever a formula, and telephone numbers keep their zeros. Numbers of up to 15 digits are numbers,
/// which is what a spreadsheet keeps, times are real dates in UTC. NULL and the empty text are empty cells.
class XlsxWriter final : public RowWriter
{
public:
    static constexpr qint64 maximalRows = 1'048'576 - 1; ///< below the head line
    static constexpr int maximalColumns = 16'384;
    static constexpr int maximalLength = 32'767; ///< of a text, in UTF-16 units

    /// Error: Unsupported, Io.
    [[nodiscard]] static Core::Result<std::unique_ptr<RowWriter>> create(std::unique_ptr<OutputFile> file,
                                                                         const Shape &shape);
    ~XlsxWriter() override;
    Q_DISABLE_COPY_MOVE(XlsxWriter)

    [[nodiscard]] Core::Result<void> add(const Db::RawRow &row) override;

protected:
    [[nodiscard]] Core::Result<void> complete() override;

private:
    XlsxWriter(std::unique_ptr<OutputFile> file, const Shape &shape);
    [[nodiscard]] Core::Result<void> open();
    [[nodiscard]] Core::Result<void> addCell(int column, QByteArrayView value);
    [[nodiscard]] Core::Result<void> addText(int column, QByteArrayView text);
    /// What went wrong in libxlsxwriter's own temporary file, which it does not look at.
    [[nodiscard]] Core::Result<void> checkStream();

    const Shape m_shape;
    lxw_workbook *m_workbook = nullptr;
    lxw_worksheet *m_sheet = nullptr;
    lxw_format *m_head = nullptr;
    lxw_format *m_time = nullptr;
    qint64 m_rows = 0;        ///< without the head line
    qint64 m_visibleRows = 0; ///< those of them with a cell: the file leaves out the others
    QByteArray m_mendedText;
    QByteArray m_text;
};

} // namespace Export
