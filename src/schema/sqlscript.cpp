// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/sqlscript.h"

#include "db/statement.h"
#include "schema/scripttokens.h"
#include "schema/text.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Kind = ScriptToken::Kind;

namespace {

/// Follows a statement far enough to know whether a semicolon ends it: as psql does.
class Nesting final
{
public:
    void add(const ScriptToken &token)
    {
        if (token.isSymbol(u'('))
            ++m_parentheses;
        else if (token.isSymbol(u')'))
            m_parentheses = std::max(0, m_parentheses - 1);
        else if (token.kind == Kind::Word)
            addWord(token);
    }
    [[nodiscard]] bool isInside() const { return m_parentheses > 0 || m_blocks > 0; }

private:
    void addWord(const ScriptToken &token)
    {
        if (m_words.size() < 4)
            m_words.append(token.text.toString().toLower());
        if (!isRoutine() || m_parentheses > 0)
            return;
        if (token.isWord(QLatin1StringView("begin")))
            ++m_blocks;
        else if (token.isWord(QLatin1StringView("case")) && m_blocks > 0)
            ++m_blocks;
        else if (token.isWord(QLatin1StringView("end")))
            m_blocks = std::max(0, m_blocks - 1);
    }
    /// CREATE [OR REPLACE] [TEMP] FUNCTION, PROCEDURE or TRIGGER: its body may hold statements.
    [[nodiscard]] bool isRoutine() const
    {
        if (m_words.value(0) != QLatin1String("create"))
            return false;
        return std::any_of(m_words.begin(), m_words.end(), [](const QString &word) {
            return word == QLatin1String("function") || word == QLatin1String("procedure") ||
                   word == QLatin1String("trigger");
        });
    }

    int m_parentheses = 0;
    int m_blocks = 0;
    QStringList m_words;
};

Error unreadable(const QString &file, int line, const QString &reason)
{
    return {ErrorKind::Syntax,
            Text::tr("The migration “%1” cannot be used, line %2: %3 Nothing was changed.")
                .arg(QFileInfo(file).fileName())
                .arg(line)
                .arg(reason),
            {},
            {}};
}

/// What would take the transaction out of our hands, leave a setting behind in a pool, or wait for a client
/// that does not come.
QString refusalOf(const QList<ScriptToken> &words, bool isOutside)
{
    static constexpr std::array ending = {"begin",  "start",     "commit",  "end",     "rollback",
                                          "abort",  "savepoint", "release", "attach",  "detach",
                                          "listen", "prepare",   "discard", "execute", "copy"};
    const ScriptToken &first = words.first();
    if (std::any_of(ending.begin(), ending.end(),
                    [&](const char *word) { return first.isWord(QLatin1StringView(word)); }))
        return Text::tr("%1 cannot be used in a migration: the program begins and ends the transaction, and "
                        "writes the history, itself.")
            .arg(first.text.toString().toUpper());
    const bool isLocal = words.size() > 1 && (words.at(1).isWord(QLatin1StringView("local")) ||
                                              words.at(1).isWord(QLatin1StringView("constraints")));
    if ((first.isWord(QLatin1StringView("set")) && !isLocal) || first.isWord(QLatin1StringView("reset")))
        return Text::tr("A setting would stay behind in the connection. Use SET LOCAL.");
    for (const ScriptToken &token : words) {
        if (token.kind == Kind::Parameter)
            return Text::tr("There is no value for “%1”.").arg(token.text);
        if (token.isWord(QLatin1StringView("concurrently")) && !isOutside)
            return Text::tr("CONCURRENTLY cannot be in a transaction. Begin the file with “-- gsc: outside a "
                            "transaction”.");
    }
    return {};
}

bool namesHistory(const ScriptToken &token, Db::Engine dialect)
{
    static const QStringList ours = {QStringLiteral("__efmigrationshistory"),
                                     QStringLiteral("__efmigrationslock"), QStringLiteral("__gscmigrations")};
    return (token.kind == Kind::QuotedName || token.kind == Kind::Word) &&
           ours.contains(nameOf(token, dialect).toLower());
}

/// The statement's tokens without gaps. Empty: nothing stands there.
QList<ScriptToken> wordsOf(const QString &sql, Db::Engine dialect)
{
    QList<ScriptToken> words = scriptTokens(sql, dialect);
    words.removeIf([](const ScriptToken &token) { return token.isGap(); });
    return words;
}

int linesUpTo(const QString &sql, qsizetype position)
{
    return int(QStringView(sql).left(position).count(u'\n'));
}

Result<void> checkStatement(const ScriptStatement &statement, const SqlScript &script, Db::Engine dialect)
{
    const QList<ScriptToken> words = wordsOf(statement.sql, dialect);
    if (const QString refusal = refusalOf(words, script.isOutsideTransaction); !refusal.isEmpty())
        return unreadable(script.file, statement.line, refusal);
    for (const ScriptToken &token : words)
        if (namesHistory(token, dialect))
            return unreadable(script.file, statement.line + linesUpTo(statement.sql, token.begin),
                              Text::tr("The program writes the history of migrations itself."));
    return {};
}

Result<void> readMarks(SqlScript &script, Db::Engine dialect)
{
    static const QRegularExpression mark(QStringLiteral(R"(\A--\s*gsc:\s*(.*?)\s*\z)"));
    static const QRegularExpression extension(QStringLiteral(R"(\Aneeds the extension ([a-z0-9_-]+)\z)"));
    const QList<ScriptToken> tokens = scriptTokens(script.text, dialect);
    for (const ScriptToken &token : tokens) {
        if (!token.isGap())
            break;
        const QRegularExpressionMatch found = mark.match(token.text.toString());
        if (!found.hasMatch())
            continue;
        const QString word = found.captured(1);
        const QRegularExpressionMatch needed = extension.match(word);
        if (word == QLatin1String("outside a transaction"))
            script.isOutsideTransaction = true;
        else if (word == QLatin1String("concurrently when large") && dialect == Db::Engine::PostgreSQL)
            script.isConcurrentWhenLarge = true;
        else if (needed.hasMatch() && dialect == Db::Engine::PostgreSQL)
            script.extension = needed.captured(1);
        else
            return unreadable(script.file, 1 + linesUpTo(script.text, token.begin),
                              Text::tr("“%1” is no mark that this program knows.").arg(word));
    }
    return {};
}

/// What the engine reads, in one spelling.
QByteArray normalForm(const SqlScript &script, Db::Engine dialect)
{
    QString normal;
    for (const ScriptStatement &statement : script.statements) {
        for (const ScriptToken &token : scriptTokens(statement.sql, dialect))
            normal += token.isGap() ? QStringView(u" ") : token.text;
        normal += QLatin1String(";\n");
    }
    return normal.toUtf8();
}

} // namespace

QList<ScriptStatement> statementsOf(const QString &script, Db::Engine dialect)
{
    QList<ScriptStatement> statements;
    ScriptStatement current;
    Nesting nesting;
    int line = 1;
    const auto finish = [&] {
        current.sql = current.sql.trimmed();
        if (!current.sql.isEmpty())
            statements.append(current);
        current = {};
        nesting = {};
    };
    for (const ScriptToken &token : scriptTokens(script, dialect)) {
        if (token.isSymbol(u';') && !nesting.isInside()) {
            finish();
            continue;
        }
        if (token.isGap()) {
            // SQLite keeps the text of what it creates: only the comments go, and their lines stay.
            const auto feeds = int(token.text.count(u'\n'));
            if (!current.sql.isEmpty() && token.kind == Kind::Space)
                current.sql += token.text;
            else if (!current.sql.isEmpty())
                current.sql += feeds > 0 ? QString(feeds, u'\n') : QStringLiteral(" ");
            line += feeds;
            continue;
        }
        if (current.sql.isEmpty())
            current.line = line;
        nesting.add(token);
        current.sql += token.text;
        line += int(token.text.count(u'\n'));
    }
    finish();
    return statements;
}

Result<SqlScript> readScript(const QString &file, const QByteArray &content, Db::Engine dialect)
{
    SqlScript script;
    script.file = file;
    QStringDecoder decoder(QStringDecoder::Utf8);
    script.text = decoder(content);
    script.text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    if (decoder.hasError() || !Db::isStorable(script.text))
        return unreadable(file, 1, Text::tr("It is not a text in UTF-8."));
    script.statements = statementsOf(script.text, dialect);
    if (script.statements.isEmpty())
        return unreadable(file, 1, Text::tr("It has no statement."));
    if (auto read = readMarks(script, dialect); !read)
        return read.error();
    if (script.isOutsideTransaction && script.isConcurrentWhenLarge)
        return unreadable(file, 1, Text::tr("Its two marks exclude each other."));
    for (const ScriptStatement &statement : std::as_const(script.statements))
        if (auto checked = checkStatement(statement, script, dialect); !checked)
            return checked.error();
    script.checksum = QString::fromLatin1(
        QCryptographicHash::hash(normalForm(script, dialect), QCryptographicHash::Sha256).toHex());
    return script;
}

} // namespace Schema
