// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationplan.h"

#include "db/jobsession.h"
#include "schema/statementmeaning.h"
#include "schema/text.h"

#include <algorithm>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Act = StatementMeaning::Act;

namespace {

Error refusal(ErrorKind kind, const QString &text)
{
    return {kind, text + u' ' + Text::tr("Nothing was changed."), {}, {}};
}

/// PostgreSQL: whether its indexes are built beside the work of others.
bool isBuiltConcurrently(const SqlScript &script, const DatabaseState &state)
{
    if (!script.isConcurrentWhenLarge)
        return false;
    for (const ScriptStatement &statement : script.statements)
        for (const StatementMeaning &meaning : meaningsOf(statement.sql, state.engine))
            if (meaning.act == Act::CreateIndex && state.estimatedRows.value(meaning.table) > largeTable)
                return true;
    return false;
}

class Planner final
{
public:
    Planner(Db::Session &session, const MigrationStatus &status, Direction direction)
        : m_session(session)
        , m_status(status)
    {
        m_plan.direction = direction;
        m_plan.isOfEmptyDatabase = status.state.schema.tables.isEmpty();
    }

    Result<Plan> plan(const QString &target)
    {
        auto chosen = m_plan.direction == Direction::Apply ? toApply(target) : toRollBack(target);
        if (!chosen)
            return chosen.error();
        for (const QString &id : std::as_const(*chosen))
            if (auto added = addStep(*findMigration(m_status.catalogue, id)); !added)
                return added.error();
        if (!m_plan.steps.isEmpty())
            m_plan.unknownRows = m_status.unknownNewerRows();
        return m_plan;
    }

private:
    Result<QStringList> toApply(const QString &target)
    {
        if (!target.isEmpty())
            if (auto usable = checkTarget(target); !usable)
                return usable.error();
        QStringList ids;
        for (const MigrationEntry &entry : m_status.entries) {
            switch (entry.state) {
            case MigrationState::Adoptable:
                return refusal(ErrorKind::Conflict,
                               Text::tr("The tables of this database were made by something else. Adopt it "
                                        "first, so that its history says what is there."));
            case MigrationState::Pending:
            case MigrationState::Interrupted:
                ids.append(entry.id);
                break;
            case MigrationState::Unavailable:
            case MigrationState::Superseded:
                m_plan.notes.append(Text::tr("“%1” is left out. %2").arg(entry.id, entry.note));
                break;
            case MigrationState::Changed:
                m_plan.notes.append(Text::tr("“%1”: %2").arg(entry.id, entry.note));
                break;
            case MigrationState::Applied:
            case MigrationState::Elsewhere:
                break;
            }
            if (entry.id == target)
                break;
        }
        return ids;
    }

    Result<void> checkTarget(const QString &target) const
    {
        const MigrationEntry *entry = m_status.entry(target);
        if (!entry || entry->state == MigrationState::Elsewhere)
            return refusal(ErrorKind::NotFound,
                           Text::tr("There is no migration “%1” that this program could apply.").arg(target));
        if (entry->state == MigrationState::Unavailable || entry->state == MigrationState::Superseded)
            return refusal(ErrorKind::Unsupported,
                           Text::tr("“%1” cannot be applied here. %2").arg(target, entry->note));
        return {};
    }

    Result<QStringList> toRollBack(const QString &target)
    {
        const bool isAll = target == QLatin1String("0");
        const MigrationEntry *last = m_status.entry(target);
        if (!isAll && (!last || !m_status.state.history.contains(target)))
            return refusal(last ? ErrorKind::Conflict : ErrorKind::NotFound,
                           Text::tr("“%1” is not applied, so nothing can be rolled back to it.").arg(target));
        QStringList ids;
        for (auto it = m_status.entries.crbegin(); it != m_status.entries.crend() && it->id != target; ++it) {
            if (it->state != MigrationState::Applied && it->state != MigrationState::Changed)
                continue;
            if (!it->hasDown)
                return refusal(
                    ErrorKind::Unsupported,
                    Text::tr("“%1” has no way back: there is no “%1.down.sql”. Restore a backup of "
                             "before it instead.")
                        .arg(it->id));
            if (it->state == MigrationState::Changed)
                m_plan.notes.append(Text::tr("“%1”: %2").arg(it->id, it->note));
            ids.append(it->id);
        }
        return ids;
    }

    Result<void> addStep(const Migration &migration)
    {
        const SqlScript &script = m_plan.direction == Direction::Apply ? migration.up : *migration.down;
        PlanStep step;
        step.id = migration.id;
        step.direction = m_plan.direction;
        step.sql = script.text;
        step.isOutsideTransaction =
            script.isOutsideTransaction || isBuiltConcurrently(script, m_status.state);
        for (const ScriptStatement &statement : script.statements)
            for (const StatementMeaning &meaning : meaningsOf(statement.sql, m_session.engine()))
                step.words.append(meaning.words);
        if (step.isOutsideTransaction && !script.isOutsideTransaction)
            step.words.append(Text::tr("The table is large: the index is built while others go on working."));
        for (Loss &loss : lossesOf(script)) {
            auto counted = m_session.select(countOf(loss));
            if (!counted)
                return counted.error();
            loss.rows = counted->rows.first().integer(0);
            if (loss.rows == 0)
                continue;
            const int count = int(std::min<qint64>(loss.rows, std::numeric_limits<int>::max()));
            loss.sentence =
                loss.column.isEmpty()
                    ? Text::tr("Up to %n row(s) of “%1” would be lost.", nullptr, count).arg(loss.table)
                    : Text::tr("%n value(s) of “%1” in “%2” would be lost.", nullptr, count)
                          .arg(loss.column, loss.table);
            step.losses.append(loss);
        }
        m_plan.steps.append(step);
        return {};
    }

    /// What the script takes away from tables that are there now. A table that is put together anew under the
    /// same name, as SQLite needs it, keeps its rows.
    QList<Loss> lossesOf(const SqlScript &script) const
    {
        QList<Loss> losses;
        QStringList renamedTo;
        for (const ScriptStatement &statement : script.statements)
            for (const StatementMeaning &meaning : meaningsOf(statement.sql, m_session.engine())) {
                if (meaning.act == Act::RenameTable)
                    renamedTo.append(meaning.name);
                const Tables::TableModel *table = m_status.state.schema.table(meaning.table);
                const bool isColumn = meaning.act == Act::DropColumn && table && table->column(meaning.name);
                if (isColumn || (table && (meaning.act == Act::DropTable || meaning.act == Act::RemoveRows)))
                    losses.append({meaning.table, isColumn ? meaning.name : QString(), 0, {}});
            }
        losses.removeIf([&](const Loss &loss) { return renamedTo.contains(loss.table); });
        return losses;
    }

    Db::Session &m_session;
    const MigrationStatus &m_status;
    Plan m_plan;
};

} // namespace

QStringList Plan::ids() const
{
    QStringList ids;
    for (const PlanStep &step : steps)
        ids.append(step.id);
    return ids;
}

bool Plan::runsOutside(const QString &id) const
{
    return std::any_of(steps.begin(), steps.end(),
                       [&](const PlanStep &step) { return step.id == id && step.isOutsideTransaction; });
}

QStringList Plan::losses() const
{
    QStringList sentences;
    for (const PlanStep &step : steps)
        for (const Loss &loss : step.losses)
            sentences.append(loss.sentence);
    return sentences;
}

Db::Statement countOf(const Loss &loss)
{
    // count(column) leaves out where it is NULL.
    return {QStringLiteral("select count(%1) from %2")
                .arg(loss.column.isEmpty() ? QStringLiteral("*") : Db::quoted(loss.column),
                     Db::quoted(loss.table)),
            {}};
}

Result<Plan> makePlan(Db::Session &session, const MigrationStatus &status, Direction direction,
                      const QString &target)
{
    return Planner(session, status, direction).plan(target);
}

Result<Plan> makePlan(const Target &where, Direction direction, const QString &target,
                      Core::JobContext &context)
{
    context.enter(Text::tr("Making a plan"));
    Db::JobSession session(where.connection, where.options, context);
    auto status = statusOf(*session, where.folder);
    if (!status)
        return status.error();
    return makePlan(*session, *status, direction, target);
}

} // namespace Schema
