// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/copyrows.h"

#include "backup/scripterrors.h"

#include <QCoreApplication>

namespace Backup {

using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

/// What stands for the character behind a backslash; '\0': nothing does.
char meaningOf(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    case '\\':
        return '\\';
    default:
        return '\0';
    }
}

} // namespace

Result<bool> CopyRows::next(Db::RawRow &row)
{
    QByteArrayView line;
    const Result<bool> found = m_lines.next(line);
    if (!found)
        return found;
    if (!*found || !line.endsWith('\n'))
        return ScriptErrors::cutOff(m_lines.number());
    line.chop(1);
    if (line == "\\.")
        return false;
    if (line.contains('\r'))
        return ScriptErrors::unreadable(
            m_lines.number(), Text::tr("it contains a carriage return; pg_dump ends lines by a line feed"));
    if (!line.isValidUtf8())
        return ScriptErrors::unreadable(m_lines.number(), Text::tr("it is no UTF-8"));
    return split(line, row);
}

Result<bool> CopyRows::split(QByteArrayView line, Db::RawRow &row)
{
    const bool hasEscapes = line.contains('\\');
    if (hasEscapes && m_buffer.size() < line.size())
        m_buffer.resize(line.size()); // never while a field of this row lies in it
    m_used = 0;
    row.resize(m_columns);
    qsizetype column = 0;
    for (bool isLast = false; !isLast; ++column) {
        const qsizetype tab = line.indexOf('\t');
        isLast = tab < 0;
        QByteArrayView field = isLast ? line : line.first(tab);
        if (!isLast)
            line = line.sliced(tab + 1);
        if (column >= m_columns)
            continue; // counted for the message
        if (field == "\\N") {
            row[column] = std::nullopt;
            continue;
        }
        if (hasEscapes && field.contains('\\')) {
            if (auto done = unescape(field); !done)
                return done.error();
        }
        row[column] = field;
    }
    if (column != m_columns)
        return ScriptErrors::unreadable(m_lines.number(),
                                        Text::tr("it has %1 values for %2 columns")
                                            .arg(QString::number(column), QString::number(m_columns)));
    return true;
}

Result<void> CopyRows::unescape(QByteArrayView &field)
{
    char *const begin = m_buffer.data() + m_used;
    char *out = begin;
    for (qsizetype i = 0; i < field.size(); ++i) {
        char c = field.at(i);
        if (c == '\\') {
            c = ++i < field.size() ? meaningOf(field.at(i)) : '\0';
            if (c == '\0')
                return ScriptErrors::unreadable(
                    m_lines.number(),
                    Text::tr("a backslash in the rows of a table where PostgreSQL writes none"));
        }
        *out++ = c;
    }
    field = QByteArrayView(begin, out - begin);
    m_used += field.size();
    return {};
}

} // namespace Backup
