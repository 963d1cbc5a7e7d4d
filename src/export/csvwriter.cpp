// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/csvwriter.h"

#include "export/cellvalue.h"
#include "export/formula.h"
#include "export/outputfile.h"

#include <algorithm>

namespace Export {

using Core::Result;

namespace {

bool needsQuotes(QByteArrayView text)
{
    return text.isEmpty() || text.front() == ' ' || text.back() == ' ' ||
           std::any_of(text.begin(), text.end(),
                       [](char c) { return c == '"' || c == ',' || c == ';' || (c >= 0 && c < 0x20); });
}

} // namespace

CsvWriter::CsvWriter(std::unique_ptr<OutputFile> file, const Shape &shape, bool isRaw)
    : RowWriter(std::move(file))
    , m_kinds(shape.kinds)
    , m_isRaw(isRaw)
{
    for (const QString &column : shape.columns) {
        if (!m_line.isEmpty())
            m_line += ',';
        appendText(column.toUtf8());
    }
    m_line += "\r\n";
}

Result<void> CsvWriter::add(const Db::RawRow &row)
{
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_line += ',';
        if (const auto &cell = row.at(i))
            appendCell(*cell, m_kinds.at(i));
        else if (row.size() == 1)
            m_line += "\"\""; // many readers skip an empty line
    }
    m_line += "\r\n";
    auto written = file().write(m_line);
    m_line.resize(0);
    return written;
}

void CsvWriter::appendCell(QByteArrayView value, ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Boolean:
        if (const auto boolean = toBoolean(value)) {
            m_line += *boolean ? "true" : "false";
            return;
        }
        break;
    case ColumnKind::Integer:
    case ColumnKind::Decimal:
        if (isNumber(value)) { // its minus sign is no formula
            m_line.append(value.data(), value.size());
            return;
        }
        break;
    case ColumnKind::Timestamp:
        if (const auto time = toTime(value)) {
            time->appendIso(m_line);
            return;
        }
        break;
    case ColumnKind::Text:
        break;
    }
    appendText(value);
}

void CsvWriter::appendText(QByteArrayView text)
{
    text = mended(text, true, m_mendedText);
    if (!m_isRaw)
        text = withoutFormula(text, m_safeText);
    if (!needsQuotes(text)) {
        m_line.append(text.data(), text.size());
        return;
    }
    m_line += '"';
    for (qsizetype from = 0; from <= text.size();) {
        qsizetype quote = text.indexOf('"', from);
        if (quote < 0)
            quote = text.size();
        m_line.append(text.data() + from, quote - from);
        if (quote < text.size())
            m_line += "\"\"";
        from = quote + 1;
    }
    m_line += '"';
}

Result<void> CsvWriter::complete()
{
    auto written = file().write(m_line);
    m_line.resize(0);
    return written;
}

} // namespace Export
