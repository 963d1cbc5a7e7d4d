// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/definitionwriter.h"
#include "tables/sqltokens.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

/// What may stand before a "(": words of SQL, types, and functions that only compute.
constexpr std::array harmlessWords = {
    // words
    "and", "or", "not", "in", "is", "any", "all", "some", "array", "row", "cast", "between", "like", "ilike",
    "similar", "then", "else", "when", "case", "check", "exclude", "using", "btree", "hash", "gin", "gist",
    "brin", "spgist", "include", "where", "with", "default", "unique", "key", "references", "primary", "on",
    "values", "stored", "from", "for", "to", "by", "as", "distinct", "collate",
    // types
    "character", "varying", "char", "varchar", "numeric", "decimal", "bit", "timestamp", "timestamptz",
    "time", "timetz", "interval", "second", "bpchar", "float", "int", "integer", "text", "date",
    // functions
    "abs", "btrim", "ceil", "ceiling", "char_length", "character_length", "coalesce", "concat", "concat_ws",
    "current_date", "current_time", "current_timestamp", "date_part", "date_trunc", "extract", "floor",
    "gen_random_uuid", "greatest", "ifnull", "initcap", "instr", "jsonb_typeof", "json_typeof", "least",
    "left", "length", "localtimestamp", "lower", "lpad", "ltrim", "max", "md5", "min", "mod", "nextval",
    "now", "nullif", "num_nonnulls", "num_nulls", "octet_length", "overlay", "position", "power",
    "regexp_replace", "replace", "right", "round", "rpad", "rtrim", "sign", "sqrt", "strpos", "substr",
    "substring", "timezone", "to_tsvector", "to_date", "to_timestamp", "transaction_timestamp", "translate",
    "trim", "trunc", "upper", "uuid_generate_v4", "clock_timestamp", "statement_timestamp", "typeof", "glob",
    "hex", "date", "datetime", "strftime", "julianday", "json_valid", "iif", "printf", "format",
    "char_length", "ascii", "chr", "reverse", "array_length", "cardinality", "starts_with", "daterange",
    "tsrange", "tstzrange", "int4range", "int8range", "numrange", "upper_inf", "lower_inf", "isempty",
    "random"};

bool isOneOf(const SqlToken &token, const auto &words)
{
    return std::any_of(words.begin(), words.end(), [&](const char *word) { return token.isWord(word); });
}

/// Whether `words` are one piece of a definition: what is opened is closed, and nothing follows.
bool isHarmless(const QString &words)
{
    const QList<SqlToken> tokens = sqlTokens(words);
    int depth = 0;
    for (qsizetype at = 0; at < tokens.size(); ++at) {
        const SqlToken &token = tokens.at(at);
        if (token.kind == SqlToken::Kind::Broken || token.isSymbol(";") || token.isSymbol("\\") ||
            token.isSymbol("$"))
            return false;
        if (token.isSymbol(")") && --depth < 0)
            return false;
        // No expression of a table's definition may ask for other rows.
        if (token.isWord("select"))
            return false;
        if (!token.isSymbol("("))
            continue;
        ++depth;
        if (at == 0 || !tokens.at(at - 1).isName())
            continue;
        // A quoted name before "(" is a function, too.
        if (!isOneOf(tokens.at(at - 1), harmlessWords))
            return false;
    }
    return depth == 0;
}

/// One type, which needs a comma within its parentheses only.
bool isOneType(const QString &type)
{
    const QList<SqlToken> tokens = sqlTokens(type);
    for (qsizetype at = 0; at < tokens.size(); ++at) {
        const SqlToken &token = tokens.at(at);
        if (token.isSymbol("(")) {
            at = afterParenthesis(tokens, at) - 1;
            continue;
        }
        if (!token.isName() && !token.isSymbol(".") && !token.isSymbol("[") && !token.isSymbol("]"))
            return false;
    }
    return isHarmless(type);
}

/// One expression that stands alone, where a comma would begin the next column.
bool isOneExpression(const QString &words)
{
    const QList<SqlToken> tokens = sqlTokens(words);
    int depth = 0;
    for (const SqlToken &token : tokens) {
        if (token.isSymbol("(") || token.isSymbol("["))
            ++depth;
        else if (token.isSymbol(")") || token.isSymbol("]"))
            --depth;
        else if (token.isSymbol(",") && depth == 0)
            return false;
    }
    return isHarmless(words);
}

/// What of a SQLite statement stands between the parentheses that hold the columns, and after them.
bool isDefinition(const QString &statement, const char *what)
{
    const QList<SqlToken> tokens = sqlTokens(statement);
    const bool isUnique = tokens.size() > 2 && tokens.at(1).isWord("unique");
    if (tokens.size() < 4 || !tokens.first().isWord("create") || !tokens.at(isUnique ? 2 : 1).isWord(what))
        return false;
    return std::none_of(tokens.begin(), tokens.end(), [](const SqlToken &token) {
        return token.kind == SqlToken::Kind::Broken || token.isSymbol(";");
    });
}

bool isPostgresIndex(const IndexModel &index, const TableModel &table)
{
    const QString head = indexHead(index, QString(), table.name);
    return index.definition.startsWith(head) && isHarmless(index.definition.mid(head.size()));
}

QString firstHarmful(const TableModel &table, Db::Engine engine)
{
    const bool isSqlite = engine == Db::Engine::SQLite;
    if (isSqlite && !table.definition.isEmpty() && !isDefinition(table.definition, "table"))
        return table.definition;
    for (const ColumnModel &column : table.columns) {
        for (const QString &type : {column.type, column.collation})
            if (!isOneType(type))
                return type;
        for (const QString &words : {column.defaultValue, column.generation})
            if (!isOneExpression(words))
                return words;
    }
    for (const QString &check : table.checks) {
        // The name of a constraint is quoted and stands before its word.
        if (!isOneExpression(check))
            return check;
    }
    for (const UniqueModel &unique : table.uniques)
        if (!isOneExpression(unique.options))
            return unique.options;
    for (const ForeignKey &key : table.foreignKeys)
        if (!isOneExpression(key.options))
            return key.options;
    for (const IndexModel &index : table.indexes) {
        if (!index.definition.isEmpty() &&
            !(isSqlite ? isDefinition(index.definition, "index") : isPostgresIndex(index, table)))
            return index.definition;
    }
    return {};
}

} // namespace

Result<void> checkHarmless(const SchemaModel &schema)
{
    for (const TableModel &table : schema.tables) {
        const QString harmful = firstHarmful(table, schema.engine);
        if (!harmful.isEmpty())
            return Error{ErrorKind::Unsupported,
                         QCoreApplication::translate(
                             "Tables", "The table “%1” is defined with words that this program does not run, "
                                       "because they could do more than define a table. Nothing was changed.")
                             .arg(table.name),
                         harmful,
                         {}};
    }
    return {};
}

} // namespace Tables
