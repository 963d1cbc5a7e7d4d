// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/sqlcursor.h"

#include <QStringList>

namespace Backup {

using Kind = SqlToken::Kind;

namespace {

constexpr qsizetype longestName = 63; // bytes; servers cut what is longer

} // namespace

bool SqlCursor::isSign(qsizetype index, char sign) const
{
    if (index < 0 || index >= m_statement.tokens.size())
        return false;
    const SqlToken &token = m_statement.tokens.at(index);
    return token.kind == Kind::Sign && m_statement.textOf(token) == QByteArrayView(&sign, 1);
}

QByteArray SqlCursor::word(qsizetype index) const
{
    if (index < 0 || index >= m_statement.tokens.size() || m_statement.tokens.at(index).kind != Kind::Word)
        return {};
    return m_statement.textOf(m_statement.tokens.at(index)).toByteArray().toLower();
}

bool SqlCursor::isWord(qsizetype index, QByteArrayView lowerCase) const
{
    return index >= 0 && index < m_statement.tokens.size() &&
           m_statement.tokens.at(index).kind == Kind::Word &&
           m_statement.textOf(m_statement.tokens.at(index)).compare(lowerCase, Qt::CaseInsensitive) == 0;
}

bool SqlCursor::accept(const char *words)
{
    qsizetype at = m_at;
    QByteArrayView rest(words);
    while (!rest.isEmpty()) {
        const qsizetype blank = rest.indexOf(' ');
        if (!isWord(at++, blank < 0 ? rest : rest.first(blank)))
            return false;
        rest = blank < 0 ? QByteArrayView() : rest.sliced(blank + 1);
    }
    m_at = at;
    return true;
}

bool SqlCursor::acceptOne(std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [this](const char *word) { return accept(word); });
}

bool SqlCursor::acceptSign(char sign)
{
    if (!isSign(m_at, sign))
        return false;
    ++m_at;
    return true;
}

bool SqlCursor::skip()
{
    if (atEnd())
        return false;
    ++m_at;
    return true;
}

std::optional<QString> SqlCursor::name()
{
    if (atEnd())
        return std::nullopt;
    const SqlToken &token = m_statement.tokens.at(m_at);
    QByteArray bytes = m_statement.textOf(token).toByteArray();
    if (token.kind == Kind::Word) {
        bytes = bytes.toLower(); // ASCII only, as the server does in UTF-8
    } else if (token.kind == Kind::Name) {
        bytes = bytes.sliced(1, bytes.size() - 2);
        bytes.replace("\"\"", "\"");
    } else {
        return std::nullopt;
    }
    if (bytes.size() > longestName)
        return std::nullopt;
    ++m_at;
    return QString::fromUtf8(bytes);
}

std::optional<RelationName> SqlCursor::relation()
{
    const qsizetype start = m_at;
    const std::optional<QString> first = name();
    if (!first)
        return std::nullopt;
    if (!acceptSign('.'))
        return RelationName{QString(), *first};
    if (const std::optional<QString> second = name())
        return RelationName{*first, *second};
    m_at = start;
    return std::nullopt;
}

std::optional<QStringList> SqlCursor::names()
{
    const qsizetype start = m_at;
    QStringList result;
    if (!acceptSign('('))
        return std::nullopt;
    do {
        const std::optional<QString> one = name();
        if (!one)
            break;
        result.append(*one);
    } while (acceptSign(','));
    if (!result.isEmpty() && acceptSign(')'))
        return result;
    m_at = start;
    return std::nullopt;
}

std::optional<QString> SqlCursor::text()
{
    if (atEnd() || m_statement.tokens.at(m_at).kind != Kind::Text)
        return std::nullopt;
    const QByteArrayView quotes = m_statement.textOf(m_statement.tokens.at(m_at++));
    return QString::fromUtf8(quotes.sliced(1, quotes.size() - 2))
        .replace(QLatin1String("''"), QLatin1String("'"));
}

std::optional<qint64> SqlCursor::number()
{
    const qsizetype start = m_at;
    const bool isNegative = acceptSign('-');
    if (!atEnd() && m_statement.tokens.at(m_at).kind == Kind::Number) {
        bool ok = false;
        QByteArray digits = m_statement.textOf(m_statement.tokens.at(m_at)).toByteArray();
        if (isNegative)
            digits.prepend('-');
        const qint64 number = digits.toLongLong(&ok);
        if (ok) {
            ++m_at;
            return number;
        }
    }
    m_at = start;
    return std::nullopt;
}

std::optional<std::pair<qsizetype, qsizetype>> SqlCursor::parentheses()
{
    if (!isSign(m_at, '('))
        return std::nullopt;
    int depth = 0;
    for (qsizetype i = m_at; i < m_statement.tokens.size(); ++i) {
        if (isSign(i, '('))
            ++depth;
        else if (isSign(i, ')') && --depth == 0) {
            const std::pair<qsizetype, qsizetype> between(m_at + 1, i);
            m_at = i + 1;
            return between;
        }
    }
    return std::nullopt;
}

std::optional<RelationName> relationIn(const QString &text)
{
    SqlScanner scanner;
    qsizetype at = 0;
    const QByteArray line = text.toUtf8() + ';';
    const auto stop = scanner.scan(line, 1, at);
    if (!stop || *stop != SqlScanner::Stop::Statement || at != line.size())
        return std::nullopt;
    const SqlStatement statement = scanner.take();
    SqlCursor cursor(statement);
    const std::optional<RelationName> relation = cursor.relation();
    return relation && cursor.atEnd() ? relation : std::nullopt;
}

} // namespace Backup
