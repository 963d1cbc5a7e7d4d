// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/lineinfo.h"
#include "db/statement.h"
#include "db/statementrecorder.h"

#include <chrono>
#include <memory>

namespace Db {

/// How long the server may work on one statement, and wait for one lock.
struct Limits
{
    std::chrono::milliseconds statement = std::chrono::seconds(30);
    std::chrono::milliseconds lock = std::chrono::seconds(10);
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

    /// After OutcomeUnknown, on a new line: true when the last transaction did commit, false when it did not,
    /// OutcomeUnknown when the server cannot tell.
    [[nodiscard]] virtual Core::Result<bool> didCommit() = 0;

    void setRecorder(const StatementRecorder &recorder) { m_recorder = recorder; }

protected:
    StatementRecorder m_recorder;
};

[[nodiscard]] std::unique_ptr<Backend> makeBackend(Engine engine);

} // namespace Db
