// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/createtable.h"

#include "tables/sqltokens.h"

namespace Tables {

namespace {

/// Reads the items between the outer parentheses, one after the other.
class Reader final
{
public:
    explicit Reader(const QString &sql)
        : m_sql(sql)
        , m_tokens(sqlTokens(sql))
    {}

    CreateTable read()
    {
        while (m_at < m_tokens.size() && !m_tokens.at(m_at).isSymbol("("))
            ++m_at;
        const qsizetype end = afterParenthesis(m_tokens, m_at);
        ++m_at;
        while (m_at < end - 1) {
            readItem(itemEnd(end - 1));
            ++m_at; // the comma
        }
        for (m_at = end; m_at + 1 < m_tokens.size(); ++m_at)
            if (word("without") && m_tokens.at(m_at + 1).isWord("rowid"))
                m_table.isWithoutRowId = true;
        return m_table;
    }

private:
    [[nodiscard]] bool word(const char *text) const { return m_tokens.at(m_at).isWord(text); }

    [[nodiscard]] QString textBetween(qsizetype first, qsizetype end) const
    {
        return first < end
                   ? m_sql.mid(m_tokens.at(first).begin, m_tokens.at(end - 1).end - m_tokens.at(first).begin)
                   : QString();
    }

    [[nodiscard]] qsizetype itemEnd(qsizetype end) const
    {
        qsizetype at = m_at;
        while (at < end && !m_tokens.at(at).isSymbol(","))
            at = m_tokens.at(at).isSymbol("(") ? afterParenthesis(m_tokens, at) : at + 1;
        return qMin(at, end);
    }

    /// The plain names in the parentheses that come next.
    [[nodiscard]] QStringList names(qsizetype end) const
    {
        qsizetype at = m_at;
        while (at < end && !m_tokens.at(at).isSymbol("("))
            ++at;
        QStringList found;
        bool isFirst = true;
        for (++at; at < end && !m_tokens.at(at).isSymbol(")"); ++at) {
            if (m_tokens.at(at).isSymbol(","))
                isFirst = true;
            else if (std::exchange(isFirst, false))
                found.append(m_tokens.at(at).text);
        }
        return found;
    }

    void readItem(qsizetype end)
    {
        QString column;
        if (!word("constraint") && !word("primary") && !word("unique") && !word("check") && !word("foreign"))
            column = m_tokens.at(m_at++).text;
        QString name;
        qsizetype nameAt = -1;
        while (m_at < end) {
            if (word("constraint") && m_at + 1 < end) {
                nameAt = m_at;
                name = m_tokens.at(m_at + 1).text;
                m_at += 2;
                continue;
            }
            if (readConstraint(column, std::exchange(name, QString()), nameAt < 0 ? m_at : nameAt, end))
                nameAt = -1;
            m_at = m_tokens.at(m_at).isSymbol("(") ? afterParenthesis(m_tokens, m_at) : m_at + 1;
        }
        m_at = end;
    }

    bool readConstraint(const QString &column, const QString &name, qsizetype first, qsizetype end)
    {
        if (word("primary")) {
            m_table.primaryKeyName = name;
        } else if (word("autoincrement")) {
            m_table.isAutoincrement = true;
        } else if (word("unique")) {
            m_table.uniques.append({name, column.isEmpty() ? names(end) : QStringList{column}, {}});
        } else if (word("check")) {
            m_table.checks.append(textBetween(first, qMin(afterParenthesis(m_tokens, m_at + 1), end)));
        } else if (word("references")) {
            // The name stands before FOREIGN KEY in a table's constraint.
            m_table.foreignKeyNames.append(column.isEmpty() ? std::exchange(m_foreignName, QString()) : name);
            m_table.foreignKeyOptions.append(deferral(end));
        } else if (word("foreign")) {
            m_foreignName = name;
        } else if (!column.isEmpty() && word("as")) {
            const qsizetype after = qMin(afterParenthesis(m_tokens, m_at + 1), end);
            const bool isStored = after < end && m_tokens.at(after).isWord("stored");
            m_table.generations.insert(
                column.toLower(), textBetween(m_at + 1, after) +
                                      (isStored ? QStringLiteral(" STORED") : QStringLiteral(" VIRTUAL")));
        } else {
            return false;
        }
        return true;
    }

    [[nodiscard]] QString deferral(qsizetype end) const
    {
        for (qsizetype at = m_at; at + 2 < end; ++at) {
            const bool isNot = at > 0 && m_tokens.at(at - 1).isWord("not");
            if (m_tokens.at(at).isWord("deferrable") && !isNot && m_tokens.at(at + 1).isWord("initially") &&
                m_tokens.at(at + 2).isWord("deferred"))
                return QStringLiteral("DEFERRABLE INITIALLY DEFERRED");
        }
        return {};
    }

    const QString &m_sql;
    const QList<SqlToken> m_tokens;
    qsizetype m_at = 0;
    QString m_foreignName;
    CreateTable m_table;
};

} // namespace

CreateTable readCreateTable(const QString &sql)
{
    return Reader(sql).read();
}

QString conditionOfIndex(const QString &sql)
{
    const QList<SqlToken> tokens = sqlTokens(sql);
    for (qsizetype at = 0; at + 1 < tokens.size();) {
        if (tokens.at(at).isWord("where"))
            return sql.mid(tokens.at(at + 1).begin, tokens.last().end - tokens.at(at + 1).begin);
        at = tokens.at(at).isSymbol("(") ? afterParenthesis(tokens, at) : at + 1;
    }
    return {};
}

} // namespace Tables
