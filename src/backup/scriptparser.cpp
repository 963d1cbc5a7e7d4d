// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scriptparser.h"

#include "backup/scripterrors.h"

#include <QCoreApplication>

#include <algorithm>

namespace Backup {

using Core::Error;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

constexpr QByteArrayView closingLine("-- PostgreSQL database dump complete");
constexpr QByteArrayView restrictCommand("\\restrict ");
constexpr QByteArrayView unrestrictCommand("\\unrestrict ");
constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

bool isBlank(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
}

/// Letters and digits only, as pg_dump makes keys: backquotes and the like would be a command to psql.
bool isKey(QByteArrayView key)
{
    return !key.isEmpty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
}

} // namespace

Result<bool> ScriptParser::next()
{
    if (m_rows) {
        Db::RawRow row;
        for (;;) {
            const Result<bool> more = nextRow(row);
            if (!more)
                return more;
            if (!*more)
                break;
        }
    }
    m_copy.reset();
    m_statement = {};
    for (;;) {
        if (m_at == m_line.size()) {
            const Result<bool> more = readLine();
            if (!more || !*more)
                return more;
            const Result<bool> done = isOwnLine();
            if (!done)
                return done;
            if (*done) {
                m_at = m_line.size();
                continue;
            }
        }
        const Result<SqlScanner::Stop> stop = m_scanner.scan(m_line, m_lines.number(), m_at);
        if (!stop)
            return stop.error();
        if (*stop == SqlScanner::Stop::Backslash)
            return psqlCommand();
        if (*stop == SqlScanner::Stop::LineEnd)
            continue;
        m_statement = m_scanner.take();
        m_hasStatements = true;
        if (auto checked = checkStatement(); !checked)
            return checked.error();
        return true;
    }
}

/// A line without its end is a cut one: every complete script ends with an empty line. False at the end.
Result<bool> ScriptParser::readLine()
{
    m_line = {};
    m_at = 0;
    const Result<bool> more = m_lines.next(m_line);
    if (!more)
        return more;
    if (*more && (m_line.endsWith('\n') || (m_tail == Tail::Done && isBlank(m_line)))) {
        if (m_lines.number() == 1 && m_line.startsWith(byteOrderMark))
            m_at = byteOrderMark.size();
        return true;
    }
    if (*more || m_tail != Tail::Done || !m_scanner.isIdle())
        return ScriptErrors::cutOff(m_lines.number());
    return false;
}

/// Whether the line is one that pg_dump writes between statements and that is none to the server.
Result<bool> ScriptParser::isOwnLine()
{
    if (!m_scanner.isIdle())
        return false;
    const QByteArrayView text = m_line.chopped(m_line.endsWith('\n') ? 1 : 0);
    if (m_tail != Tail::NotYet) {
        if (auto done = tailLine(text); !done)
            return done.error();
        return true;
    }
    if (text == closingLine) {
        m_tail = Tail::Words;
        return true;
    }
    if (!text.startsWith('\\'))
        return false;
    if (auto done = restrictLine(text); !done)
        return done.error();
    return true;
}

Result<void> ScriptParser::tailLine(QByteArrayView text)
{
    if (m_tail == Tail::Words && text == "--")
        m_tail = Tail::Dashes;
    else if (m_tail == Tail::Dashes && text.isEmpty())
        m_tail = m_key.isEmpty() ? Tail::Done : Tail::Blank;
    else if (m_tail == Tail::Blank && text.startsWith(unrestrictCommand) &&
             text.sliced(unrestrictCommand.size()) == m_key)
        m_tail = Tail::Unrestrict;
    else if (m_tail == Tail::Unrestrict && text.isEmpty())
        m_tail = Tail::Done;
    else if (m_tail != Tail::Done || !isBlank(text))
        return ScriptErrors::refused(m_lines.number(),
                                     Text::tr("it stands behind the end of the script, where pg_dump writes "
                                              "nothing"));
    return {};
}

/// Newer releases of pg_dump begin a script by telling psql that nothing in it is a command, until the key
/// comes again at the end.
Result<void> ScriptParser::restrictLine(QByteArrayView text)
{
    const QByteArrayView key = text.sliced(std::min(restrictCommand.size(), text.size()));
    if (m_hasStatements || !m_key.isEmpty() || !text.startsWith(restrictCommand) || !isKey(key))
        return psqlCommand();
    m_key = key.toByteArray();
    return {};
}

Error ScriptParser::psqlCommand() const
{
    return ScriptErrors::refused(
        m_lines.number(),
        Text::tr("it has a command for the program psql (a backslash), and such commands can run programs. "
                 "Nothing of the kind is ever run here. A script from pg_dump has none: look where the file "
                 "comes from"));
}

/// What the reading itself depends on: COPY, encoding and the meaning of quotes.
Result<void> ScriptParser::checkStatement()
{
    if (!m_statement.text.isValidUtf8())
        return ScriptErrors::unreadable(m_statement.line, Text::tr("it is no UTF-8"));
    SqlCursor cursor(m_statement);
    if (cursor.accept("copy"))
        return beginCopy(cursor);
    if (!cursor.accept("set"))
        return {};
    (void)cursor.acceptOne({"local", "session"});
    if (cursor.accept("client_encoding")) {
        (void)cursor.skip();
        const QString encoding = cursor.text().value_or(QString()).toUpper().remove(u'-');
        if (encoding != QLatin1String("UTF8") || !cursor.atEnd())
            return ScriptErrors::refused(
                m_statement.line,
                Text::tr("its text is not in UTF-8. Make it again with pg_dump's option --encoding=UTF8"));
    } else if (cursor.accept("standard_conforming_strings")) {
        (void)cursor.skip();
        if (!cursor.accept("on") || !cursor.atEnd())
            return ScriptErrors::refused(
                m_statement.line,
                Text::tr("it changes what backslashes in texts mean (standard_conforming_strings off)"));
    }
    return {};
}

Result<void> ScriptParser::beginCopy(SqlCursor &cursor)
{
    const std::optional<RelationName> table = cursor.relation();
    const std::optional<QStringList> columns = table ? cursor.names() : std::nullopt;
    if (!table || !columns || !cursor.accept("from stdin") || !cursor.atEnd())
        return ScriptErrors::refused(
            m_statement.line,
            Text::tr("of all forms of COPY only “COPY table (columns) FROM stdin” is read, because others "
                     "reach for files and programs"));
    if (!isBlank(m_line.sliced(m_at)))
        return ScriptErrors::refused(m_lines.number(),
                                     Text::tr("something follows the COPY on the same line"));
    m_at = m_line.size();
    m_copy = CopyBlock{*table, *columns, m_lines.offset(), m_statement.line};
    m_rows.emplace(m_lines, columns->size());
    return {};
}

Result<bool> ScriptParser::nextRow(Db::RawRow &row)
{
    if (!m_rows)
        return false;
    const Result<bool> more = m_rows->next(row);
    if (!more || !*more) {
        m_rows.reset();
        m_line = {}; // the rows were read from the same buffer
        m_at = 0;
    }
    return more;
}

} // namespace Backup
