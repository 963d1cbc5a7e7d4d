// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/xlsxwriter.h"

#include "export/cellvalue.h"
#include "export/outputfile.h"
#include "export/workbookcheck.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>
#include <xlsxwriter.h>

namespace Export {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr int keptDigits = 15;
/// A part of a ZIP file without the extension that some spreadsheets refuse ends at 4 GiB; some room for what
/// stands around the rows.
constexpr qint64 maximalSheet = (qint64(1) << 32) - (qint64(1) << 20);
constexpr qint64 rowsBetweenLooks = 1'024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Export::XlsxWriter)
};

Error refused(const QString &summary)
{
    return {ErrorKind::Unsupported, summary, {}, {}};
}

/// As spreadsheets count: a character beyond the first 65,536 is two.
qsizetype utf16Length(QByteArrayView text)
{
    qsizetype length = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        length += (byte & 0xc0) != 0x80 ? 1 : 0;
        length += byte >= 0xf0 ? 1 : 0;
    }
    return length;
}

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Whether readers would take this for the character of that number: "_x000D_".
bool isEscape(QByteArrayView text)
{
    constexpr qsizetype size = 7;
    return text.size() >= size && text.at(1) == 'x' && text.at(size - 1) == '_' &&
           std::all_of(text.begin() + 2, text.begin() + size - 1, isHexadecimal);
}

double widthOf(ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Timestamp:
        return 19;
    case ColumnKind::Integer:
    case ColumnKind::Decimal:
    case ColumnKind::Boolean:
        return 12;
    case ColumnKind::Text:
        return 28;
    }
    Q_UNREACHABLE();
}

} // namespace

XlsxWriter::XlsxWriter(std::unique_ptr<OutputFile> file, const Shape &shape)
    : RowWriter(std::move(file))
    , m_shape(shape)
{}

XlsxWriter::~XlsxWriter()
{
    if (m_workbook)
        lxw_workbook_free(m_workbook);
}

Result<std::unique_ptr<RowWriter>> XlsxWriter::create(std::unique_ptr<OutputFile> file, const Shape &shape)
{
    if (shape.columns.size() > maximalColumns)
        return refused(
            Text::tr("A spreadsheet has at most %1 columns, and this table has %2. Nothing was written; "
                     "choose another format.")
                .arg(QLocale().toString(maximalColumns), QLocale().toString(shape.columns.size())));
    std::unique_ptr<XlsxWriter> writer(new XlsxWriter(std::move(file), shape)); // NOLINT: private constructor
    if (auto opened = writer->open(); !opened)
        return opened.error();
    return std::unique_ptr<RowWriter>(std::move(writer));
}

Result<void> XlsxWriter::open()
{
    const QByteArray part = QFile::encodeName(file().partName());
    // Beside the file: there must be room for it there anyway, and /tmp may be memory.
    QByteArray folder = QFile::encodeName(QFileInfo(file().name()).path());
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder.data();
    errno = 0;
    m_workbook = workbook_new_opt(part.constData(), &options);
    if (!m_workbook)
        return file().failure(errno != 0 ? errno : ENOMEM);
    const QByteArray name = m_shape.table.toUtf8();
    const bool isUsable = std::none_of(m_shape.table.begin(), m_shape.table.end(),
                                       [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }) &&
                          workbook_validate_sheet_name(m_workbook, name.constData()) == LXW_NO_ERROR;
    m_sheet = workbook_add_worksheet(m_workbook, isUsable ? name.constData() : nullptr);
    m_head = workbook_add_format(m_workbook);
    m_time = workbook_add_format(m_workbook);
    if (!m_sheet || !m_head || !m_time || !m_sheet->optimize_tmpfile)
        return file().failure(errno != 0 ? errno : EIO);
    format_set_bold(m_head);
    format_set_num_format(m_time, "yyyy-mm-dd hh:mm:ss");
    for (int i = 0; i < m_shape.columns.size(); ++i) {
        const auto column = lxw_col_t(i);
        worksheet_set_column(m_sheet, column, column, widthOf(m_shape.kinds.at(i)), nullptr);
    }
    worksheet_freeze_panes(m_sheet, 1, 0);
    for (int i = 0; i < m_shape.columns.size(); ++i) {
        // A date in a cell has no zone.
        const QString title = m_shape.kinds.at(i) == ColumnKind::Timestamp
                                  ? QString(m_shape.columns.at(i) + QStringLiteral(" (UTC)"))
                                  : m_shape.columns.at(i);
        if (auto added = addText(i, title.toUtf8()); !added)
            return added;
    }
    return {};
}

Result<void> XlsxWriter::add(const Db::RawRow &row)
{
    if (m_rows == maximalRows)
        return refused(
            Text::tr("A spreadsheet takes %1 rows, and there are more. Nothing was written; filter the list, "
                     "or choose CSV, JSON or SQL.")
                .arg(QLocale().toString(maximalRows)));
    ++m_rows;
    errno = 0;
    bool hasCells = false;
    for (int i = 0; i < row.size(); ++i)
        if (const auto &cell = row.at(i)) {
            if (auto added = addCell(i, *cell); !added)
                return added;
            hasCells = hasCells || !cell->isEmpty();
        }
    m_visibleRows += hasCells ? 1 : 0;
    return m_rows % rowsBetweenLooks == 0 ? checkStream() : Result<void>();
}

Result<void> XlsxWriter::addCell(int column, QByteArrayView value)
{
    const auto row = lxw_row_t(m_rows);
    const auto place = lxw_col_t(column);
    switch (m_shape.kinds.at(column)) {
    case ColumnKind::Boolean:
        if (const auto boolean = toBoolean(value)) {
            worksheet_write_boolean(m_sheet, row, place, *boolean ? 1 : 0, nullptr);
            return {};
        }
        break;
    case ColumnKind::Integer:
    case ColumnKind::Decimal:
        if (isNumber(value) && significantDigits(value) <= keptDigits) {
            worksheet_write_number(m_sheet, row, place, value.toDouble(), nullptr);
            return {};
        }
        break;
    case ColumnKind::Timestamp:
        if (const auto time = toTime(value))
            if (const auto day = time->serialDay()) {
                worksheet_write_number(m_sheet, row, place, *day, m_time);
                return {};
            }
        break;
    case ColumnKind::Text:
        break;
    }
    return addText(column, value);
}

Result<void> XlsxWriter::addText(int column, QByteArrayView text)
{
    text = mended(text, false, m_mendedText);
    const auto tooLong = [&] {
        return refused(
            Text::tr("In row %1 the text in “%2” is longer than the %3 characters that a spreadsheet's cell "
                     "takes. Nothing was written; choose CSV, JSON or SQL.")
                .arg(QLocale().toString(m_rows), m_shape.columns.at(column),
                     QLocale().toString(maximalLength)));
    };
    if (text.size() > maximalLength && utf16Length(text) > maximalLength)
        return tooLong();
    m_text.resize(0);
    bool isMended = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QByteArrayView rest = text.sliced(at);
        if (rest.startsWith("\xef\xbf\xbe") ||
            rest.startsWith("\xef\xbf\xbf")) { // XML has no such characters
            m_text += "\xef\xbf\xbd";
            at += 2;
            isMended = true;
        } else {
            if (rest.front() == '_' && isEscape(rest))
                m_text += "_x005F";
            m_text += rest.front();
        }
    }
    if (isMended)
        countMended();
    switch (worksheet_write_string(m_sheet, lxw_row_t(m_rows), lxw_col_t(column), m_text.constData(),
                                   m_rows == 0 ? m_head : nullptr)) {
    case LXW_NO_ERROR:
        return {};
    case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
        return tooLong();
    default:
        return file().failure(errno != 0 ? errno : EIO);
    }
}

Result<void> XlsxWriter::checkStream()
{
    if (std::ferror(m_sheet->optimize_tmpfile) != 0)
        return file().failure(errno != 0 ? errno : EIO);
    if (::ftello(m_sheet->optimize_tmpfile) > maximalSheet)
        return refused(
            Text::tr("These rows are too much for one spreadsheet. Nothing was written; filter the list, or "
                     "choose CSV, JSON or SQL."));
    return {};
}

Result<void> XlsxWriter::complete()
{
    errno = 0;
    std::fflush(m_sheet->optimize_tmpfile);
    if (auto written = checkStream(); !written)
        return written;
    worksheet_autofilter(m_sheet, 0, 0, lxw_row_t(m_rows), lxw_col_t(m_shape.columns.size() - 1));
    errno = 0;
    const lxw_error error = workbook_close(std::exchange(m_workbook, nullptr)); // frees it in any case
    if (error != LXW_NO_ERROR)
        return file().failure(errno != 0 ? errno : EIO);
    return checkWorkbook(file().partName(), m_visibleRows + 1) ? Result<void>()
                                                               : Result<void>(file().failure(EIO));
}

} // namespace Export
