// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/lineinfo.h"
#include "db/rawrow.h"
#include "db/statement.h"
#include "db/statementrecorder.h"
#include "db/waitmeter.h"

#include <chrono>
#include <functional>
#include <memory>

namespace Db {

class SqliteFile;

/// How long the server may work on one statement, and wait for one lock; zero: for ever.
struct Limits
{
    std::chrono::milliseconds statement = std::chrono::seconds(30);
    std::chrono::milliseconds lock = std::chrono::seconds(10);
};
/// For long work: a statement takes as long as it takes, but somebody else's lock is not waited for longer
/// than usual.
[[nodiscard]] inline Limits limitsOfJobs()
{
    return {.statement = std::chrono::milliseconds(0)};
}

/// What becomes of one row; an Error ends the scan.
using EachRow = std::function<Core::Result<void>(const RawRow &row)>;
/// Fills the next row and returns true, or returns false at the end.
using RowSupply = std::function<Core::Result<bool>(RawRow &row)>;

/// Where very many rows go.
struct LoadTarget
{
    QString table; ///< quoted, may have a schema
    QStringList columns;
    QList<bool> blobs; ///< SQLite: columns whose "\x…" text is bound as a BLOB
};

/// What stops a running statement; the two functions are called from another thread than the rest of Backend.
class Interruptible
{
public:
    virtual ~Interruptible() = default;
    /// Asks the engine to stop the statement that runs now. Harmless when none runs.
    virtual void interrupt() = 0;
    /// Cuts the line, for a server that no longer answers. The connection is unusable afterwards.
    virtual void sever() = 0;
};

/// What differs by engine. Worker thread only, but for Interruptible.
/// A flight is a list of statements that travels together: one round trip, however many there are.
class Backend : public Interruptible
{
public:
    /// Error: Connection, Authentication, NotFound, Corrupt, Busy, Io, Permission, Unsupported.
    [[nodiscard]] virtual Core::Result<LineInfo> open(const ConnectionSpec &spec) = 0;
    virtual void close() = 0;
    /// Whether the line is believed to stand; costs no I/O.
    [[nodiscard]] virtual bool isOpen() const = 0;
    /// Waits until no interrupt() is on its way any more. False: one may still come and would hit whatever
    /// runs then, so this line must not be used again.
    [[nodiscard]] virtual bool settle() = 0;

    /// Runs the statements in one read-only snapshot and ends it, in one flight.
    [[nodiscard]] virtual Core::Result<QList<RowSet>> read(const QList<Statement> &statements,
                                                           const Limits &limits) = 0;
    /// Begins a writing transaction and runs the statements in it, in one flight.
    [[nodiscard]] virtual Core::Result<QList<RowSet>> begin(const QList<Statement> &statements,
                                                            const Limits &limits) = 0;
    /// Runs further statements of the transaction that begin() opened.
    [[nodiscard]] virtual Core::Result<QList<RowSet>> proceed(const QList<Statement> &statements) = 0;
    /// Error of kind OutcomeUnknown: the line broke while the server may have committed.
    [[nodiscard]] virtual Core::Result<void> commit() = 0;
    virtual void rollback() = 0;

    /// Begins a read-only transaction in which every statement sees the same rows; ended by rollback().
    [[nodiscard]] virtual Core::Result<void> beginSnapshot(const Limits &limits) = 0;
    /// Calls `each` for every row, in the transaction that is open. Returns how many.
    [[nodiscard]] virtual Core::Result<qint64> stream(const Statement &query, const EachRow &each) = 0;
    /// Adds all rows of `supply`, in the transaction that is open. Returns how many.
    [[nodiscard]] virtual Core::Result<qint64> load(const LoadTarget &target, const RowSupply &supply) = 0;
    /// Makes the database what `source` is, all or nothing. Error: Unsupported where the engine cannot.
    [[nodiscard]] virtual Core::Result<void> replaceBy(SqliteFile &source, Core::JobContext &context) = 0;

    /// After OutcomeUnknown, on a new line: true when the last transaction did commit, false when it did not,
    /// OutcomeUnknown when the server cannot tell.
    [[nodiscard]] virtual Core::Result<bool> didCommit() = 0;

    void setRecorder(const StatementRecorder &recorder) { m_recorder = recorder; }
    /// Whether the other end of the line lets the work wait. Any thread.
    [[nodiscard]] const WaitMeter &waits() const { return m_waits; }

protected:
    StatementRecorder m_recorder;
    WaitMeter m_waits;
};

[[nodiscard]] std::unique_ptr<Backend> makeBackend(Engine engine);

} // namespace Db
