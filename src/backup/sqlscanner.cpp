// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/sqlscanner.h"

#include "backup/scripterrors.h"

#include <QCoreApplication>

#include <utility>

namespace Backup {

using Core::Error;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Every byte of a character beyond ASCII counts as a letter.
bool beginsWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || uchar(c) >= 0x80;
}

bool isInWord(char c)
{
    return beginsWord(c) || isDigit(c) || c == '$';
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f';
}

bool isString(SqlToken::Kind kind)
{
    return kind == SqlToken::Kind::Text || kind == SqlToken::Kind::EscapeText;
}

} // namespace

QString SqlStatement::written() const
{
    if (tokens.isEmpty())
        return {};
    const qsizetype from = tokens.first().from;
    return QString::fromUtf8(QByteArrayView(text).sliced(from, tokens.last().to - from));
}

SqlStatement SqlScanner::take()
{
    m_parentheses = 0;
    return std::exchange(m_statement, {});
}

Error SqlScanner::unreadable(const QString &reason) const
{
    return ScriptErrors::unreadable(m_line, reason);
}

Result<SqlScanner::Stop> SqlScanner::scan(QByteArrayView line, qint64 number, qsizetype &at)
{
    m_line = number;
    if (m_statement.text.size() + line.size() - at > textLimit)
        return ScriptErrors::refused(number, Text::tr("a statement is longer than 16 MB"));
    const qsizetype before = m_statement.text.size();
    m_statement.text.append(line.sliced(at));
    m_at = before;
    const Result<Stop> stop = scanRest();
    at += m_at - before;
    if (!stop)
        return stop;
    if (*stop == Stop::Statement)
        m_statement.text.truncate(m_at - 1);
    else if (m_statement.tokens.isEmpty() && m_inside != Inside::Quotes && m_inside != Inside::Body)
        m_statement.text.clear(); // comments and empty lines before a statement are not kept
    return stop;
}

Result<SqlScanner::Stop> SqlScanner::scanRest()
{
    while (m_at < m_statement.text.size()) {
        switch (m_inside) {
        case Inside::Quotes:
            if (endQuotes()) {
                if (auto added = add(m_quoted); !added)
                    return added.error();
            }
            continue;
        case Inside::Body: {
            endBody();
            if (m_inside == Inside::Nothing) {
                if (auto added = add(SqlToken::Kind::Body); !added)
                    return added.error();
            }
            continue;
        }
        case Inside::Comment:
            endComment();
            continue;
        case Inside::Nothing:
            break;
        }
        const char c = at(m_at);
        if (c == '\\')
            return Stop::Backslash;
        if (c == ';' && m_parentheses == 0) {
            ++m_at;
            if (m_statement.tokens.isEmpty())
                return unreadable(Text::tr("a semicolon without a statement"));
            return Stop::Statement;
        }
        if (auto done = step(); !done)
            return done.error();
    }
    return Stop::LineEnd;
}

Result<void> SqlScanner::step()
{
    const char c = at(m_at);
    const char following = at(m_at + 1);
    m_from = m_at;
    if (isBlank(c)) {
        ++m_at;
        return {};
    }
    if (c == '-' && following == '-')
        return lineComment();
    if (c == '/' && following == '*') {
        m_inside = Inside::Comment;
        m_comments = 1;
        m_at += 2;
        return {};
    }
    if (c == '\'') {
        beginQuotes(SqlToken::Kind::Text, 0);
        return {};
    }
    if (c == '"') {
        beginQuotes(SqlToken::Kind::Name, 0);
        return {};
    }
    if (c == '$')
        return dollar();
    if (isDigit(c))
        return number();
    if (beginsWord(c))
        return word();
    return sign();
}

void SqlScanner::beginQuotes(SqlToken::Kind kind, qsizetype prefix)
{
    m_inside = Inside::Quotes;
    m_quoted = kind;
    m_at += prefix + 1;
}

/// Goes on behind the closing quote, or to the end of what is there. A doubled quote is one in the text.
bool SqlScanner::endQuotes()
{
    const QByteArray &text = m_statement.text;
    const char quote = m_quoted == SqlToken::Kind::Name ? '"' : '\'';
    const bool hasEscapes = m_quoted == SqlToken::Kind::EscapeText;
    for (; m_at < text.size(); ++m_at) {
        const char c = text.at(m_at);
        if (hasEscapes && c == '\\') {
            ++m_at; // a line that ends with a backslash goes on with its '\n'
        } else if (c == quote) {
            if (at(m_at + 1) != quote) {
                ++m_at;
                m_inside = Inside::Nothing;
                return true;
            }
            ++m_at;
        }
    }
    m_at = text.size();
    return false;
}

/// A tag holds no line's end, so that it is never cut in two.
void SqlScanner::endBody()
{
    const qsizetype end = m_statement.text.indexOf(m_tag, m_at);
    if (end < 0) {
        m_at = m_statement.text.size();
        return;
    }
    m_at = end + m_tag.size();
    m_inside = Inside::Nothing;
}

void SqlScanner::endComment()
{
    for (; m_at < m_statement.text.size(); ++m_at) {
        const char c = at(m_at);
        const char following = at(m_at + 1);
        if (c == '/' && following == '*') {
            ++m_comments;
            ++m_at;
        } else if (c == '*' && following == '/') {
            ++m_at;
            if (--m_comments == 0) {
                ++m_at;
                m_inside = Inside::Nothing;
                return;
            }
        }
    }
}

Result<void> SqlScanner::lineComment()
{
    // The server ends the comment at a carriage return, too; the rest would be a command to it.
    const QByteArray &text = m_statement.text;
    for (; m_at < text.size() && text.at(m_at) != '\n'; ++m_at) {
        if (text.at(m_at) == '\r')
            return unreadable(Text::tr("it contains a carriage return; pg_dump ends lines by a line feed"));
    }
    return {};
}

Result<void> SqlScanner::word()
{
    while (isInWord(at(m_at)))
        ++m_at;
    const qsizetype length = m_at - m_from;
    const char first = at(m_from);
    if (length == 1 && at(m_at) == '\'' && (first == 'E' || first == 'e')) {
        beginQuotes(SqlToken::Kind::EscapeText, 0);
        return {};
    }
    if (length == 1 && at(m_at) == '&' && (first == 'U' || first == 'u') &&
        (at(m_at + 1) == '\'' || at(m_at + 1) == '"'))
        return ScriptErrors::refused(m_line, Text::tr("pg_dump writes no text with Unicode escapes (U&)"));
    return add(SqlToken::Kind::Word);
}

Result<void> SqlScanner::number()
{
    while (isDigit(at(m_at)) || at(m_at) == '.')
        ++m_at;
    if (at(m_at) == 'e' || at(m_at) == 'E') {
        const bool hasSign = at(m_at + 1) == '+' || at(m_at + 1) == '-';
        if (isDigit(at(m_at + (hasSign ? 2 : 1)))) {
            m_at += hasSign ? 2 : 1;
            while (isDigit(at(m_at)))
                ++m_at;
        }
    }
    if (isInWord(at(m_at)))
        return unreadable(Text::tr("letters follow a number"));
    return add(SqlToken::Kind::Number);
}

Result<void> SqlScanner::dollar()
{
    qsizetype end = m_at + 1;
    if (isDigit(at(end))) {
        while (isDigit(at(end)))
            ++end;
        if (isInWord(at(end)))
            return unreadable(Text::tr("letters follow a number"));
        m_at = end;
        return add(SqlToken::Kind::Sign);
    }
    if (beginsWord(at(end))) {
        while (isInWord(at(end)) && at(end) != '$')
            ++end;
    }
    if (at(end) != '$')
        return unreadable(Text::tr("a dollar sign where none can be"));
    m_tag = m_statement.text.sliced(m_at, end + 1 - m_at);
    m_at = end + 1;
    m_inside = Inside::Body;
    return {};
}

Result<void> SqlScanner::sign()
{
    static constexpr QByteArrayView known("()[],.;:+-*/<>=~!@#%^&|`?");
    const char c = at(m_at);
    if (c == '\r')
        return unreadable(Text::tr("it contains a carriage return; pg_dump ends lines by a line feed"));
    if (!known.contains(c))
        return unreadable(Text::tr("a character that is none of SQL"));
    if (c == '(')
        ++m_parentheses;
    if (c == ')' && --m_parentheses < 0)
        return unreadable(Text::tr("a parenthesis is closed that was never opened"));
    ++m_at;
    return add(SqlToken::Kind::Sign);
}

Result<void> SqlScanner::add(SqlToken::Kind kind)
{
    QList<SqlToken> &tokens = m_statement.tokens;
    if (kind == SqlToken::Kind::Name && m_at - m_from == 2)
        return unreadable(Text::tr("an empty name"));
    // 'a' and 'b' on the next line are one literal, whose second part is read by the rules of the first.
    if (isString(kind) && !tokens.isEmpty() && isString(tokens.last().kind))
        return ScriptErrors::refused(m_line, Text::tr("pg_dump writes no text in two parts"));
    if (tokens.size() >= tokenLimit)
        return ScriptErrors::refused(m_line, Text::tr("a statement has more than a million words"));
    if (tokens.isEmpty())
        m_statement.line = m_line;
    tokens.append({kind, m_from, m_at});
    return {};
}

QByteArray plainText(const SqlStatement &statement, const QList<std::pair<qsizetype, QByteArray>> &replaced)
{
    QByteArray result;
    result.reserve(statement.text.size());
    for (qsizetype i = 0; i < statement.tokens.size(); ++i) {
        const SqlToken &token = statement.tokens.at(i);
        if (i > 0 && statement.tokens.at(i - 1).to != token.from)
            result.append(' ');
        const auto other = std::find_if(replaced.begin(), replaced.end(),
                                        [i](const auto &candidate) { return candidate.first == i; });
        if (other != replaced.end())
            result.append(other->second);
        else
            result.append(statement.textOf(token));
    }
    return result;
}

} // namespace Backup
