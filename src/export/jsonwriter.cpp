// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/jsonwriter.h"

#include "export/cellvalue.h"
#include "export/outputfile.h"

namespace Export {

using Core::Result;

JsonWriter::JsonWriter(std::unique_ptr<OutputFile> file, const Shape &shape)
    : RowWriter(std::move(file))
    , m_kinds(shape.kinds)
{
    for (const QString &column : shape.columns) {
        appendString(column.toUtf8());
        m_names.append(m_line + ": ");
        m_line.resize(0);
    }
}

Result<void> JsonWriter::add(const Db::RawRow &row)
{
    m_line += m_isEmpty ? "[\n{" : ",\n{";
    m_isEmpty = false;
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_line += ", ";
        m_line += m_names.at(i);
        if (const auto &cell = row.at(i))
            appendCell(*cell, m_kinds.at(i));
        else
            m_line += "null";
    }
    m_line += '}';
    auto written = file().write(m_line);
    m_line.resize(0);
    return written;
}

void JsonWriter::appendCell(QByteArrayView value, ColumnKind kind)
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
        if (isNumber(value)) { // "NaN" is none
            m_line.append(value.data(), value.size());
            return;
        }
        break;
    case ColumnKind::Timestamp:
        if (const auto time = toTime(value)) {
            m_line += '"';
            time->appendIso(m_line);
            m_line += '"';
            return;
        }
        break;
    case ColumnKind::Text:
        break;
    }
    appendString(value);
}

void JsonWriter::appendString(QByteArrayView text)
{
    text = mended(text, true, m_mendedText);
    m_line += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            m_line += "\\\"";
            break;
        case '\\':
            m_line += "\\\\";
            break;
        case '\n':
            m_line += "\\n";
            break;
        case '\r':
            m_line += "\\r";
            break;
        case '\t':
            m_line += "\\t";
            break;
        default:
            if (c >= 0 && c < 0x20)
                m_line += "\\u00" + QByteArray::number(int(c), 16).rightJustified(2, '0');
            else
                m_line += c;
        }
    }
    m_line += '"';
}

Result<void> JsonWriter::complete()
{
    return file().write(m_isEmpty ? QByteArrayView("[]\n") : QByteArrayView("\n]\n"));
}

} // namespace Export
