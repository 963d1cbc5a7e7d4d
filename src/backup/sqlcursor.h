// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/sqlscanner.h"

#include <initializer_list>
#include <optional>

namespace Backup {

/// The name of a table or sequence, as the server reads it.
struct RelationName
{
    QString schema; ///< empty: none was given
    QString name;
};

/// Walks over the tokens of a statement. What does not fit leaves the cursor where it is.
class SqlCursor final
{
public:
    /// `statement` outlives this.
    explicit SqlCursor(const SqlStatement &statement)
        : m_statement(statement)
    {}

    [[nodiscard]] bool atEnd() const { return m_at == m_statement.tokens.size(); }
    /// Index of the next token.
    [[nodiscard]] qsizetype position() const { return m_at; }
    void moveTo(qsizetype position) { m_at = position; }

    /// All of these key words ("if not exists"), in any case.
    [[nodiscard]] bool accept(const char *words);
    /// One of them.
    [[nodiscard]] bool acceptOne(std::initializer_list<const char *> words);
    [[nodiscard]] bool acceptSign(char sign);
    /// The next token, whatever it is.
    bool skip();

    /// An identifier as the server reads it: a word folded to lower case or a quoted name. None where it is
    /// longer than the 63 bytes that a server keeps.
    [[nodiscard]] std::optional<QString> name();
    [[nodiscard]] std::optional<RelationName> relation();
    /// ( name, name … )
    [[nodiscard]] std::optional<QStringList> names();
    /// The content of '…'.
    [[nodiscard]] std::optional<QString> text();
    /// Digits, with a minus where there is one.
    [[nodiscard]] std::optional<qint64> number();
    /// Moves behind the parenthesis that closes the one here; gives what is between as indexes of tokens.
    [[nodiscard]] std::optional<std::pair<qsizetype, qsizetype>> parentheses();

    [[nodiscard]] const SqlStatement &statement() const { return m_statement; }
    [[nodiscard]] bool isSign(qsizetype index, char sign) const;
    [[nodiscard]] bool isWord(qsizetype index, QByteArrayView lowerCase) const;
    /// The word at `index` in lower case; empty: it is none.
    [[nodiscard]] QByteArray word(qsizetype index) const;

private:
    const SqlStatement &m_statement;
    qsizetype m_at = 0;
};

/// A relation's name as it stands in a text, for regclass; nullopt: the text is anything else.
[[nodiscard]] std::optional<RelationName> relationIn(const QString &text);

} // namespace Backup
