// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scriptfilter.h"

#include "backup/scripterrors.h"
#include "backup/sqlexpression.h"
#include "db/statement.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace Backup {

using Core::Result;
using Kind = ScriptStep::Kind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

const QString publicSchema = QStringLiteral("public");

/// Extensions of PostgreSQL itself whose types, index classes and key functions tables use, and that the
/// owner of a database may add.
constexpr std::array usedExtensions{"btree_gin", "btree_gist", "citext",   "fuzzystrmatch",
                                    "hstore",    "intarray",   "ltree",    "pg_trgm",
                                    "pgcrypto",  "unaccent",   "uuid-ossp"};

/// The first words, for people: "CREATE FUNCTION".
QString titleOf(const SqlStatement &statement)
{
    QStringList words;
    for (const SqlToken &token : statement.tokens) {
        if (token.kind != SqlToken::Kind::Word || words.size() == 3)
            break;
        words.append(
            QString::fromUtf8(statement.textOf(token).first(qMin<qsizetype>(token.to - token.from, 30))));
    }
    return words.join(u' ').toUpper();
}

QByteArray quotedText(const QString &text)
{
    return '\'' + text.toUtf8().replace("'", "''") + '\'';
}

} // namespace

QString ScriptFilter::quotedName(const QString &relation) const
{
    return Db::quoted(m_schemaName) + u'.' + Db::quoted(relation);
}

Result<ScriptStep> ScriptFilter::step(const SqlStatement &statement)
{
    m_replaced.clear();
    m_reason.clear();
    SqlCursor cursor(statement);
    Step step;
    if (cursor.accept("set"))
        step = setting(cursor);
    else if (cursor.accept("select"))
        step = selection(cursor);
    else if (cursor.accept("create"))
        step = creation(cursor);
    else if (cursor.acceptOne(
                 {"comment on", "grant", "revoke", "security label", "alter default privileges"}))
        step = ScriptStep();
    else if (cursor.accept("alter"))
        step = alteration(cursor);
    if (step)
        return *step;
    if (m_reason.isEmpty())
        m_reason =
            Text::tr("“%1” is not among the statements that pg_dump writes for tables and their rows. A "
                     "script that changes other things is not run")
                .arg(titleOf(statement));
    return ScriptErrors::refused(statement.line, m_reason);
}

Result<void> ScriptFilter::copy(const CopyBlock &block)
{
    if (block.table.schema != publicSchema)
        return ScriptErrors::refused(block.line, Text::tr("the table is not in the schema “public”"));
    if (makesTables() && !m_made.contains(block.table.name))
        return ScriptErrors::refused(block.line,
                                     Text::tr("it adds rows to a table that the script does not make"));
    if (!m_filled.contains(block.table.name))
        m_filled.append(block.table.name);
    return {};
}

ScriptFilter::Step ScriptFilter::refuse(const QString &reason)
{
    if (m_reason.isEmpty())
        m_reason = reason;
    return std::nullopt;
}

ScriptFilter::Step ScriptFilter::run(const SqlCursor &cursor) const
{
    if (!cursor.atEnd())
        return std::nullopt;
    ScriptStep step;
    step.kind = Kind::Run;
    step.sql = QString::fromUtf8(plainText(cursor.statement(), m_replaced));
    return step;
}

std::optional<QString> ScriptFilter::publicName(SqlCursor &cursor)
{
    const qsizetype at = cursor.position();
    const std::optional<RelationName> relation = cursor.relation();
    if (!relation)
        return std::nullopt;
    if (relation->schema != publicSchema) {
        (void)refuse(Text::tr("it is about something outside of the schema “public”"));
        return std::nullopt;
    }
    if (m_schemaName != publicSchema)
        m_replaced.append({at, Db::quoted(m_schemaName).toUtf8()});
    return relation->name;
}

bool ScriptFilter::madeName(SqlCursor &cursor)
{
    const std::optional<QString> name = publicName(cursor);
    if (name && !m_made.contains(*name))
        (void)refuse(Text::tr("it changes something that the script did not make"));
    return name && m_made.contains(*name);
}

bool ScriptFilter::make(const QString &relation)
{
    // Rows before the first table, or a table twice: whose rows they are cannot be told.
    const bool hasForeignRows = m_made.isEmpty() && (!m_filled.isEmpty() || !m_sequences.isEmpty());
    if (hasForeignRows || m_made.contains(relation)) {
        (void)refuse(Text::tr("tables and rows do not come in the order in which pg_dump writes them"));
        return false;
    }
    if (relation == publicSchema || relation == QLatin1String("pg_catalog")) {
        (void)refuse(Text::tr("a table is named like a schema"));
        return false;
    }
    m_made.append(relation);
    return true;
}

bool ScriptFilter::isFine(const SqlCursor &cursor, qsizetype from, qsizetype to)
{
    const auto ownSequence = [&](qsizetype token, const RelationName &sequence) {
        if (sequence.schema != publicSchema || !m_made.contains(sequence.name))
            return false;
        m_replaced.append({token, quotedText(quotedName(sequence.name))});
        return true;
    };
    const QString problem = SqlExpression(cursor, ownSequence).problem(from, to);
    if (!problem.isEmpty())
        (void)refuse(problem);
    return problem.isEmpty();
}

/// Settings hold for pg_dump's way of loading; this program has its own.
ScriptFilter::Step ScriptFilter::setting(SqlCursor &cursor)
{
    const bool isKnown = cursor.acceptOne(
        {"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout",
         "transaction_timeout", "client_encoding", "standard_conforming_strings", "escape_string_warning",
         "check_function_bodies", "xmloption", "client_min_messages", "row_security", "default_tablespace",
         "default_table_access_method", "default_toast_compression", "default_with_oids"});
    if (!isKnown || !(cursor.acceptSign('=') || cursor.accept("to")) || !cursor.skip() || !cursor.atEnd())
        return std::nullopt;
    return ScriptStep();
}

ScriptFilter::Step ScriptFilter::selection(SqlCursor &cursor)
{
    // The statistics of pg_dump 18: the server makes its own.
    if (cursor.acceptSign('*')) {
        const bool isStatistics =
            cursor.accept("from pg_catalog") && cursor.acceptSign('.') &&
            cursor.acceptOne({"pg_restore_relation_stats", "pg_restore_attribute_stats"});
        return isStatistics ? Step(ScriptStep()) : std::nullopt;
    }
    if (!cursor.accept("pg_catalog") || !cursor.acceptSign('.'))
        return std::nullopt;
    if (cursor.accept("set_config")) {
        const bool isSearchPath = cursor.acceptSign('(') && cursor.text() == QStringLiteral("search_path") &&
                                  cursor.acceptSign(',') && cursor.text().has_value() &&
                                  cursor.acceptSign(',') && cursor.acceptOne({"false", "true"}) &&
                                  cursor.acceptSign(')') && cursor.atEnd();
        return isSearchPath ? Step(ScriptStep()) : std::nullopt;
    }
    if (!cursor.accept("setval") || !cursor.acceptSign('('))
        return std::nullopt;
    const std::optional<QString> text = cursor.text();
    const std::optional<RelationName> relation = text ? relationIn(*text) : std::nullopt;
    const std::optional<qint64> value = cursor.acceptSign(',') ? cursor.number() : std::nullopt;
    if (!relation || !value || !cursor.acceptSign(','))
        return std::nullopt;
    ScriptStep step;
    step.kind = Kind::SetSequence;
    step.called = cursor.accept("true");
    if ((!step.called && !cursor.accept("false")) || !cursor.acceptSign(')') || !cursor.atEnd())
        return std::nullopt;
    if (relation->schema != publicSchema || (makesTables() && !m_made.contains(relation->name)))
        return refuse(Text::tr("it sets a sequence that the script did not make"));
    if (!makesTables())
        m_sequences.append(relation->name);
    step.sequence = quotedName(relation->name);
    step.value = *value;
    return step;
}

ScriptFilter::Step ScriptFilter::creation(SqlCursor &cursor)
{
    if (cursor.accept("schema")) {
        (void)cursor.accept("if not exists");
        const bool isPublic = cursor.name() == publicSchema;
        if (cursor.accept("authorization"))
            (void)cursor.skip();
        return isPublic && cursor.atEnd() ? Step(ScriptStep()) : std::nullopt;
    }
    if (cursor.accept("extension"))
        return extension(cursor);
    if (cursor.accept("unlogged table") || cursor.accept("table"))
        return table(cursor);
    if (cursor.accept("unlogged sequence") || cursor.accept("sequence"))
        return sequence(cursor);
    if (cursor.accept("unique index") || cursor.accept("index"))
        return index(cursor);
    return std::nullopt;
}

ScriptFilter::Step ScriptFilter::extension(SqlCursor &cursor)
{
    (void)cursor.accept("if not exists");
    const std::optional<QString> name = cursor.name();
    if (!name)
        return std::nullopt;
    ScriptStep step;
    const bool isUsed = std::any_of(usedExtensions.begin(), usedExtensions.end(),
                                    [&](const char *used) { return *name == QLatin1String(used); });
    // Others serve the server's administration; the tables can do without them. Beside other tables in a
    // schema of its own a script adds nothing to the database.
    if (!isUsed || m_schemaName != publicSchema)
        return step;
    step.kind = Kind::Run;
    step.sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS %1 SCHEMA public").arg(Db::quoted(*name));
    return step;
}

ScriptFilter::Step ScriptFilter::table(SqlCursor &cursor)
{
    const std::optional<QString> name = publicName(cursor);
    if (!name || !tableBody(cursor))
        return std::nullopt;
    if (cursor.accept("with")) {
        const auto options = cursor.parentheses();
        if (!options || !isFine(cursor, options->first, options->second))
            return std::nullopt;
    }
    return cursor.atEnd() && make(*name) ? run(cursor) : std::nullopt;
}

bool ScriptFilter::tableBody(SqlCursor &cursor)
{
    const auto body = cursor.parentheses();
    if (!body || !isFine(cursor, body->first, body->second))
        return false;
    // Each part begins with the name of a column, or is a rule with a name.
    int depth = 0;
    bool isStart = true;
    for (qsizetype i = body->first; i < body->second; ++i) {
        SqlCursor part(cursor);
        part.moveTo(i);
        if (isStart && !part.name())
            return false;
        if (isStart && (cursor.isWord(i, "unique") || cursor.isWord(i, "check")))
            return false; // pg_dump gives every rule its name
        depth += cursor.isSign(i, '(') ? 1 : cursor.isSign(i, ')') ? -1 : 0;
        isStart = depth == 0 && cursor.isSign(i, ',');
    }
    return !isStart || body->first == body->second;
}

ScriptFilter::Step ScriptFilter::sequence(SqlCursor &cursor)
{
    const std::optional<QString> name = publicName(cursor);
    return name && sequenceOptions(cursor) && cursor.atEnd() && make(*name) ? run(cursor) : std::nullopt;
}

bool ScriptFilter::sequenceOptions(SqlCursor &cursor)
{
    for (;;) {
        if (cursor.acceptOne({"no minvalue", "no maxvalue", "no cycle", "cycle", "as smallint", "as integer",
                              "as bigint"}))
            continue;
        if (!cursor.acceptOne({"start with", "increment by", "minvalue", "maxvalue", "cache"}))
            return true;
        if (!cursor.number())
            return false;
    }
}

ScriptFilter::Step ScriptFilter::index(SqlCursor &cursor)
{
    if (!cursor.name() || !cursor.accept("on"))
        return std::nullopt;
    (void)cursor.accept("only");
    if (!madeName(cursor) || !cursor.accept("using"))
        return std::nullopt;
    static const QStringList kinds{QStringLiteral("btree"), QStringLiteral("hash"),   QStringLiteral("gin"),
                                   QStringLiteral("gist"),  QStringLiteral("spgist"), QStringLiteral("brin")};
    const std::optional<QString> kind = cursor.name();
    const auto columns = kind && kinds.contains(*kind) ? cursor.parentheses() : std::nullopt;
    const qsizetype rest = cursor.position();
    const qsizetype end = cursor.statement().tokens.size();
    if (!columns || !isFine(cursor, columns->first, columns->second) || !isFine(cursor, rest, end))
        return std::nullopt;
    cursor.moveTo(end);
    return run(cursor);
}

ScriptFilter::Step ScriptFilter::alteration(SqlCursor &cursor)
{
    // Whose it is decides the one who loads.
    const qsizetype end = cursor.statement().tokens.size();
    if (cursor.isWord(end - 3, "owner") && cursor.isWord(end - 2, "to"))
        return ScriptStep();
    if (cursor.accept("table"))
        return tableAlteration(cursor);
    if (cursor.accept("sequence"))
        return sequenceAlteration(cursor);
    return std::nullopt;
}

ScriptFilter::Step ScriptFilter::tableAlteration(SqlCursor &cursor)
{
    if (cursor.accept("if exists")) // --clean: it is about to remove what is there
        return std::nullopt;
    (void)cursor.accept("only");
    if (!madeName(cursor))
        return std::nullopt;
    if (cursor.accept("add constraint"))
        return cursor.name() && constraint(cursor) ? run(cursor) : std::nullopt;
    if (cursor.accept("alter column"))
        return cursor.name() ? columnAlteration(cursor) : std::nullopt;
    // How it is stored and copied is not part of what it holds.
    if (cursor.acceptOne({"cluster on", "set without cluster", "replica identity"}))
        return ScriptStep();
    return std::nullopt;
}

ScriptFilter::Step ScriptFilter::columnAlteration(SqlCursor &cursor)
{
    if (cursor.accept("add generated"))
        return identity(cursor);
    if (!cursor.accept("set"))
        return std::nullopt;
    if (cursor.accept("not null"))
        return run(cursor);
    if (cursor.accept("default")) {
        const qsizetype from = cursor.position();
        const qsizetype end = cursor.statement().tokens.size();
        cursor.moveTo(end);
        return from < end && isFine(cursor, from, end) ? run(cursor) : std::nullopt;
    }
    const bool isStorage = cursor.acceptOne({"statistics", "storage", "compression"})
                               ? cursor.number() || cursor.name()
                               : cursor.parentheses().has_value();
    return isStorage && cursor.atEnd() ? Step(ScriptStep()) : std::nullopt;
}

ScriptFilter::Step ScriptFilter::identity(SqlCursor &cursor)
{
    if (!cursor.acceptOne({"always", "by default"}) || !cursor.accept("as identity") ||
        !cursor.acceptSign('(') || !cursor.accept("sequence name"))
        return std::nullopt;
    const std::optional<QString> name = publicName(cursor);
    const bool isWhole = name && sequenceOptions(cursor) && cursor.acceptSign(')') && cursor.atEnd();
    return isWhole && make(*name) ? run(cursor) : std::nullopt;
}

ScriptFilter::Step ScriptFilter::sequenceAlteration(SqlCursor &cursor)
{
    if (!madeName(cursor) || !cursor.accept("owned by"))
        return std::nullopt;
    if (cursor.accept("none"))
        return cursor.atEnd() ? Step(ScriptStep()) : std::nullopt;
    return madeName(cursor) && cursor.acceptSign('.') && cursor.name() ? run(cursor) : std::nullopt;
}

bool ScriptFilter::constraint(SqlCursor &cursor)
{
    const qsizetype end = cursor.statement().tokens.size();
    if (cursor.accept("foreign key"))
        return foreignKey(cursor);
    if (cursor.accept("not null"))
        return cursor.name() && (cursor.atEnd() || cursor.accept("no inherit") || cursor.accept("not valid"));
    const bool isCheck = cursor.accept("check");
    const bool isKey = !isCheck && (cursor.accept("primary key") || cursor.accept("unique"));
    if (isKey)
        (void)cursor.accept("nulls not distinct");
    const auto content = cursor.parentheses();
    if ((!isCheck && !isKey) || !content || !isFine(cursor, content->first, content->second))
        return false;
    if (isKey && cursor.accept("include") && !cursor.names())
        return false;
    if (isKey && cursor.accept("with")) {
        const auto options = cursor.parentheses();
        if (!options || !isFine(cursor, options->first, options->second))
            return false;
    }
    while (cursor.acceptOne({"no inherit", "not valid", "not enforced", "deferrable", "initially deferred"}))
        ;
    return cursor.position() == end;
}

bool ScriptFilter::foreignKey(SqlCursor &cursor)
{
    // The other table need not be of this script: one table alone can be dumped.
    if (!cursor.names() || !cursor.accept("references") || !publicName(cursor) || !cursor.names())
        return false;
    for (;;) {
        if (cursor.acceptOne({"match full", "not valid", "not enforced", "deferrable", "initially deferred"}))
            continue;
        if (!cursor.acceptOne({"on delete", "on update"}))
            return cursor.atEnd();
        if (!cursor.acceptOne({"cascade", "restrict", "no action", "set null", "set default"}))
            return false;
        (void)cursor.names(); // SET NULL (columns)
    }
}

} // namespace Backup
