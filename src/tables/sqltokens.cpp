// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/sqltokens.h"

namespace Tables {

namespace {

using Kind = SqlToken::Kind;

bool beginsWord(QChar c)
{
    return c.isLetter() || c == QLatin1Char('_') || c.unicode() >= 0x80;
}

bool continuesWord(QChar c)
{
    return beginsWord(c) || c.isDigit() || c == QLatin1Char('$');
}

/// Walks over the text once.
class Cutter final
{
public:
    explicit Cutter(const QString &sql)
        : m_sql(sql)
    {}

    QList<SqlToken> cut()
    {
        while (skipBlanks()) {
            m_begin = m_at;
            const QChar c = peek();
            if (isEscapeString())
                quotedText(Kind::String, QLatin1Char('\''), true);
            else if (beginsWord(c))
                run(Kind::Word, continuesWord);
            else if (c.isDigit() || (c == QLatin1Char('.') && peek(1).isDigit()))
                number();
            else if (c == QLatin1Char('\''))
                quotedText(Kind::String, c, false);
            else if (c == QLatin1Char('"') || c == QLatin1Char('`'))
                quotedText(Kind::Name, c, false);
            else if (c == QLatin1Char('['))
                bracket();
            else
                symbol();
        }
        return m_tokens;
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_sql.size() ? m_sql.at(m_at + ahead) : QChar();
    }

    void add(Kind kind, const QString &text) { m_tokens.append({kind, text, m_begin, m_at}); }

    void breakOff()
    {
        m_at = m_sql.size();
        add(Kind::Broken, m_sql.mid(m_begin));
    }

    bool skipBlanks()
    {
        while (m_at < m_sql.size()) {
            if (peek().isSpace()) {
                ++m_at;
            } else if (QStringView(m_sql).mid(m_at).startsWith(QLatin1String("--"))) {
                const qsizetype end = m_sql.indexOf(QLatin1Char('\n'), m_at);
                m_at = end < 0 ? m_sql.size() : end + 1;
            } else if (QStringView(m_sql).mid(m_at).startsWith(QLatin1String("/*"))) {
                const qsizetype end = m_sql.indexOf(QLatin1String("*/"), m_at + 2);
                m_begin = m_at;
                if (end < 0) {
                    breakOff();
                    return false;
                }
                m_at = end + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool isEscapeString() const
    {
        return (peek() == QLatin1Char('E') || peek() == QLatin1Char('e')) && peek(1) == QLatin1Char('\'');
    }

    void run(Kind kind, bool (*belongs)(QChar))
    {
        while (m_at < m_sql.size() && belongs(peek()))
            ++m_at;
        add(kind, m_sql.mid(m_begin, m_at - m_begin));
    }

    void number()
    {
        while (peek().isDigit() || peek() == QLatin1Char('.') || peek().isLetter() ||
               ((peek() == QLatin1Char('+') || peek() == QLatin1Char('-')) && m_at > m_begin &&
                m_sql.at(m_at - 1).toLower() == QLatin1Char('e')))
            ++m_at;
        add(Kind::Number, m_sql.mid(m_begin, m_at - m_begin));
    }

    void quotedText(Kind kind, QChar quote, bool hasEscapes)
    {
        m_at += hasEscapes ? 2 : 1;
        QString text;
        while (m_at < m_sql.size()) {
            const QChar c = peek();
            if (c == quote && peek(1) == quote) {
                text += quote;
                m_at += 2;
            } else if (c == quote) {
                ++m_at;
                return add(kind, text);
            } else if (hasEscapes && c == QLatin1Char('\\')) {
                // The catalogue writes E'' for a backslash only, and doubles it.
                text += peek(1);
                m_at += 2;
            } else {
                text += c;
                ++m_at;
            }
        }
        breakOff();
    }

    /// [name] in SQLite; in PostgreSQL the brackets of an array.
    void bracket()
    {
        const qsizetype end = m_sql.indexOf(QLatin1Char(']'), m_at);
        const QString inside = end < 0 ? QString() : m_sql.mid(m_at + 1, end - m_at - 1);
        const bool isArray =
            inside.isEmpty() || inside.front().isDigit() || inside.contains(u'\'') || inside.contains(u'(');
        if (isArray) {
            ++m_at;
            return add(Kind::Symbol, QStringLiteral("["));
        }
        m_at = end + 1;
        add(Kind::Name, inside);
    }

    void symbol()
    {
        for (const char *two : {"::", "<=", ">=", "<>", "!=", "||"}) {
            if (QStringView(m_sql).mid(m_at).startsWith(QLatin1String(two))) {
                m_at += 2;
                return add(Kind::Symbol, QLatin1String(two));
            }
        }
        ++m_at;
        add(Kind::Symbol, m_sql.mid(m_begin, 1));
    }

    const QString &m_sql;
    qsizetype m_at = 0;
    qsizetype m_begin = 0;
    QList<SqlToken> m_tokens;
};

} // namespace

bool SqlToken::isWord(const char *word) const
{
    return kind == Kind::Word && text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
}

bool SqlToken::isSymbol(const char *symbol) const
{
    return kind == Kind::Symbol && text == QLatin1String(symbol);
}

QList<SqlToken> sqlTokens(const QString &sql)
{
    return Cutter(sql).cut();
}

qsizetype afterParenthesis(const QList<SqlToken> &tokens, qsizetype open)
{
    int depth = 0;
    for (qsizetype at = open; at < tokens.size(); ++at) {
        if (tokens.at(at).isSymbol("("))
            ++depth;
        else if (tokens.at(at).isSymbol(")") && --depth == 0)
            return at + 1;
    }
    return tokens.size();
}

} // namespace Tables
