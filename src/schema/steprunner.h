// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationplan.h"
#include "schema/stepfailure.h"

#include <chrono>

namespace Schema {

/// Runs one step of a plan on a session. In a transaction: the history's lock, a look whether somebody else
/// was quicker, the statements, and the history's row last, all or nothing. Outside of one: each statement in
/// such a way that it can be gone on with after any interruption, and the history's row when all are done.
class StepRunner final
{
public:
    enum class Outcome {
        Done,
        WasDone, ///< by somebody else, since the plan was made
        LeftOut, ///< the extension that it needs cannot be made here after all
    };

    struct Options
    {
        std::chrono::milliseconds lockWait{10'000}; ///< how long somebody else's lock is waited for
        QString searchPath; ///< PostgreSQL: the schema that unqualified names mean; empty: the role's own
        bool isRehearsal = false;   ///< everything in a transaction, without CONCURRENTLY
        Db::SessionOptions session; ///< for a line of its own, to clean up by
    };

    StepRunner(Db::Session &session, const MigrationStatus &status, Core::JobContext &context,
               Options options);
    Q_DISABLE_COPY_MOVE(StepRunner)

    /// Error: what the database says; Busy (the lock, EF Core's own one included), Conflict (there is more to
    /// be lost than the plan says), Cancelled. Nothing of the step is left then, unless OutcomeUnknown.
    [[nodiscard]] Core::Result<Outcome> run(const PlanStep &step);
    /// The same inside of a transaction of somebody else's, which he ends.
    [[nodiscard]] Core::Result<Outcome> runIn(Db::Transaction &transaction, const PlanStep &step);
    /// Where the last error of run() was.
    [[nodiscard]] StepFailure failure(const PlanStep &step, const Core::Error &error) const;

private:
    using Work = std::function<Core::Result<Outcome>(Db::Transaction &)>;
    [[nodiscard]] Core::Result<Outcome> locked(const Work &work);
    [[nodiscard]] Core::Result<Outcome> runOutside(const PlanStep &step, const SqlScript &script);
    [[nodiscard]] Core::Result<void> runStatements(const PlanStep &step, const SqlScript &script, int from);
    [[nodiscard]] Core::Result<void> runAlone(const ScriptStatement &statement, const SqlScript &script);
    [[nodiscard]] Core::Result<bool> isBuilt(const QString &index, const QString &table);
    void cleanUp(const PlanStep &step, const SqlScript &script);

    [[nodiscard]] Core::Result<bool> begin(Db::Transaction &transaction, const PlanStep &step);
    [[nodiscard]] Core::Result<void> checkLosses(Db::Transaction &transaction, const PlanStep &step);
    [[nodiscard]] Core::Result<void> checkReferences(Db::Transaction &transaction, const SqlScript &script);
    [[nodiscard]] Core::Result<void> note(Db::Transaction &transaction, const PlanStep &step,
                                          const SqlScript &script, qint64 milliseconds);
    [[nodiscard]] const SqlScript &scriptOf(const PlanStep &step) const;
    void tell(const PlanStep &step, qsizetype number, qsizetype count);
    [[nodiscard]] bool isPostgres() const { return !m_session.isSqlite(); }

    Db::Session &m_session;
    const MigrationStatus &m_status;
    Core::JobContext &m_context;
    const Options m_options;
    ScriptStatement m_at; ///< the statement that runs, or ran last; line 0: none of the file
    QString m_file;
};

} // namespace Schema
