// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>

namespace Backup {

/// A word, a literal or a sign of an SQL statement.
struct SqlToken
{
    enum class Kind {
        Word,       ///< an unquoted identifier or key word
        Name,       ///< a quoted identifier, quotes included
        Number,     ///< without a sign
        Text,       ///< '…'
        EscapeText, ///< E'…'
        Body,       ///< $tag$…$tag$
        Sign,       ///< one character, or a parameter as $1
    };
    Kind kind = Kind::Sign;
    qsizetype from = 0; ///< in the statement's text
    qsizetype to = 0;   ///< behind it
};

/// A statement as it was written, without its semicolon. What lies between the tokens is white space and
/// comments.
struct SqlStatement
{
    QByteArray text;
    QList<SqlToken> tokens;
    qint64 line = 0; ///< of the first token

    [[nodiscard]] QByteArrayView textOf(const SqlToken &token) const
    {
        return QByteArrayView(text).sliced(token.from, token.to - token.from);
    }
    /// From the first token to the last.
    [[nodiscard]] QString written() const;
};

/// Cuts SQL into statements as PostgreSQL's own scanner does with standard_conforming_strings on, line by
/// line. What pg_dump never writes and what servers read differently is an error: continued string literals,
/// U&'…', carriage returns, control characters. So what comes out means to the server what it means here.
class SqlScanner final
{
public:
    static constexpr qsizetype textLimit = qsizetype(16) * 1024 * 1024;
    static constexpr qsizetype tokenLimit = 1'000'000;

    enum class Stop {
        LineEnd,   ///< the line is used up, the statement goes on
        Statement, ///< a semicolon: take() the statement; `at` is behind it
        Backslash, ///< outside of quotes and comments, where only psql knows something to do with it
    };
    /// Reads on in `line`, which ends with '\n' unless it is the last one, from `at` on, and moves `at`.
    /// Error: Syntax or Unsupported with the line.
    [[nodiscard]] Core::Result<Stop> scan(QByteArrayView line, qint64 number, qsizetype &at);
    /// Whether the next character begins something new: no statement, quote or comment has begun.
    [[nodiscard]] bool isIdle() const { return m_inside == Inside::Nothing && m_statement.tokens.isEmpty(); }
    [[nodiscard]] SqlStatement take();

private:
    enum class Inside { Nothing, Quotes, Body, Comment };

    [[nodiscard]] Core::Result<Stop> scanRest();
    [[nodiscard]] Core::Result<void> step();
    [[nodiscard]] bool endQuotes();
    void endBody();
    void endComment();
    [[nodiscard]] Core::Result<void> word();
    [[nodiscard]] Core::Result<void> number();
    [[nodiscard]] Core::Result<void> dollar();
    [[nodiscard]] Core::Result<void> sign();
    [[nodiscard]] Core::Result<void> lineComment();
    [[nodiscard]] Core::Result<void> add(SqlToken::Kind kind);
    void beginQuotes(SqlToken::Kind kind, qsizetype prefix);
    [[nodiscard]] char at(qsizetype i) const
    {
        return i < m_statement.text.size() ? m_statement.text.at(i) : '\0';
    }
    [[nodiscard]] Core::Error unreadable(const QString &reason) const;

    SqlStatement m_statement;
    Inside m_inside = Inside::Nothing;
    SqlToken::Kind m_quoted = SqlToken::Kind::Text; ///< what the quotes will be
    QByteArray m_tag;                               ///< of a body, with its dollar signs
    int m_comments = 0;                             ///< how deep comments are nested
    int m_parentheses = 0;
    qsizetype m_from = 0; ///< where the token began
    qsizetype m_at = 0;
    qint64 m_line = 0;
};

/// The statement from its tokens alone, with a blank wherever there was anything between two of them: what is
/// run is what was looked at. `replaced` gives other texts for some tokens, by index.
[[nodiscard]] QByteArray plainText(const SqlStatement &statement,
                                   const QList<std::pair<qsizetype, QByteArray>> &replaced = {});

} // namespace Backup
