// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/statementmeaning.h"

#include "schema/scripttokens.h"
#include "schema/text.h"

#include <algorithm>
#include <initializer_list>

namespace Schema {

using Act = StatementMeaning::Act;
using Kind = ScriptToken::Kind;

namespace {

QString wordsFor(const StatementMeaning &meaning, const QString &begin)
{
    switch (meaning.act) {
    case Act::CreateTable:
        return Text::tr("Creates the table “%1”.").arg(meaning.table);
    case Act::DropTable:
        return Text::tr("Removes the table “%1” with all its rows.").arg(meaning.table);
    case Act::RenameTable:
        return Text::tr("Renames the table “%1”.").arg(meaning.table);
    case Act::AddColumn:
        return Text::tr("Adds the column “%1” to “%2”.").arg(meaning.name, meaning.table);
    case Act::DropColumn:
        return Text::tr("Removes the column “%1” of “%2” with all its values.")
            .arg(meaning.name, meaning.table);
    case Act::ChangeColumn:
        return Text::tr("Changes the column “%1” of “%2”.").arg(meaning.name, meaning.table);
    case Act::CreateIndex:
        return Text::tr("Adds the index “%1” to “%2”.").arg(meaning.name, meaning.table);
    case Act::DropIndex:
        return Text::tr("Removes the index “%1”.").arg(meaning.name);
    case Act::CreateExtension:
        return Text::tr("Makes the extension “%1” available in the database.").arg(meaning.name);
    case Act::ChangeRows:
        return Text::tr("Changes rows of “%1”.").arg(meaning.table);
    case Act::AddRows:
        return Text::tr("Adds rows to “%1”.").arg(meaning.table);
    case Act::RemoveRows:
        return Text::tr("Removes rows of “%1”.").arg(meaning.table);
    case Act::Other:
        break;
    }
    return Text::tr("Runs %1 …").arg(begin);
}

/// Reads one statement from left to right.
class Reader final
{
public:
    Reader(const QString &sql, Db::Engine dialect)
        : m_dialect(dialect)
        , m_tokens(scriptTokens(sql, dialect))
    {
        m_tokens.removeIf([](const ScriptToken &token) { return token.isGap(); });
    }

    QList<StatementMeaning> meanings()
    {
        if (take("create"))
            create();
        else if (take("drop"))
            drop();
        else if (take("alter"))
            alter();
        else
            rows();
        if (m_meanings.isEmpty())
            m_meanings.append(StatementMeaning());
        QStringList begin;
        for (const ScriptToken &token : m_tokens.mid(0, 3))
            begin.append(token.text.toString());
        for (StatementMeaning &meaning : m_meanings)
            meaning.words = wordsFor(meaning, begin.join(u' '));
        return m_meanings;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_tokens.size(); }

    bool take(const char *word)
    {
        if (atEnd() || !m_tokens.at(m_at).isWord(QLatin1StringView(word)))
            return false;
        ++m_at;
        return true;
    }
    void skip(std::initializer_list<const char *> words)
    {
        while (std::any_of(words.begin(), words.end(), [this](const char *word) { return take(word); })) {
        }
    }
    bool takeSymbol(QChar symbol)
    {
        if (atEnd() || !m_tokens.at(m_at).isSymbol(symbol))
            return false;
        ++m_at;
        return true;
    }
    /// A name, of which only the last part counts where it has a schema.
    QString takeName()
    {
        QString name;
        do {
            if (atEnd() ||
                (m_tokens.at(m_at).kind != Kind::Word && m_tokens.at(m_at).kind != Kind::QuotedName))
                return {};
            name = nameOf(m_tokens.at(m_at++), m_dialect);
        } while (takeSymbol(u'.'));
        return name;
    }
    void add(Act act, const QString &table, const QString &name = {})
    {
        m_meanings.append({act, table, name, {}});
    }

    void create()
    {
        skip({"unique", "temp", "temporary", "unlogged"});
        if (take("table")) {
            skip({"if", "not", "exists"});
            add(Act::CreateTable, takeName());
        } else if (take("index")) {
            skip({"concurrently", "if", "not", "exists"});
            const QString name = takeName();
            skip({"on", "only"});
            add(Act::CreateIndex, takeName(), name);
        } else if (take("extension")) {
            skip({"if", "not", "exists"});
            add(Act::CreateExtension, {}, takeName());
        }
    }

    void drop()
    {
        const bool isTable = take("table");
        if (!isTable && !take("index"))
            return;
        skip({"concurrently", "if", "exists"});
        do {
            const QString name = takeName();
            add(isTable ? Act::DropTable : Act::DropIndex, isTable ? name : QString(),
                isTable ? QString() : name);
        } while (takeSymbol(u','));
    }

    void alter()
    {
        if (!take("table"))
            return;
        skip({"if", "exists", "only"});
        const QString table = takeName();
        do {
            alterOnce(table);
            skipToComma();
        } while (takeSymbol(u','));
    }

    void alterOnce(const QString &table)
    {
        static constexpr auto constraints = {"constraint", "primary", "foreign",
                                             "unique",     "check",   "exclude"};
        const auto isConstraint = [this] {
            return std::any_of(constraints.begin(), constraints.end(), [this](const char *word) {
                return !atEnd() && m_tokens.at(m_at).isWord(QLatin1StringView(word));
            });
        };
        const bool isAdding = take("add");
        const bool isDropping = !isAdding && take("drop");
        if (isAdding || isDropping) {
            if (isConstraint())
                return add(Act::Other, table);
            skip({"column", "if", "not", "exists"});
            return add(isAdding ? Act::AddColumn : Act::DropColumn, table, takeName());
        }
        if (take("alter")) {
            skip({"column"});
            return add(Act::ChangeColumn, table, takeName());
        }
        if (!take("rename"))
            return add(Act::Other, table);
        if (take("to"))
            return add(Act::RenameTable, table, takeName());
        skip({"column"});
        add(Act::ChangeColumn, table, takeName());
    }

    void skipToComma()
    {
        int depth = 0;
        for (; !atEnd(); ++m_at) {
            depth += m_tokens.at(m_at).isSymbol(u'(') ? 1 : m_tokens.at(m_at).isSymbol(u')') ? -1 : 0;
            if (depth == 0 && m_tokens.at(m_at).isSymbol(u','))
                return;
        }
    }

    void rows()
    {
        if (take("insert")) {
            skip({"or", "replace", "ignore", "into"});
            add(Act::AddRows, takeName());
        } else if (take("update")) {
            skip({"only"});
            add(Act::ChangeRows, takeName());
        } else if (take("delete")) {
            skip({"from", "only"});
            add(Act::RemoveRows, takeName());
        } else if (take("truncate")) {
            skip({"table", "only"});
            do
                add(Act::RemoveRows, takeName());
            while (takeSymbol(u','));
        }
    }

    const Db::Engine m_dialect;
    QList<ScriptToken> m_tokens;
    qsizetype m_at = 0;
    QList<StatementMeaning> m_meanings;
};

/// CREATE [UNIQUE] INDEX or DROP INDEX.
bool isIndexStatement(const QList<ScriptToken> &words)
{
    const auto word = [&](qsizetype at, const char *text) {
        return at < words.size() && words.at(at).isWord(QLatin1StringView(text));
    };
    return (word(0, "create") && (word(1, "index") || (word(1, "unique") && word(2, "index")))) ||
           (word(0, "drop") && word(1, "index"));
}

QList<ScriptToken> withoutGaps(QList<ScriptToken> tokens)
{
    tokens.removeIf([](const ScriptToken &token) { return token.isGap(); });
    return tokens;
}

} // namespace

QList<StatementMeaning> meaningsOf(const QString &sql, Db::Engine dialect)
{
    return Reader(sql, dialect).meanings();
}

bool namesSchema(const QString &sql, Db::Engine dialect)
{
    const QList<ScriptToken> words = withoutGaps(scriptTokens(sql, dialect));
    for (qsizetype i = 0; i + 1 < words.size(); ++i)
        if (words.at(i + 1).isSymbol(u'.') && words.at(i).kind != Kind::Symbol &&
            nameOf(words.at(i), dialect) == QLatin1String("public"))
            return true;
    return false;
}

QString concurrently(const QString &sql)
{
    const QList<ScriptToken> words = withoutGaps(scriptTokens(sql, Db::Engine::PostgreSQL));
    if (!isIndexStatement(words) || !words.first().isWord(QLatin1StringView("create")))
        return sql;
    const ScriptToken &index = words.at(words.at(1).isWord(QLatin1StringView("unique")) ? 2 : 1);
    const qsizetype at = index.begin + index.text.size();
    return sql.left(at) + QLatin1String(" CONCURRENTLY") + sql.mid(at);
}

QString notConcurrently(const QString &sql)
{
    const QList<ScriptToken> words = withoutGaps(scriptTokens(sql, Db::Engine::PostgreSQL));
    if (!isIndexStatement(words))
        return sql;
    for (const ScriptToken &token : words)
        if (token.isWord(QLatin1StringView("concurrently")))
            return sql.left(token.begin) + sql.mid(token.begin + token.text.size());
    return sql;
}

} // namespace Schema
