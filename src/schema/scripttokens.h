// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

namespace Schema {

/// One piece of an SQL text, as its engine cuts it.
struct ScriptToken
{
    enum class Kind { Space, Comment, Word, QuotedName, Text, Number, Parameter, Symbol };

    Kind kind = Kind::Space;
    QStringView text;    ///< as it stands there
    qsizetype begin = 0; ///< characters from the start of the whole

    [[nodiscard]] bool isGap() const { return kind == Kind::Space || kind == Kind::Comment; }
    /// Without regard to case; `word` in lower case.
    [[nodiscard]] bool isWord(QLatin1StringView word) const
    {
        return kind == Kind::Word && text.compare(word, Qt::CaseInsensitive) == 0;
    }
    [[nodiscard]] bool isSymbol(QChar symbol) const { return kind == Kind::Symbol && text.front() == symbol; }
};

/// Every character of `sql` in its piece, which `sql` outlives. What is not closed reaches to the end.
[[nodiscard]] QList<ScriptToken> scriptTokens(const QString &sql, Db::Engine dialect);

/// What a name means: without its quotes, and in lower case where PostgreSQL was given none.
[[nodiscard]] QString nameOf(const ScriptToken &token, Db::Engine dialect);

} // namespace Schema
