// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace Tables {

/// A piece of SQL as both engines cut it. Comments and spaces are none.
struct SqlToken
{
    enum class Kind {
        Word,   ///< a keyword or an unquoted name
        Name,   ///< a quoted name; `text` is without the quotes
        String, ///< `text` is without the quotes
        Number,
        Symbol, ///< one character, or "::", "<=", ">=", "<>", "!=", "||"
        Broken, ///< a quote or a comment without its end, or a character that SQL does not have
    };
    Kind kind = Kind::Broken;
    QString text;
    qsizetype begin = 0; ///< in the whole text
    qsizetype end = 0;

    [[nodiscard]] bool isWord(const char *word) const;
    [[nodiscard]] bool isSymbol(const char *symbol) const;
    [[nodiscard]] bool isName() const { return kind == Kind::Word || kind == Kind::Name; }
};

[[nodiscard]] QList<SqlToken> sqlTokens(const QString &sql);
/// The index after the ")" that belongs to the "(" at `open`; the number of tokens where there is none.
[[nodiscard]] qsizetype afterParenthesis(const QList<SqlToken> &tokens, qsizetype open);

} // namespace Tables
