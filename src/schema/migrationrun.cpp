// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationrun.h"

#include "db/jobsession.h"
#include "schema/steprunner.h"
#include "schema/text.h"

#include <QDir>
#include <QElapsedTimer>

#include <algorithm>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

Error refusal(ErrorKind kind, const QString &text, const QString &code = {})
{
    return {kind, text + u' ' + Text::tr("Nothing was changed."), {}, code};
}

class Run final
{
public:
    Run(const RunRequest &request, Core::JobContext &context)
        : m_request(request)
        , m_context(context)
    {}

    Result<RunOutcome> run()
    {
        QElapsedTimer timer;
        timer.start();
        if (auto ready = prepare(); !ready)
            return ready.error();
        if (m_outcome.plan.steps.isEmpty())
            return m_outcome;
        if (!m_request.isDryRun) {
            if (auto agreed = checkAgreement(); !agreed)
                return agreed.error();
            if (auto safe = makeBackup(); !safe)
                return safe.error();
        }
        if (auto tried = tryOut(); !tried)
            return tried.error();
        if (!m_request.isDryRun && !m_outcome.failure) {
            if (auto going = m_context.proceed(); !going)
                return going.error();
            if (auto done = runSteps(); !done)
                return done.error();
        }
        m_outcome.milliseconds = timer.elapsed();
        return m_outcome;
    }

private:
    Result<void> prepare()
    {
        m_context.enter(Text::tr("Looking at the database"));
        Db::JobSession session(m_request.target.connection, m_request.target.options, m_context);
        auto status = statusOf(*session, m_request.target.folder);
        if (!status)
            return status.error();
        m_status = *std::move(status);
        auto plan = makePlan(*session, m_status, m_request.direction, m_request.to);
        if (!plan)
            return plan.error();
        m_outcome.plan = *std::move(plan);
        return {};
    }

    /// Before anything that takes long.
    [[nodiscard]] Result<void> checkAgreement() const
    {
        const auto &gate = m_request.target.options.gate;
        if ((gate && !gate->allowsWriting()) ||
            m_request.target.connection.openMode == Db::SqliteOpenMode::ReadOnly)
            return refusal(ErrorKind::ReadOnly,
                           Text::tr("This database is locked against changes. Unlock it first."));
        const Plan &plan = m_outcome.plan;
        if (!plan.unknownRows.isEmpty() && !m_request.acceptsUnknownRows)
            return refusal(
                ErrorKind::Conflict,
                Text::tr("The history has migrations that are newer than all this program knows: %1. "
                         "The tables may be others than it expects, so this has to be confirmed.")
                    .arg(plan.unknownRows.join(QLatin1String(", "))),
                unknownRowsCode);
        QStringList losses = plan.losses();
        losses.removeIf([&](const QString &loss) { return m_request.acceptedLosses.contains(loss); });
        if (!losses.isEmpty())
            return refusal(
                ErrorKind::Conflict,
                Text::tr("Data would be lost, which has to be confirmed: %1").arg(losses.join(u' ')),
                lossesCode);
        return {};
    }

    Result<void> makeBackup()
    {
        if (!m_request.backup || m_outcome.plan.isOfEmptyDatabase)
            return {};
        m_context.enter(Text::tr("Making a backup"));
        auto file = m_request.backup(m_context);
        if (!file)
            return file.error();
        m_outcome.backup = *file;
        return {};
    }

    Result<void> tryOut()
    {
        if (!m_request.withRehearsal)
            return {};
        auto rehearsal = rehearse(m_request.target, m_status, m_outcome.plan, m_context);
        if (!rehearsal)
            return rehearsal.error();
        m_outcome.failure = rehearsal->failure;
        m_outcome.rehearsal = *std::move(rehearsal);
        return {};
    }

    Result<void> runSteps()
    {
        Db::JobSession session(m_request.target.connection, m_request.target.options, m_context);
        StepRunner::Options options;
        options.lockWait = m_request.lockWait;
        options.session = m_request.target.options;
        StepRunner runner(*session, m_status, m_context, options);
        for (const PlanStep &step : std::as_const(m_outcome.plan.steps)) {
            auto done = runner.run(step);
            if (!done) {
                const bool isUntouched =
                    m_outcome.done.isEmpty() && done.error().kind == ErrorKind::Cancelled;
                if (isUntouched)
                    return done.error();
                m_outcome.failure = runner.failure(step, done.error());
                return {};
            }
            switch (*done) {
            case StepRunner::Outcome::Done:
                m_outcome.done.append(step.id);
                break;
            case StepRunner::Outcome::WasDone:
                m_outcome.wasDone.append(step.id);
                break;
            case StepRunner::Outcome::LeftOut:
                m_outcome.leftOut.append(step.id);
                break;
            }
        }
        checkAfterwards(*session);
        return {};
    }

    /// By the history, by what the tables should be, and by what they were after the rehearsal.
    void checkAfterwards(Db::Session &session)
    {
        m_context.enter(Text::tr("Checking the database"));
        auto status = statusOf(session, m_request.target.folder);
        if (!status) {
            m_outcome.problems.append(Text::tr("All steps are done, but they could not be checked. %1")
                                          .arg(status.error().summary));
            return;
        }
        const bool isApplied = m_request.direction == Direction::Apply;
        for (const QString &id : m_outcome.done + m_outcome.wasDone)
            if (status->state.history.contains(id) != isApplied)
                m_outcome.problems.append(Text::tr("“%1” is done, but the history says otherwise.").arg(id));
        add(status->differences, m_status.differences);
        if (m_outcome.rehearsal && m_outcome.leftOut.isEmpty() && m_outcome.rehearsal->skipped.isEmpty())
            add(differences(m_outcome.rehearsal->schema, status->state.schema), {});
    }

    /// What was wrong before is not this run's doing.
    void add(const QList<Difference> &found, const QList<Difference> &before)
    {
        for (const Difference &difference : found) {
            const bool wasThere = std::any_of(before.begin(), before.end(), [&](const Difference &other) {
                return other.sentence == difference.sentence;
            });
            if (!wasThere && !m_outcome.problems.contains(difference.sentence))
                m_outcome.problems.append(difference.sentence);
        }
    }

    const RunRequest &m_request;
    Core::JobContext &m_context;
    MigrationStatus m_status;
    RunOutcome m_outcome;
};

} // namespace

QStringList wayBack(const RunOutcome &outcome)
{
    QStringList sentences;
    if (outcome.failure && outcome.failure->isOutcomeUnknown)
        sentences.append(Text::tr("Nobody can tell yet whether “%1” was done: look at the status.")
                             .arg(outcome.failure->id));
    else if (outcome.failure && outcome.plan.runsOutside(outcome.failure->id))
        sentences.append(
            Text::tr("“%1” runs outside of a transaction: what it did before stays, and applying "
                     "goes on with it.")
                .arg(outcome.failure->id));
    else if (outcome.failure)
        sentences.append(Text::tr("“%1” left nothing behind.").arg(outcome.failure->id));
    const bool isApplied = outcome.plan.direction == Direction::Apply;
    if (!outcome.done.isEmpty() && isApplied)
        sentences.append(
            Text::tr("Applied before that, and still so: %1. Rolling back takes them away again.")
                .arg(outcome.done.join(QLatin1String(", "))));
    else if (!outcome.done.isEmpty())
        sentences.append(Text::tr("Rolled back before that, and still so: %1. Applying brings them back.")
                             .arg(outcome.done.join(QLatin1String(", "))));
    if (!outcome.backup.isEmpty() && !outcome.done.isEmpty())
        sentences.append(Text::tr("The state of before is in “%1”: restore it to go back.")
                             .arg(QDir::toNativeSeparators(outcome.backup)));
    if (outcome.failure)
        sentences += nextStepsAfter(outcome.failure->cause);
    return sentences;
}

Result<RunOutcome> runMigrations(const RunRequest &request, Core::JobContext &context)
{
    return Run(request, context).run();
}

} // namespace Schema
