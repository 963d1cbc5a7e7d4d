// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "backup/scripterrors.h"
#include "backup/scriptfile.h"
#include "backup/scriptfilter.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

/// Building an index or loading a large table is one statement. Who wants to stop it, cancels the job.
constexpr Db::Limits limits{std::chrono::hours(24), std::chrono::seconds(30)};

Db::Value jsonList(const QStringList &names)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(names)).toJson(QJsonDocument::Compact));
}

/// One pass over the script in the transaction.
class ScriptLoader final
{
public:
    ScriptLoader(ScriptFile &script, const ScriptFilter &plan, const QString &schemaName,
                 Core::JobContext &context)
        : m_script(script)
        , m_plan(plan)
        , m_schemaName(schemaName)
        , m_context(context)
    {}

    [[nodiscard]] Result<qint64> run(Db::Transaction &transaction);

private:
    [[nodiscard]] Result<void> begin(Db::Transaction &transaction) const;
    [[nodiscard]] Result<void> checkAbsence(Db::Transaction &transaction) const;
    [[nodiscard]] Result<void> checkEmptiness(Db::Transaction &transaction) const;
    [[nodiscard]] static Result<void> step(Db::Transaction &transaction, const ScriptStep &step);
    [[nodiscard]] Result<qint64> fill(Db::Transaction &transaction, ScriptParser &parser,
                                      ScriptFilter &filter) const;

    ScriptFile &m_script;
    const ScriptFilter &m_plan;
    const QString &m_schemaName;
    Core::JobContext &m_context;
};

/// The server's words with the place in the script. A lost line stays what it is: it says nothing about the
/// script, and the session may try again.
Error withLine(Error error, qint64 line)
{
    if (error.kind != ErrorKind::Connection && error.kind != ErrorKind::Cancelled)
        error.summary = Text::tr("Line %1 of the script could not be loaded, so nothing of it was: %2")
                            .arg(QString::number(line), error.summary);
    return error;
}

Result<qint64> ScriptLoader::run(Db::Transaction &transaction)
{
    if (auto begun = begin(transaction); !begun)
        return begun.error();
    if (!m_script.device().seek(0))
        return ScriptErrors::changed();
    m_context.enter(Text::tr("Loading the script"), Core::JobProgress::Unit::Bytes, m_script.size());
    // Everything is looked at again: what runs was let through in this very moment.
    ScriptFilter filter(m_schemaName);
    ScriptParser parser(m_script.device());
    qint64 rows = 0;
    for (;;) {
        const Result<bool> more = parser.next();
        if (!more)
            return more.error();
        if (!*more)
            break;
        if (auto going = m_context.proceed(); !going)
            return going.error();
        const qint64 line = parser.statement().line;
        if (parser.copy()) {
            const Result<qint64> filled = fill(transaction, parser, filter);
            if (!filled)
                return withLine(filled.error(), line);
            rows += *filled;
        } else {
            const Result<ScriptStep> next = filter.step(parser.statement());
            if (!next)
                return next.error();
            if (auto done = step(transaction, *next); !done)
                return withLine(done.error(), line);
        }
        m_context.advance(parser.offset());
    }
    if (!m_script.isUnchanged())
        return ScriptErrors::changed();
    return rows;
}

Result<void> ScriptLoader::begin(Db::Transaction &transaction) const
{
    // As pg_dump expects it, and gone with the transaction: every name in a script has its schema, and no
    // function of somebody's own stands in for one of the server's. Texts are read as the filter read them.
    const auto set =
        transaction.run(Statement{QStringLiteral("select set_config('search_path', '', true), "
                                                 "set_config('standard_conforming_strings', 'on', true)"),
                                  {},
                                  true});
    if (!set)
        return set.error();
    return m_plan.makesTables() ? checkAbsence(transaction) : checkEmptiness(transaction);
}

Result<void> ScriptLoader::checkAbsence(Db::Transaction &transaction) const
{
    const auto found = transaction.run(Statement{
        QStringLiteral("select c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on "
                       "n.oid = c.relnamespace where n.nspname = $1 and c.relname in (select "
                       "pg_catalog.json_array_elements_text($2::json)) order by 1 limit 1"),
        {m_schemaName, jsonList(m_plan.made())}});
    if (!found)
        return found.error();
    if (found->rows.isEmpty())
        return {};
    return Error{
        ErrorKind::Conflict,
        Text::tr("The database has “%1” already, so the script was not loaded and nothing was changed. "
                 "Load it into an empty database, or restore its rows instead.")
            .arg(found->rows.first().text(0)),
        {},
        {}};
}

Result<void> ScriptLoader::checkEmptiness(Db::Transaction &transaction) const
{
    for (const QString &table : m_plan.filled()) {
        const QString name = m_plan.quotedName(table);
        // Locked, so that nobody adds rows between looking and loading.
        const auto found =
            transaction.run({{QStringLiteral("lock table %1 in share row exclusive mode").arg(name), {}},
                             {QStringLiteral("select 1 from %1 limit 1").arg(name), {}}});
        if (!found)
            return found.error();
        if (!found->last().rows.isEmpty())
            return Error{
                ErrorKind::Conflict,
                Text::tr("The table “%1” has rows already, so the script was not loaded and nothing was "
                         "changed. A script that has rows alone is loaded into empty tables.")
                    .arg(table),
                {},
                {}};
    }
    if (m_plan.sequences().isEmpty())
        return {};
    const auto foreign = transaction.run(Statement{
        QStringLiteral(
            "select s.name from pg_catalog.json_array_elements_text($2::json) s(name) where not exists "
            "(select "
            "from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join "
            "pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = "
            "c.oid and d.refclassid = d.classid and d.deptype in ('a', 'i') join pg_catalog.pg_class t on "
            "t.oid "
            "= d.refobjid and t.relnamespace = n.oid where n.nspname = $1 and c.relkind = 'S' and c.relname "
            "= "
            "s.name and t.relname in (select pg_catalog.json_array_elements_text($3::json))) limit 1"),
        {m_schemaName, jsonList(m_plan.sequences()), jsonList(m_plan.filled())}});
    if (!foreign)
        return foreign.error();
    if (foreign->rows.isEmpty())
        return {};
    return Error{
        ErrorKind::Unsupported,
        Text::tr("The script sets the sequence “%1”, which does not belong to a table that it fills, so "
                 "it was not loaded and nothing was changed.")
            .arg(foreign->rows.first().text(0)),
        {},
        {}};
}

Result<void> ScriptLoader::step(Db::Transaction &transaction, const ScriptStep &step)
{
    Statement statement;
    switch (step.kind) {
    case ScriptStep::Kind::LeaveOut:
        return {};
    case ScriptStep::Kind::Run:
        statement.sql = step.sql;
        break;
    case ScriptStep::Kind::SetSequence:
        statement.sql = QStringLiteral("select pg_catalog.setval($1::pg_catalog.regclass, $2, $3)");
        statement.values = {step.sequence, step.value, step.called};
        break;
    }
    if (const auto done = transaction.run(statement); !done)
        return done.error();
    return {};
}

Result<qint64> ScriptLoader::fill(Db::Transaction &transaction, ScriptParser &parser,
                                  ScriptFilter &filter) const
{
    const CopyBlock block = *parser.copy();
    if (auto fits = filter.copy(block); !fits)
        return fits.error();
    return transaction.load(filter.quotedName(block.table.name), block.columns,
                            [&](Db::RawRow &row) -> Result<bool> {
                                if (auto going = m_context.proceed(); !going)
                                    return going.error();
                                m_context.advance(parser.offset());
                                return parser.nextRow(row);
                            });
}

/// Looks at the whole script before anything runs.
Result<void> plan(ScriptFile &script, ScriptFilter &filter, Core::JobContext &context)
{
    context.enter(Text::tr("Checking the script"), Core::JobProgress::Unit::Bytes, script.size());
    ScriptParser parser(script.device());
    Db::RawRow row;
    for (;;) {
        const Result<bool> more = parser.next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        if (auto going = context.proceed(); !going)
            return going;
        if (!parser.copy()) {
            if (const auto step = filter.step(parser.statement()); !step)
                return step.error();
            continue;
        }
        if (auto fits = filter.copy(*parser.copy()); !fits)
            return fits;
        for (bool inRows = true; inRows;) {
            if (auto going = context.proceed(); !going)
                return going;
            const Result<bool> next = parser.nextRow(row);
            if (!next)
                return next.error();
            inRows = *next;
            context.advance(parser.offset());
        }
    }
}

} // namespace

Result<qint64> loadScript(const QString &file, Db::Session &session, Core::JobContext &context,
                          const QString &schemaName)
{
    if (session.isSqlite())
        return Error{
            ErrorKind::Unsupported,
            Text::tr("A script of PostgreSQL cannot be run in a SQLite database. Nothing was changed."),
            {},
            {}};
    const auto script = ScriptFile::open(file);
    if (!script)
        return script.error();
    ScriptFilter filter(schemaName);
    if (auto checked = plan(**script, filter, context); !checked)
        return checked.error();
    ScriptLoader loader(**script, filter, schemaName, context);
    return session.write<qint64>([&](Db::Transaction &transaction) { return loader.run(transaction); },
                                 limits);
}

} // namespace Backup
