// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/steprunner.h"

#include "schema/historylock.h"
#include "schema/indexbuild.h"
#include "schema/keysaside.h"
#include "schema/lockwait.h"
#include "schema/statementmeaning.h"
#include "schema/text.h"

#include <QElapsedTimer>

#include <algorithm>
#include <optional>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;
using Act = StatementMeaning::Act;
using Outcome = StepRunner::Outcome;

namespace {

const ScriptStatement nowhere = {{}, 0};

Error conflict(const QString &text)
{
    return {ErrorKind::Conflict, text + u' ' + Text::tr("Nothing was changed."), {}, {}};
}

/// Only what an extension cannot do here, not a mistake in the script.
bool isMissingExtension(const Error &error)
{
    static const QStringList codes = {QStringLiteral("42501"), QStringLiteral("0A000"),
                                      QStringLiteral("58P01"), QStringLiteral("42704")};
    return codes.contains(error.code);
}

QList<StatementMeaning> indexesOf(const SqlScript &script)
{
    QList<StatementMeaning> indexes;
    for (const ScriptStatement &statement : script.statements)
        for (const StatementMeaning &meaning : meaningsOf(statement.sql, Db::Engine::PostgreSQL))
            if (meaning.act == Act::CreateIndex)
                indexes.append(meaning);
    return indexes;
}

/// On a copy: whether the statement builds an index that is there. A step that was interrupted may have built
/// it, or the server went on with it after the program was gone; then it was copied with its table.
Result<bool> cameAlong(Db::Transaction &transaction, const ScriptStatement &statement)
{
    const StatementMeaning meaning = meaningsOf(statement.sql, Db::Engine::PostgreSQL).first();
    if (meaning.act != Act::CreateIndex)
        return false;
    auto found = transaction.run(
        Statement{QStringLiteral("select to_regclass($1) is not null"), {Db::quoted(meaning.name)}});
    if (!found)
        return found.error();
    return found->rows.first().boolean(0);
}

} // namespace

StepRunner::StepRunner(Db::Session &session, const MigrationStatus &status, Core::JobContext &context,
                       Options options)
    : m_session(session)
    , m_status(status)
    , m_context(context)
    , m_options(std::move(options))
    , m_at(nowhere)
{}

Result<Outcome> StepRunner::run(const PlanStep &step)
{
    const SqlScript &script = scriptOf(step);
    m_file = script.file;
    const KeysAside keysAside(m_session, script);
    auto done = step.isOutsideTransaction && !m_options.isRehearsal
                    ? runOutside(step, script)
                    : locked([&](Db::Transaction &transaction) { return runIn(transaction, step); });
    if (!done && !script.extension.isEmpty() && isMissingExtension(done.error()))
        return Outcome::LeftOut;
    return done;
}

Result<Outcome> StepRunner::locked(const Work &work)
{
    return writeWhenUnlocked<Outcome>(m_session, m_context, m_options.lockWait, work);
}

Result<Outcome> StepRunner::runIn(Db::Transaction &transaction, const PlanStep &step)
{
    const SqlScript &script = scriptOf(step);
    m_at = nowhere;
    m_file = script.file;
    QElapsedTimer timer;
    timer.start();
    auto isOpen = begin(transaction, step);
    if (!isOpen)
        return isOpen.error();
    if (!*isOpen)
        return Outcome::WasDone;
    if (auto checked = checkLosses(transaction, step); !checked)
        return checked.error();
    for (qsizetype i = 0; i < script.statements.size(); ++i) {
        tell(step, i, script.statements.size());
        if (auto going = m_context.proceed(); !going)
            return going.error();
        m_at = script.statements.at(i);
        if (isPostgres() && m_options.isRehearsal && step.isOutsideTransaction) {
            auto came = cameAlong(transaction, m_at);
            if (!came)
                return came.error();
            if (*came)
                continue;
        }
        const QString sql = isPostgres() && m_options.isRehearsal ? notConcurrently(m_at.sql) : m_at.sql;
        if (auto done = transaction.run(Statement{sql, {}}); !done)
            return done.error();
    }
    m_at = nowhere;
    if (auto checked = checkReferences(transaction, script); !checked)
        return checked.error();
    if (auto noted = note(transaction, step, script, timer.elapsed()); !noted)
        return noted.error();
    if (auto going = m_context.proceed(); !going)
        return going.error();
    return Outcome::Done;
}

/// Locks the history. False: the step is done already.
Result<bool> StepRunner::begin(Db::Transaction &transaction, const PlanStep &step)
{
    auto ids = lockHistory(transaction, m_session.engine(), m_status.state.history, m_options.searchPath);
    if (!ids)
        return ids.error();
    return ids->contains(step.id) != (step.direction == Direction::Apply);
}

Result<void> StepRunner::checkLosses(Db::Transaction &transaction, const PlanStep &step)
{
    for (const Loss &loss : step.losses) {
        if (isPostgres())
            if (auto done = transaction.run(Statement{
                    QStringLiteral("LOCK TABLE %1 IN SHARE ROW EXCLUSIVE MODE").arg(Db::quoted(loss.table)),
                    {}});
                !done)
                return done.error();
        auto counted = transaction.run(countOf(loss));
        if (!counted)
            return counted.error();
        if (counted->rows.first().integer(0) > loss.rows)
            return conflict(
                Text::tr("Meanwhile more was added to “%1” than was agreed to be lost. Make the plan "
                         "again, and a new backup with it.")
                    .arg(loss.table));
    }
    return {};
}

/// SQLite checks references row by row as they are written, but not those of rows that are there already.
Result<void> StepRunner::checkReferences(Db::Transaction &transaction, const SqlScript &script)
{
    const bool isIndexOnly = std::all_of(
        script.statements.begin(), script.statements.end(), [&](const ScriptStatement &statement) {
            const auto meanings = meaningsOf(statement.sql, m_session.engine());
            return std::all_of(meanings.begin(), meanings.end(), [](const StatementMeaning &meaning) {
                return meaning.act == Act::CreateIndex || meaning.act == Act::DropIndex;
            });
        });
    if (isPostgres() || isIndexOnly)
        return {};
    auto broken = transaction.run(
        Statement{QStringLiteral("select \"table\", parent from pragma_foreign_key_check limit 1"), {}});
    if (!broken)
        return broken.error();
    if (broken->rows.isEmpty())
        return {};
    return Error{
        ErrorKind::Constraint,
        Text::tr("Afterwards rows of “%1” would refer to rows of “%2” that are not there. Nothing was "
                 "changed.")
            .arg(broken->rows.first().text(0), broken->rows.first().text(1)),
        {},
        {}};
}

Result<void> StepRunner::note(Db::Transaction &transaction, const PlanStep &step, const SqlScript &script,
                              qint64 milliseconds)
{
    QList<Statement> statements;
    if (step.direction == Direction::Apply) {
        const OwnRecord record = {
            step.id, script.checksum, operatorName(), {}, milliseconds, int(script.statements.size()), true};
        statements = {HistorySql::putRecord(m_session.engine(), record), HistorySql::insertRow(step.id)};
    } else {
        statements = {HistorySql::removeRecord(step.id), HistorySql::removeRow(step.id)};
    }
    auto done = transaction.run(statements);
    return done ? Result<void>() : Result<void>(done.error());
}

Result<Outcome> StepRunner::runOutside(const PlanStep &step, const SqlScript &script)
{
    QElapsedTimer timer;
    timer.start();
    int from = 0;
    m_at = nowhere;
    // What was begun is written down before it begins, so that whoever finds half of it knows.
    auto begun = locked([&](Db::Transaction &transaction) -> Result<Outcome> {
        auto isOpen = begin(transaction, step);
        if (!isOpen)
            return isOpen.error();
        if (!*isOpen)
            return Outcome::WasDone;
        if (auto checked = checkLosses(transaction, step); !checked)
            return checked.error();
        const OwnRecord *record = m_status.state.history.record(step.id);
        const bool goesOn = record && !record->isDone && record->checksum == script.checksum;
        from = goesOn ? record->progress : 0;
        if (step.direction == Direction::RollBack || goesOn)
            return Outcome::Done;
        auto noted = transaction.run(HistorySql::putRecord(
            m_session.engine(), {step.id, script.checksum, operatorName(), {}, 0, 0, false}));
        if (!noted)
            return noted.error();
        return Outcome::Done;
    });
    if (!begun || *begun == Outcome::WasDone)
        return begun;
    if (auto ran = runStatements(step, script, from); !ran) {
        cleanUp(step, script);
        return ran.error();
    }
    m_at = nowhere;
    auto finished = locked([&](Db::Transaction &transaction) -> Result<Outcome> {
        auto isOpen = begin(transaction, step);
        if (!isOpen)
            return isOpen.error();
        if (!*isOpen)
            return Outcome::WasDone;
        if (auto noted = note(transaction, step, script, timer.elapsed()); !noted)
            return noted.error();
        return Outcome::Done;
    });
    return finished;
}

Result<void> StepRunner::runStatements(const PlanStep &step, const SqlScript &script, int from)
{
    for (qsizetype i = from; i < script.statements.size(); ++i) {
        tell(step, i, script.statements.size());
        if (auto going = m_context.proceed(); !going)
            return going.error();
        m_at = script.statements.at(i);
        if (auto done = runAlone(m_at, script); !done)
            return done.error();
        if (step.direction == Direction::RollBack)
            continue;
        auto noted = locked([&](Db::Transaction &transaction) -> Result<Outcome> {
            auto set = transaction.run(HistorySql::setProgress(step.id, int(i) + 1));
            return set ? Result<Outcome>(Outcome::Done) : Result<Outcome>(set.error());
        });
        if (!noted)
            return noted.error();
    }
    return {};
}

Result<void> StepRunner::runAlone(const ScriptStatement &statement, const SqlScript &script)
{
    const auto meaning = meaningsOf(statement.sql, m_session.engine()).first();
    const bool isIndex = isPostgres() && meaning.act == Act::CreateIndex;
    const QString sql = isIndex && script.isConcurrentWhenLarge ? concurrently(statement.sql) : statement.sql;
    std::optional<QElapsedTimer> sinceFirstFailure;
    for (;;) {
        if (isIndex) {
            auto built = isBuilt(meaning.name, meaning.table);
            if (!built)
                return built.error();
            if (*built)
                return {};
        }
        auto done = m_session.runOutsideTransaction({sql, {}});
        if (done)
            return {};
        // The server only says that it was interrupted, not that this was what the user wanted.
        if (auto going = m_context.proceed(); !going)
            return going.error();
        if (!sinceFirstFailure)
            sinceFirstFailure.emplace().start();
        const auto left = m_options.lockWait - std::chrono::milliseconds(sinceFirstFailure->elapsed());
        // Another program had the same thought between our look and our statement: the next look finds what
        // it left. Where both waited for each other, the one that was told so lets the other one go first.
        const bool wasOvertaken = isIndex && isOvertaken(done.error()) && left.count() > 0;
        const bool isWorthAnother =
            wasOvertaken || (isHeldByOthers(done.error()) && pauseForLock(m_context, left));
        if (auto going = m_context.proceed(); !going)
            return going.error();
        if (!isWorthAnother)
            return done.error();
    }
}

/// Whether the index is there and usable. What an interrupted build left is removed.
Result<bool> StepRunner::isBuilt(const QString &index, const QString &table)
{
    bool isThere = false;
    auto looked = locked([&](Db::Transaction &transaction) -> Result<Outcome> {
        auto built = isBuiltElseGone(transaction, index, table);
        if (!built)
            return built.error();
        isThere = *built;
        return Outcome::Done;
    });
    if (!looked)
        return looked.error();
    return isThere;
}

/// After a failure, on a line of its own: that of the job no longer does anything when it was stopped. What
/// cannot be removed now is found by the next run.
void StepRunner::cleanUp(const PlanStep &step, const SqlScript &script)
{
    if (!isPostgres() || step.direction == Direction::RollBack || !script.isConcurrentWhenLarge)
        return;
    Db::Session session(m_session.spec(), m_options.session);
    const Db::Limits limits = {std::chrono::seconds(30), std::chrono::seconds(2)};
    (void)session.write<int>(
        [&](Db::Transaction &transaction) -> Result<int> {
            bool isAnythingLeft = false;
            for (const StatementMeaning &index : indexesOf(script)) {
                auto built = isBuiltElseGone(transaction, index.name, index.table);
                if (!built)
                    return built.error();
                isAnythingLeft |= *built;
            }
            if (isAnythingLeft)
                return 0;
            auto removed = transaction.run(HistorySql::removeRecord(step.id));
            return removed ? Result<int>(0) : Result<int>(removed.error());
        },
        limits);
}

StepFailure StepRunner::failure(const PlanStep &step, const Error &error) const
{
    StepFailure failure;
    failure.id = step.id;
    failure.file = m_file;
    failure.cause = causeOf(error);
    failure.error = error;
    failure.isInRehearsal = m_options.isRehearsal;
    failure.isOutcomeUnknown = error.kind == ErrorKind::OutcomeUnknown;
    if (m_at.line > 0) {
        failure.sql = m_at.sql;
        const qsizetype before = std::max(0, error.position - 1);
        failure.line = m_at.line + int(QStringView(m_at.sql).left(before).count(u'\n'));
    }
    return failure;
}

const SqlScript &StepRunner::scriptOf(const PlanStep &step) const
{
    const Migration *migration = findMigration(m_status.catalogue, step.id);
    return step.direction == Direction::Apply ? migration->up : *migration->down;
}

void StepRunner::tell(const PlanStep &step, qsizetype number, qsizetype count)
{
    m_context.enter((step.direction == Direction::Apply ? Text::tr("Applying %1, statement %2 of %3")
                                                        : Text::tr("Rolling back %1, statement %2 of %3"))
                        .arg(step.id)
                        .arg(number + 1)
                        .arg(count));
}

} // namespace Schema
