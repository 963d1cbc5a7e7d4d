// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/scripttokens.h"

#include <algorithm>

namespace Schema {

namespace {

bool startsName(QChar c)
{
    return c.isLetter() || c == u'_' || c.unicode() >= 0x80;
}

bool continuesName(QChar c)
{
    return startsName(c) || c.isDigit() || c == u'$';
}

class Lexer final
{
public:
    Lexer(QStringView sql, Db::Engine dialect)
        : m_sql(sql)
        , m_isSqlite(dialect == Db::Engine::SQLite)
    {}

    QList<ScriptToken> tokens()
    {
        while (m_at < m_sql.size()) {
            const qsizetype begin = m_at;
            const ScriptToken::Kind kind = next();
            m_tokens.append({kind, m_sql.mid(begin, m_at - begin), begin});
        }
        return m_tokens;
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_sql.size() ? m_sql.at(m_at + ahead) : QChar();
    }

    ScriptToken::Kind next()
    {
        using Kind = ScriptToken::Kind;
        const QChar c = peek();
        if (c.isSpace()) {
            skipWhile([](QChar other) { return other.isSpace(); });
            return Kind::Space;
        }
        if (c == u'-' && peek(1) == u'-') {
            skipWhile([](QChar other) { return other != u'\n'; });
            return Kind::Comment;
        }
        if (c == u'/' && peek(1) == u'*') {
            skipBlockComment();
            return Kind::Comment;
        }
        if (c == u'\'') {
            skipQuoted(u'\'', followsEscapeMark());
            return Kind::Text;
        }
        if (c == u'"' || (m_isSqlite && (c == u'`' || c == u'['))) {
            skipQuoted(c == u'[' ? QChar(u']') : c, false);
            return Kind::QuotedName;
        }
        if (startsName(c)) {
            skipWhile(continuesName);
            return Kind::Word;
        }
        if (c.isDigit()) {
            skipWhile([](QChar other) { return continuesName(other) || other == u'.'; });
            return Kind::Number;
        }
        return symbol(c);
    }

    ScriptToken::Kind symbol(QChar c)
    {
        using Kind = ScriptToken::Kind;
        if (!m_isSqlite && c == u'$' && skipDollarQuoted())
            return Kind::Text;
        const bool isParameter =
            m_isSqlite ? c == u'?' || ((c == u':' || c == u'@' || c == u'$') && startsParameter())
                       : c == u'$' && peek(1).isDigit();
        ++m_at;
        if (!isParameter)
            return Kind::Symbol;
        skipWhile(continuesName);
        return Kind::Parameter;
    }

    [[nodiscard]] bool startsParameter() const { return continuesName(peek(1)); }

    template <typename Predicate>
    void skipWhile(Predicate matches)
    {
        while (m_at < m_sql.size() && matches(m_sql.at(m_at)))
            ++m_at;
    }

    /// PostgreSQL nests them, SQLite does not.
    void skipBlockComment()
    {
        int depth = 0;
        do {
            if (peek() == u'/' && peek(1) == u'*') {
                depth = m_isSqlite ? 1 : depth + 1;
                m_at += 2;
            } else if (peek() == u'*' && peek(1) == u'/') {
                --depth;
                m_at += 2;
            } else {
                ++m_at;
            }
        } while (depth > 0 && m_at < m_sql.size());
        m_at = std::min(m_at, m_sql.size());
    }

    /// A quote inside is doubled, or escaped where backslashes count.
    void skipQuoted(QChar quote, bool hasBackslashes)
    {
        for (++m_at; m_at < m_sql.size(); ++m_at) {
            if (hasBackslashes && peek() == u'\\')
                ++m_at;
            else if (peek() == quote && peek(1) == quote && quote != u']')
                ++m_at;
            else if (peek() == quote)
                break;
        }
        m_at = std::min(m_at + 1, m_sql.size());
    }

    /// E'…'
    [[nodiscard]] bool followsEscapeMark() const
    {
        return !m_isSqlite && !m_tokens.isEmpty() && m_tokens.last().isWord(QLatin1StringView("e"));
    }

    /// $$ … $$ and $name$ … $name$
    bool skipDollarQuoted()
    {
        qsizetype end = m_at + 1;
        if (end < m_sql.size() && m_sql.at(end).isDigit())
            return false;
        while (end < m_sql.size() && continuesName(m_sql.at(end)) && m_sql.at(end) != u'$')
            ++end;
        if (end >= m_sql.size() || m_sql.at(end) != u'$')
            return false;
        const QStringView mark = m_sql.mid(m_at, end + 1 - m_at);
        const qsizetype close = m_sql.indexOf(mark, end + 1);
        m_at = close < 0 ? m_sql.size() : close + mark.size();
        return true;
    }

    QStringView m_sql;
    const bool m_isSqlite;
    qsizetype m_at = 0;
    QList<ScriptToken> m_tokens;
};

} // namespace

QList<ScriptToken> scriptTokens(const QString &sql, Db::Engine dialect)
{
    return Lexer(sql, dialect).tokens();
}

QString nameOf(const ScriptToken &token, Db::Engine dialect)
{
    if (token.kind != ScriptToken::Kind::QuotedName)
        return dialect == Db::Engine::SQLite ? token.text.toString() : token.text.toString().toLower();
    const QChar quote = token.text.back();
    QString name = token.text.mid(1, token.text.size() - 2).toString();
    return quote == u']' ? name : name.replace(QString(2, quote), QString(quote));
}

} // namespace Schema
