// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/adoption.h"

#include "db/jobsession.h"
#include "schema/historylock.h"
#include "schema/lockwait.h"
#include "schema/statementmeaning.h"
#include "schema/text.h"

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

/// Whether the result of a migration can be seen.
enum class Sight { There, NotThere, CannotTell };

Sight sightOf(const StatementMeaning &meaning, const DatabaseState &state)
{
    using Act = StatementMeaning::Act;
    const Tables::TableModel *table = state.schema.table(meaning.table);
    const auto seen = [](bool isThere) { return isThere ? Sight::There : Sight::NotThere; };
    switch (meaning.act) {
    case Act::CreateTable:
        return seen(table);
    case Act::DropTable:
        return seen(!table);
    case Act::RenameTable:
        return seen(state.schema.table(meaning.name));
    case Act::AddColumn:
        return seen(table && table->column(meaning.name));
    case Act::DropColumn:
        return seen(!table || !table->column(meaning.name));
    case Act::CreateIndex:
        return seen(state.hasIndex(meaning.name));
    case Act::DropIndex:
        return seen(!state.hasIndex(meaning.name));
    default:
        return Sight::CannotTell;
    }
}

Sight sightOf(const Migration &migration, const MigrationStatus &status)
{
    Sight whole = Sight::CannotTell;
    for (const ScriptStatement &statement : migration.up.statements)
        for (const StatementMeaning &meaning : meaningsOf(statement.sql, status.state.engine)) {
            const Sight sight = sightOf(meaning, status.state);
            if (sight == Sight::NotThere)
                return sight;
            if (sight == Sight::There)
                whole = sight;
        }
    return whole;
}

/// A Customer table that lacks a column is none of ours; other differences are told.
Result<QStringList> differencesOfCustomer(const MigrationStatus &status)
{
    QStringList notes;
    for (const Difference &difference :
         differences(expectedSchema(status.state, Lineage::Own, {}), status.state.schema)) {
        if (difference.kind == Difference::Kind::MissingColumn ||
            difference.kind == Difference::Kind::MissingTable)
            return Error{
                ErrorKind::Conflict,
                difference.sentence + u' ' +
                    Text::tr("So this is not the table that this program makes. Nothing was changed."),
                {},
                {}};
        notes.append(difference.sentence);
    }
    return notes;
}

bool isOpen(MigrationState state)
{
    return state == MigrationState::Pending || state == MigrationState::Adoptable ||
           state == MigrationState::Unavailable;
}

} // namespace

Result<Adoption> planAdoption(const MigrationStatus &status, const QString &to)
{
    Adoption adoption;
    const MigrationEntry *last = status.entry(to);
    if (!to.isEmpty() && (!last || !findMigration(status.catalogue, to)))
        return Error{ErrorKind::NotFound,
                     Text::tr("There is no migration “%1”. Nothing was changed.").arg(to),
                     {},
                     {}};
    for (const MigrationEntry &entry : status.entries) {
        if (!isOpen(entry.state)) {
            if (entry.id == to)
                break;
            continue;
        }
        const Sight sight = sightOf(*findMigration(status.catalogue, entry.id), status);
        if (sight == Sight::NotThere && !to.isEmpty())
            return Error{
                ErrorKind::Conflict,
                Text::tr("What “%1” makes is not there, so it cannot be taken for applied. Nothing was "
                         "changed; apply it instead.")
                    .arg(entry.id),
                {},
                {}};
        if (sight == Sight::There || (sight == Sight::CannotTell && !to.isEmpty())) {
            if (entry.id == initialCreate) {
                auto notes = differencesOfCustomer(status);
                if (!notes)
                    return notes.error();
                adoption.notes += *notes;
            }
            if (sight == Sight::CannotTell)
                adoption.notes.append(
                    Text::tr("Whether “%1” is there cannot be seen; it is taken on trust.").arg(entry.id));
            adoption.ids.append(entry.id);
        }
        if (entry.id == to)
            break;
    }
    return adoption;
}

Result<Adoption> planAdoption(const Target &target, const QString &to, Core::JobContext &context)
{
    auto status = readStatus(target, context);
    if (!status)
        return status.error();
    return planAdoption(*status, to);
}

Result<Adoption> adopt(const Target &target, const QString &to, Core::JobContext &context,
                       std::chrono::milliseconds lockWait)
{
    context.enter(Text::tr("Looking at the database"));
    Db::JobSession session(target.connection, target.options, context);
    auto status = statusOf(*session, target.folder);
    if (!status)
        return status.error();
    auto adoption = planAdoption(*status, to);
    if (!adoption || adoption->ids.isEmpty())
        return adoption;
    const Db::Engine engine = session->engine();
    const auto write = [&](Db::Transaction &transaction) -> Result<int> {
        auto there = lockHistory(transaction, engine, status->state.history);
        if (!there)
            return there.error();
        QList<Db::Statement> statements;
        for (const QString &id : std::as_const(adoption->ids)) {
            if (there->contains(id))
                continue;
            const SqlScript &script = findMigration(status->catalogue, id)->up;
            statements.append(HistorySql::insertRow(id));
            statements.append(HistorySql::putRecord(
                engine, {id, script.checksum, operatorName(), {}, 0, int(script.statements.size()), true}));
        }
        if (statements.isEmpty())
            return 0;
        auto written = transaction.run(statements);
        return written ? Result<int>(0) : Result<int>(written.error());
    };
    auto done = writeWhenUnlocked<int>(*session, context, lockWait, write);
    return done ? adoption : Result<Adoption>(done.error());
}

} // namespace Schema
