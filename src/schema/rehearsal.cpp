// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/rehearsal.h"

#include "db/jobsession.h"
#include "db/sqlitefile.h"
#include "schema/statementmeaning.h"
#include "schema/steprunner.h"
#include "schema/text.h"
#include "tables/copyinto.h"
#include "tables/scratch.h"

#include <QElapsedTimer>

#include <algorithm>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

/// The scratch place is ours: the gate of the database is not asked for it.
Db::SessionOptions withoutGate(Db::SessionOptions options)
{
    options.gate.reset();
    return options;
}

class Stage final
{
public:
    Stage(const Target &target, const MigrationStatus &status, const Tables::Scratch &scratch,
          Core::JobContext &context)
        : m_target(target)
        , m_status(status)
        , m_scratch(scratch)
        , m_context(context)
    {}

    Result<void> copy()
    {
        return m_scratch.kind() == Tables::Scratch::Kind::File ? copyFile() : copyTables();
    }

    Result<void> play(const Plan &plan, Rehearsal &rehearsal)
    {
        Db::JobSession session(m_scratch.spec(), withoutGate(m_target.options), m_context);
        StepRunner::Options options;
        options.isRehearsal = true;
        const bool isSchema = m_scratch.kind() == Tables::Scratch::Kind::Schema;
        if (isSchema)
            options.searchPath = m_scratch.schemaName();
        StepRunner runner(*session, m_status, m_context, options);
        if (isSchema)
            return playAndTakeBack(*session, runner, plan, rehearsal);
        for (const PlanStep &step : plan.steps) {
            auto goesOn = note(runner, step, runner.run(step), rehearsal);
            if (!goesOn)
                return goesOn.error();
            if (!*goesOn)
                return {};
        }
        auto schema = session->snapshot<Tables::SchemaModel>(
            [&](Db::Snapshot &snapshot) { return Tables::readSchema(snapshot, session->engine()); });
        if (!schema)
            return schema.error();
        rehearsal.schema = *std::move(schema);
        return {};
    }

private:
    /// Page by page: with everything that a file can have.
    Result<void> copyFile()
    {
        auto source = Db::SqliteFile::open(m_target.connection.file, Db::SqliteFile::Use::Read);
        if (!source)
            return source.error();
        auto copy = Db::SqliteFile::open(m_scratch.spec().file, Db::SqliteFile::Use::Create);
        if (!copy)
            return copy.error();
        return (*source)->copyTo(**copy, m_context);
    }

    Result<void> copyTables()
    {
        Db::JobSession from(m_target.connection, m_target.options, m_context);
        Db::JobSession to(m_scratch.spec(), withoutGate(m_target.options), m_context);
        const Db::Engine engine = from->engine();
        auto copied = from->snapshot<int>([&](Db::Snapshot &snapshot) -> Result<int> {
            auto source = Tables::sourceOf(snapshot, engine);
            if (!source)
                return source.error();
            return to->write<int>(
                [&](Db::Transaction &transaction) -> Result<int> {
                    auto tables =
                        Tables::copyInto(transaction, engine, **source, m_context, m_scratch.schemaName());
                    if (!tables)
                        return tables.error();
                    return 0;
                },
                Db::limitsOfJobs());
        });
        return copied ? Result<void>() : Result<void>(copied.error());
    }

    /// In the database itself: whatever the steps do besides, such as making an extension, must not stay.
    Result<void> playAndTakeBack(Db::Session &session, StepRunner &runner, const Plan &plan,
                                 Rehearsal &rehearsal)
    {
        const Error takenBack = {ErrorKind::Internal, {}, QStringLiteral("taken back"), {}};
        auto played = session.write<int>(
            [&](Db::Transaction &transaction) -> Result<int> {
                for (const PlanStep &step : plan.steps) {
                    // Makes something that belongs to no schema.
                    if (!findMigration(m_status.catalogue, step.id)->up.extension.isEmpty()) {
                        rehearsal.skipped.append(step.id);
                        continue;
                    }
                    auto goesOn = note(runner, step, runner.runIn(transaction, step), rehearsal);
                    if (!goesOn)
                        return goesOn.error();
                    if (!*goesOn)
                        break;
                }
                return takenBack;
            },
            Db::limitsOfJobs());
        return played || played.error().detail == takenBack.detail ? Result<void>()
                                                                   : Result<void>(played.error());
    }

    /// False: the step failed, and that is what the rehearsal found. Error: it could not find out.
    Result<bool> note(const StepRunner &runner, const PlanStep &step, const Result<StepRunner::Outcome> &done,
                      Rehearsal &rehearsal) const
    {
        if (done) {
            (*done == StepRunner::Outcome::LeftOut ? rehearsal.skipped : rehearsal.done).append(step.id);
            return true;
        }
        const FailureCause cause = causeOf(done.error());
        if (cause == FailureCause::Cancelled || cause == FailureCause::Connection)
            return done.error();
        rehearsal.failure = runner.failure(step, done.error());
        return false;
    }

    const Target &m_target;
    const MigrationStatus &m_status;
    const Tables::Scratch &m_scratch;
    Core::JobContext &m_context;
};

/// A name with a schema would mean the real tables from inside of a scratch schema.
bool namesSchemas(const Plan &plan, const MigrationStatus &status)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(), [&](const PlanStep &step) {
        const auto statements = statementsOf(step.sql, status.state.engine);
        return std::any_of(statements.begin(), statements.end(), [&](const ScriptStatement &statement) {
            return namesSchema(statement.sql, status.state.engine);
        });
    });
}

} // namespace

Result<Rehearsal> rehearse(const Target &target, const MigrationStatus &status, const Plan &plan,
                           Core::JobContext &context)
{
    Rehearsal rehearsal;
    QElapsedTimer timer;
    timer.start();
    context.enter(Text::tr("Making a copy to try it out on"));
    auto scratch = Tables::Scratch::create(target.connection, target.options, context);
    if (!scratch) {
        const ErrorKind kind = scratch.error().kind;
        if (kind != ErrorKind::Permission && kind != ErrorKind::Unsupported && kind != ErrorKind::Io)
            return scratch.error();
        rehearsal.reason = scratch.error().summary;
        return rehearsal;
    }
    rehearsal.where = (*scratch)->where();
    if ((*scratch)->kind() == Tables::Scratch::Kind::Schema && namesSchemas(plan, status)) {
        rehearsal.reason =
            Text::tr("Your database user may not create a database to try it out in, and in a "
                     "scratch schema it could not be tried out: the SQL names the schema “public”.");
        return rehearsal;
    }
    rehearsal.wasPossible = true;
    Stage stage(target, status, **scratch, context);
    if (auto copied = stage.copy(); !copied) {
        const FailureCause cause = causeOf(copied.error());
        if (cause == FailureCause::Cancelled || cause == FailureCause::Connection)
            return copied.error();
        rehearsal.wasPossible = false;
        rehearsal.reason = copied.error().summary;
        return rehearsal;
    }
    if (auto played = stage.play(plan, rehearsal); !played)
        return played.error();
    rehearsal.milliseconds = timer.elapsed();
    return rehearsal;
}

} // namespace Schema
