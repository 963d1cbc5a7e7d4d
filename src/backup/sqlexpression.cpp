// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/sqlexpression.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace Backup {

using Kind = SqlToken::Kind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

QSet<QByteArray> words(const char *list)
{
    const QList<QByteArray> parts = QByteArray(list).simplified().split(' ');
    return {parts.begin(), parts.end()};
}

/// What may stand before a parenthesis without being a function: key words, and types with a length.
const QSet<QByteArray> &plainWords()
{
    static const QSet<QByteArray> set = words(R"(
        all always and any array as between by case cast check coalesce default distinct else
        extract from generated greatest in include is key least not null nullif
        on operator or overlay position row some stored substring symmetric then trim unique using virtual when
        where with
        bit char character dec decimal interval numeric precision time timestamp timestamptz varbit varchar
        varying)");
    return set;
}

/// Functions of pg_catalog that only compute. What is not here is refused, however harmless: a list of what
/// is dangerous would never be complete.
const QSet<QByteArray> &functions()
{
    static const QSet<QByteArray> set = words(R"(
        abs age array_append array_cat array_length array_ndims array_position array_prepend array_remove
        array_replace array_to_string ascii bit_length btrim cardinality ceil ceiling char_length
        character_length chr clock_timestamp concat concat_ws date_part date_trunc decode div encode exp floor
        format gen_random_uuid hashtext initcap isfinite json_array_length json_build_array json_build_object
        json_typeof jsonb_array_length jsonb_build_array jsonb_build_object jsonb_extract_path
        jsonb_extract_path_text jsonb_typeof left length like_escape ln log lower lpad ltrim make_date
        make_interval make_time make_timestamp make_timestamptz md5 mod now nextval num_nonnulls num_nulls
        octet_length pi power quote_literal random regexp_count regexp_like regexp_match regexp_replace
        regexp_substr repeat replace reverse right round rpad rtrim setweight sha224 sha256 sha384 sha512 sign
        similar_to_escape split_part sqrt starts_with statement_timestamp string_to_array strpos substr
        substring timezone to_char to_date to_json to_jsonb to_number to_timestamp to_tsvector
        transaction_timestamp translate trim trunc unistr upper uuidv4 uuidv7)");
    return set;
}

/// Functions of extensions, which live in public, that give a new key.
const QSet<QByteArray> &publicFunctions()
{
    static const QSet<QByteArray> set =
        words("gen_random_bytes gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4");
    return set;
}

/// Key words that begin something else than an expression.
const QSet<QByteArray> &forbiddenWords()
{
    static const QSet<QByteArray> set = words(
        "select table into references foreign primary exclude like inherits partition tablespace trigger "
        "execute function procedure language");
    return set;
}

} // namespace

QString SqlExpression::problem(qsizetype from, qsizetype to) const
{
    const QList<SqlToken> &tokens = m_cursor.statement().tokens;
    for (qsizetype i = from; i < to; ++i) {
        const SqlToken &token = tokens.at(i);
        const QByteArrayView text = m_cursor.statement().textOf(token);
        if (token.kind == Kind::Body || m_cursor.isSign(i, ';') || text.startsWith('$'))
            return Text::tr("pg_dump writes no code into the definition of a table");
        if (token.kind == Kind::Word && forbiddenWords().contains(text.toByteArray().toLower()))
            return Text::tr("“%1” is not expected in a definition of this kind")
                .arg(QString::fromUtf8(text).toUpper());
        if (m_cursor.isSign(i, '.') && !isQualification(i))
            return Text::tr("a dot that is not behind “public” or “pg_catalog” can call a function");
        if (!m_cursor.isSign(i, '('))
            continue;
        if (const QString found = callProblem(i); !found.isEmpty())
            return found;
    }
    return {};
}

/// public.name or pg_catalog.name, and nothing around it. ('x').name and column.name would call name('x'),
/// and the row's name(…). No table is named like these two schemas, so that they are no columns either.
bool SqlExpression::isQualification(qsizetype dot) const
{
    const auto nameAt = [this](qsizetype index) {
        SqlCursor walk(m_cursor);
        walk.moveTo(std::max<qsizetype>(index, 0));
        return index < 0 ? std::nullopt : walk.name();
    };
    const std::optional<QString> schema = nameAt(dot - 1);
    if (m_cursor.isSign(dot - 2, '(') && m_cursor.isWord(dot - 3, "operator"))
        return true; // callProblem() looks at it
    return (schema == QStringLiteral("public") || schema == QStringLiteral("pg_catalog")) &&
           nameAt(dot + 1).has_value() && !m_cursor.isSign(dot - 2, '.') && !m_cursor.isSign(dot + 2, '.');
}

/// Whether what is before the parenthesis may be called.
QString SqlExpression::callProblem(qsizetype parenthesis) const
{
    const QList<SqlToken> &tokens = m_cursor.statement().tokens;
    const qsizetype at = parenthesis - 1;
    if (at < 0 || (tokens.at(at).kind != Kind::Word && tokens.at(at).kind != Kind::Name))
        return {}; // it groups
    SqlCursor walk(m_cursor);
    walk.moveTo(at);
    const QByteArray called = walk.name().value_or(QString()).toUtf8();
    const bool isQualified = m_cursor.isSign(at - 1, '.');
    bool isAllowed = false;
    if (isQualified) {
        walk.moveTo(at - 2);
        const QString schema = at >= 2 ? walk.name().value_or(QString()) : QString();
        const bool isLast = !m_cursor.isSign(at - 3, '.');
        isAllowed = isLast && ((schema == QLatin1String("pg_catalog") && functions().contains(called)) ||
                               (schema == QLatin1String("public") && publicFunctions().contains(called)));
    } else if (m_cursor.isWord(at, "operator")) {
        isAllowed = m_cursor.isWord(parenthesis + 1, "pg_catalog") && m_cursor.isSign(parenthesis + 2, '.');
    } else {
        isAllowed = functions().contains(called) ||
                    (tokens.at(at).kind == Kind::Word && plainWords().contains(called));
    }
    if (isAllowed && called == "nextval" && !isOwnSequence(parenthesis + 1))
        return Text::tr("it takes numbers from a sequence that the script does not make");
    if (isAllowed)
        return {};
    return Text::tr("it calls “%1”, and only functions that are known to change nothing are run")
        .arg(QString::fromUtf8(called.left(63)));
}

/// nextval('public."Job_Id_seq"'::regclass)
bool SqlExpression::isOwnSequence(qsizetype argument) const
{
    SqlCursor walk(m_cursor);
    walk.moveTo(argument);
    const std::optional<QString> text = walk.text();
    const std::optional<RelationName> sequence = text ? relationIn(*text) : std::nullopt;
    return sequence && walk.acceptSign(':') && walk.acceptSign(':') &&
           walk.name() == QStringLiteral("regclass") && walk.acceptSign(')') &&
           m_sequence(argument, *sequence);
}

} // namespace Backup
