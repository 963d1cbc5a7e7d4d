// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/sqlwriter.h"

#include "db/statement.h"
#include "export/cellvalue.h"
#include "export/outputfile.h"

namespace Export {

using Core::Result;

namespace {

constexpr int rowsPerStatement = 100;
/// Statements of a size that every tool takes; a single row may be larger.
constexpr qsizetype bytesPerStatement = 512 << 10;

/// Comments nest in PostgreSQL and do not in SQLite, where this whole line is one.
QByteArray onlyForPostgres(const QByteArray &statement)
{
    return "/* /* */ -- */ " + statement + '\n';
}

QByteArray literal(const QString &text)
{
    return '\'' + text.toUtf8().replace('\'', "''") + '\'';
}

} // namespace

SqlWriter::SqlWriter(std::unique_ptr<OutputFile> file, const Shape &shape)
    : RowWriter(std::move(file))
    , m_kinds(shape.kinds)
{
    QStringList columns;
    for (const QString &column : shape.columns)
        columns.append(Db::quoted(column));
    const QString table = Db::quoted(shape.table);
    m_insert =
        "INSERT INTO " + table.toUtf8() + " (" + columns.join(QStringLiteral(", ")).toUtf8() + ") VALUES\n";
    m_line = "BEGIN;\n" + onlyForPostgres("SET LOCAL TIME ZONE 'UTC';") +
             onlyForPostgres("SET LOCAL standard_conforming_strings = on;");
    const QString id = QStringLiteral("Id");
    const qsizetype at = shape.columns.indexOf(id);
    const bool hasNumbers = at >= 0 && shape.kinds.at(at) == ColumnKind::Integer;
    if (hasNumbers && !table.contains(QLatin1Char('\n'))) { // which would end SQLite's comment
        // Rows that bring their numbers leave the sequence where it was; it never goes backwards.
        const QByteArray sequence = "pg_get_serial_sequence(" + literal(table) + ", " + literal(id) + ')';
        m_numbering = onlyForPostgres("SELECT setval(" + sequence + ", greatest(nextval(" + sequence +
                                      "), (SELECT max(\"Id\") FROM " + table.toUtf8() + ")));");
    }
}

Result<void> SqlWriter::add(const Db::RawRow &row)
{
    if (m_rowsInStatement == rowsPerStatement || m_bytesInStatement > bytesPerStatement) {
        m_line += ";\n";
        m_rowsInStatement = 0;
        m_bytesInStatement = 0;
    }
    m_line += m_rowsInStatement++ == 0 ? m_insert + '(' : QByteArray(",\n(");
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_line += ", ";
        if (const auto &cell = row.at(i))
            appendCell(*cell, m_kinds.at(i));
        else
            m_line += "NULL";
    }
    m_line += ')';
    m_bytesInStatement += m_line.size();
    auto written = file().write(m_line);
    m_line.resize(0);
    return written;
}

void SqlWriter::appendCell(QByteArrayView value, ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Boolean:
        if (const auto boolean = toBoolean(value)) {
            m_line += *boolean ? "true" : "false";
            return;
        }
        break;
    case ColumnKind::Integer:
        if (isInteger(value)) {
            m_line.append(value.data(), value.size());
            return;
        }
        break;
    case ColumnKind::Timestamp:
        if (const auto time = toTime(value)) {
            m_line += '\'';
            time->appendPlain(m_line);
            m_line += '\'';
            return;
        }
        break;
    case ColumnKind::Decimal: // as text: SQLite would make a floating point number of it
    case ColumnKind::Text:
        break;
    }
    appendString(value);
}

void SqlWriter::appendString(QByteArrayView text)
{
    text = mended(text, false, m_mendedText);
    m_line += '\'';
    for (const char c : text) {
        if (c == '\'')
            m_line += '\'';
        m_line += c;
    }
    m_line += '\'';
}

Result<void> SqlWriter::complete()
{
    if (m_rowsInStatement > 0)
        m_line += ";\n";
    m_line += m_numbering + "COMMIT;\n";
    return file().write(m_line);
}

} // namespace Export
