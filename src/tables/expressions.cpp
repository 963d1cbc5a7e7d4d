// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"
#include "tables/neutraltext.h"
#include "tables/sqltokens.h"

#include <algorithm>
#include <array>

namespace Tables {

namespace {

using Kind = SqlToken::Kind;

/// Without the casts, "::character varying(20)", that PostgreSQL's catalogue puts behind constants.
QList<SqlToken> withoutCasts(const QList<SqlToken> &tokens)
{
    constexpr std::array operators = {"and", "or", "is", "not", "in", "like"};
    QList<SqlToken> rest;
    for (qsizetype at = 0; at < tokens.size();) {
        if (!tokens.at(at).isSymbol("::")) {
            rest.append(tokens.at(at++));
            continue;
        }
        ++at;
        while (at < tokens.size() && tokens.at(at).isName() &&
               std::none_of(operators.begin(), operators.end(),
                            [&](const char *word) { return tokens.at(at).isWord(word); }))
            ++at;
        if (at < tokens.size() && tokens.at(at).isSymbol("("))
            at = afterParenthesis(tokens, at);
    }
    return rest;
}

/// Without parentheses around the whole.
QList<SqlToken> unwrapped(QList<SqlToken> tokens)
{
    while (tokens.size() > 2 && tokens.first().isSymbol("(") && afterParenthesis(tokens, 0) == tokens.size())
        tokens = tokens.mid(1, tokens.size() - 2);
    return tokens;
}

QString toText(QByteArrayView bytes)
{
    return QString::fromUtf8(bytes);
}

/// A constant as the value it stands for, in neutral text; nullopt: no constant.
std::optional<QString> constantOf(const QList<SqlToken> &tokens)
{
    if (tokens.size() == 1) {
        const SqlToken &only = tokens.first();
        if (only.kind == Kind::String || only.kind == Kind::Number)
            return only.text;
        if (only.isWord("true"))
            return QStringLiteral("1");
        if (only.isWord("false"))
            return QStringLiteral("0");
    }
    if (tokens.size() == 2 && tokens.first().isSymbol("-") && tokens.last().kind == Kind::Number)
        return QString(QLatin1Char('-') + tokens.last().text);
    if (tokens.size() == 2 && tokens.first().isWord("x") && tokens.last().kind == Kind::String)
        return QString(QStringLiteral("\\x") + tokens.last().text.toLower());
    return std::nullopt;
}

bool isNow(const QList<SqlToken> &tokens)
{
    // now(), CURRENT_TIMESTAMP, and either AT TIME ZONE 'utc'.
    constexpr std::array clocks = {"now", "current_timestamp", "transaction_timestamp", "statement_timestamp",
                                   "clock_timestamp"};
    constexpr std::array others = {"at", "time", "zone"};
    const auto isOneOf = [](const SqlToken &token, const auto &words) {
        return std::any_of(words.begin(), words.end(), [&](const char *word) { return token.isWord(word); });
    };
    qsizetype first = 0;
    while (first < tokens.size() && tokens.at(first).isSymbol("("))
        ++first;
    if (first == tokens.size() || !isOneOf(tokens.at(first), clocks))
        return false;
    return std::all_of(tokens.begin() + first + 1, tokens.end(), [&](const SqlToken &token) {
        return token.isSymbol("(") || token.isSymbol(")") || isOneOf(token, others) ||
               (token.kind == Kind::String &&
                token.text.compare(QLatin1String("utc"), Qt::CaseInsensitive) == 0);
    });
}

QString constantFor(const QString &value, ValueKind kind, Db::Engine to)
{
    const Db::Engine from = to == Db::Engine::SQLite ? Db::Engine::PostgreSQL : Db::Engine::SQLite;
    QByteArray first;
    QByteArray second;
    const QByteArray bytes = value.toUtf8();
    const QByteArrayView neutral = toNeutral(bytes, kind, from, first);
    const QString there = toText(fromNeutral(neutral, kind, to, second));
    bool isNumber = false;
    switch (kind) {
    case ValueKind::Integer:
    case ValueKind::Real:
        static_cast<void>(there.toDouble(&isNumber));
        return isNumber ? there : QString();
    case ValueKind::Numeric:
        static_cast<void>(there.toDouble(&isNumber));
        return isNumber ? (to == Db::Engine::SQLite ? literal(there) : there) : QString();
    case ValueKind::Boolean:
        if (to == Db::Engine::SQLite)
            return there == QLatin1String("1") || there == QLatin1String("0") ? there : QString();
        return there == QLatin1String("t")   ? QStringLiteral("true")
               : there == QLatin1String("f") ? QStringLiteral("false")
                                             : QString();
    case ValueKind::Blob:
        if (!there.startsWith(QLatin1String("\\x")))
            return {};
        return to == Db::Engine::SQLite ? QString(QLatin1Char('X') + literal(there.mid(2))) : literal(there);
    case ValueKind::Text:
    case ValueKind::Timestamp:
        break;
    }
    return literal(there);
}

/// Writes a condition anew, a column and its comparison at a time.
class ConditionWriter final
{
public:
    ConditionWriter(const QList<SqlToken> &tokens, const TableModel &table, Db::Engine to)
        : m_tokens(tokens)
        , m_table(table)
        , m_to(to)
    {}

    std::optional<QString> write()
    {
        bool wantsOperand = true;
        int depth = 0;
        while (m_at < m_tokens.size()) {
            const SqlToken &token = m_tokens.at(m_at);
            if (token.isSymbol("(") && wantsOperand) {
                add(QStringLiteral("("));
                ++depth;
                ++m_at;
            } else if (token.isSymbol(")") && !wantsOperand && depth > 0) {
                --depth;
                m_text += QLatin1Char(')');
                ++m_at;
            } else if ((token.isWord("and") || token.isWord("or")) && !wantsOperand) {
                add(token.text.toUpper());
                ++m_at;
                wantsOperand = true;
            } else if (wantsOperand && writeTerm()) {
                wantsOperand = false;
            } else {
                return std::nullopt;
            }
        }
        return wantsOperand || depth > 0 ? std::nullopt : std::optional(m_text);
    }

private:
    void add(const QString &text)
    {
        if (!m_text.isEmpty() && !m_text.endsWith(QLatin1Char('(')))
            m_text += QLatin1Char(' ');
        m_text += text;
    }
    [[nodiscard]] const SqlToken &token(qsizetype ahead) const
    {
        static const SqlToken none;
        return m_at + ahead < m_tokens.size() ? m_tokens.at(m_at + ahead) : none;
    }

    bool writeTerm()
    {
        const bool isNegated = token(0).isWord("not");
        if (isNegated)
            ++m_at;
        const ColumnModel *column = token(0).isName() ? m_table.column(token(0).text) : nullptr;
        if (!column)
            return false;
        const QString name = Db::quoted(column->name);
        if (!isNegated && token(1).isWord("is")) {
            const bool isNot = token(2).isWord("not");
            if (!token(isNot ? 3 : 2).isWord("null"))
                return false;
            add(name + (isNot ? QStringLiteral(" IS NOT NULL") : QStringLiteral(" IS NULL")));
            m_at += isNot ? 4 : 3;
            return true;
        }
        return column->kind == ValueKind::Boolean ? writeBoolean(name, isNegated)
                                                  : !isNegated && writeComparison(*column);
    }

    bool writeBoolean(const QString &name, bool isNegated)
    {
        bool isWanted = !isNegated;
        qsizetype length = 1;
        if (token(1).isSymbol("=")) {
            const bool isTrue = token(2).isWord("true") || token(2).text == QLatin1String("1");
            const bool isFalse = token(2).isWord("false") || token(2).text == QLatin1String("0");
            if (!isTrue && !isFalse)
                return false;
            isWanted = isTrue != isNegated;
            length = 3;
        }
        // SQLite uses a partial index only where a query says the same in the same words, and EF Core says
        // "= 0".
        if (m_to == Db::Engine::SQLite)
            add(name + (isWanted ? QStringLiteral(" = 1") : QStringLiteral(" = 0")));
        else
            add(isWanted ? name : QString(QStringLiteral("NOT ") + name));
        m_at += length;
        return true;
    }

    bool writeComparison(const ColumnModel &column)
    {
        constexpr std::array comparisons = {"=", "<", ">", "<=", ">=", "<>", "!="};
        if (std::none_of(comparisons.begin(), comparisons.end(),
                         [&](const char *symbol) { return token(1).isSymbol(symbol); }))
            return false;
        const bool isText = column.kind == ValueKind::Text && token(2).kind == Kind::String;
        const bool isNumber = column.kind == ValueKind::Integer && token(2).kind == Kind::Number;
        if (!isText && !isNumber)
            return false;
        add(Db::quoted(column.name) + QLatin1Char(' ') + token(1).text + QLatin1Char(' ') +
            (isText ? literal(token(2).text) : token(2).text));
        m_at += 3;
        return true;
    }

    const QList<SqlToken> m_tokens;
    const TableModel &m_table;
    Db::Engine m_to;
    qsizetype m_at = 0;
    QString m_text;
};

} // namespace

QString defaultFor(const ColumnModel &column, Db::Engine to)
{
    const QList<SqlToken> tokens = unwrapped(withoutCasts(unwrapped(sqlTokens(column.defaultValue))));
    if (isNow(tokens))
        return column.kind == ValueKind::Timestamp ? QStringLiteral("CURRENT_TIMESTAMP") : QString();
    const auto constant = constantOf(tokens);
    return constant ? constantFor(*constant, column.kind, to) : QString();
}

std::optional<QString> conditionFor(const QString &condition, const TableModel &table, Db::Engine to)
{
    if (condition.isEmpty())
        return QString();
    return ConditionWriter(unwrapped(withoutCasts(sqlTokens(condition))), table, to).write();
}

} // namespace Tables
