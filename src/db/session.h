// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"
#include "db/sessionoptions.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace Db {

class RetryPolicy;

/// Runs further statements inside Session::write().
class Transaction final
{
public:
    /// All statements travel together; the answer holds one RowSet for each.
    [[nodiscard]] Core::Result<QList<RowSet>> run(const QList<Statement> &statements);
    [[nodiscard]] Core::Result<RowSet> run(const Statement &statement);

    using RowSupply = Db::RowSupply;
    /// Adds very many rows to `table` (already quoted, may have a schema): by COPY on PostgreSQL, by one
    /// prepared INSERT on SQLite. `blobs`: SQLite columns whose "\x…" text is bound as a BLOB. Returns how
    /// many. `supply` may not use this session. What was supplied cannot be had again: from here on the work
    /// is not repeated.
    [[nodiscard]] Core::Result<qint64> load(const QString &table, const QStringList &columns,
                                            const RowSupply &supply, const QList<bool> &blobs = {});
    /// Calls `each` for every row of the statement without holding them all. As Snapshot::stream(), and the
    /// work is not repeated either.
    [[nodiscard]] Core::Result<qint64> stream(const Statement &query, const EachRow &each);
    Q_DISABLE_COPY_MOVE(Transaction)

private:
    friend class Session;
    explicit Transaction(Backend &backend, const Limits &limits)
        : m_backend(backend)
        , m_limits(limits)
    {}
    [[nodiscard]] Core::Result<void> beginBulk();

    Backend &m_backend;
    Limits m_limits;
    bool m_begun = false;
    bool m_isRepeatable = true;
};

/// One moment of the database, for as long as work on it lasts: every statement sees the same rows.
class Snapshot final
{
public:
    [[nodiscard]] Core::Result<RowSet> run(const Statement &statement);
    /// Calls `each` for every row of the query without holding them all: COPY TO on PostgreSQL, or single-row
    /// mode where the statement has values. An Error of `each` ends the scan and is returned; on PostgreSQL
    /// the snapshot is of no use any more then, the session is. `each` may not use this session. Values come
    /// as SqliteFile::stream() or the server writes them. Returns the number of rows.
    [[nodiscard]] Core::Result<qint64> stream(const Statement &query, const EachRow &each);
    /// PostgreSQL, direct connections: the name by which another connection (pg_dump --snapshot) sees the
    /// same moment for as long as this one lasts. Error: Unsupported on SQLite.
    [[nodiscard]] Core::Result<QString> exportedName();
    Q_DISABLE_COPY_MOVE(Snapshot)

private:
    friend class Session;
    Snapshot(Backend &backend, Engine engine)
        : m_backend(backend)
        , m_engine(engine)
    {}
    Backend &m_backend;
    Engine m_engine;
};

/// The worker's side of a Connection and the only place that talks to a driver. Not thread-safe: it lives in
/// the connection's thread, but for interruptible().
class Session final : private Interruptible
{
public:
    explicit Session(ConnectionSpec spec, SessionOptions options = {});
    ~Session() override;
    Q_DISABLE_COPY_MOVE(Session)

    [[nodiscard]] Engine engine() const { return m_spec.engine; }
    [[nodiscard]] bool isSqlite() const { return engine() == Engine::SQLite; }
    [[nodiscard]] const ConnectionSpec &spec() const { return m_spec; }

    /// Opens the line where it is not open, and waits for a database that is waking up. Called by every
    /// statement, so that a lost line heals on next use.
    [[nodiscard]] Core::Result<LineInfo> open();
    void close();
    [[nodiscard]] bool isOpen() const;

    /// Reads in one read-only snapshot and one round trip. What passes by itself (a broken line, a server
    /// that starts, a deadlock) is tried again: see RetryPolicy.
    [[nodiscard]] Core::Result<QList<RowSet>> select(const QList<Statement> &statements,
                                                     const Limits &limits = {});
    [[nodiscard]] Core::Result<RowSet> select(const Statement &statement, const Limits &limits = {});

    /// Runs `work` on one moment of the database: REPEATABLE READ READ ONLY on PostgreSQL, one read
    /// transaction on SQLite. Nothing is repeated once `work` runs: what was streamed cannot be taken back.
    template <typename T>
    [[nodiscard]] Core::Result<T> snapshot(const std::function<Core::Result<T>(Snapshot &)> &work,
                                           const Limits &limits = {});

    /// SQLite: makes the database what `source` is, by SQLite's online backup into the open file: the old
    /// state or the new one after a crash at any moment. Other connections see the new state with their next
    /// statement. Error: ReadOnly (the gate), Busy (somebody reads or writes it for longer than five
    /// seconds), Unsupported (PostgreSQL), Io, Cancelled; nothing is changed then.
    [[nodiscard]] Core::Result<void> replaceBy(SqliteFile &source, Core::JobContext &context);

    /// Runs `work` in one transaction: commits when it returns a value, rolls back when it returns an Error.
    /// `work` may be run again from its beginning where the transaction surely did not commit.
    /// Error of kind ReadOnly when the connection is read-only or its gate is closed; OutcomeUnknown when the
    /// line broke during COMMIT and neither this line nor a new one could find out what happened.
    template <typename T>
    [[nodiscard]] Core::Result<T> write(const std::function<Core::Result<T>(Transaction &)> &work,
                                        const Limits &limits = {});

    /// For what PostgreSQL runs in no transaction, such as CREATE DATABASE: one statement, committed by
    /// itself, never tried again and without limits of its own. Asks the gate as write() does.
    [[nodiscard]] Core::Result<RowSet> runOutsideTransaction(const Statement &statement);

    /// What is told while work goes on, in the session's thread: a line was opened; a try failed, and another
    /// one follows after a pause.
    void observe(std::function<void(const LineInfo &)> opened,
                 std::function<void(const Core::Error &, int failures)> retrying);

    /// Stops what runs, and the pause before another try. Another thread's side.
    [[nodiscard]] Interruptible &interruptible() { return *this; }
    /// New work begins: a stop that was meant for the work before no longer counts.
    void forgetStop();

    /// Whether the server lets the work wait, for a watchdog. Any thread.
    [[nodiscard]] const WaitMeter &waits() const { return m_backend->waits(); }
    /// Cuts a line on which nothing moves any more: what runs ends with an Error of kind Timeout. Any thread.
    void severStalled();

private:
    void interrupt() override;
    void sever() override;

    /// One try to open the line where it is not open.
    [[nodiscard]] Core::Result<LineInfo> openOnce();
    /// Whether to go on after `error`: waits for the pause that the policy asks for.
    [[nodiscard]] bool waitToRetry(RetryPolicy &policy, const Core::Error &error);
    [[nodiscard]] bool gateIsClosed() const;
    /// `error`, or what it comes from: that this side stopped the work or cut the line.
    [[nodiscard]] Core::Error reasonOf(const Core::Error &error);
    [[nodiscard]] Core::Result<void> beginSnapshot(const Limits &limits);
    [[nodiscard]] Core::Result<void> beforeWrite();
    [[nodiscard]] Core::Result<void> commit();
    [[nodiscard]] Core::Result<void> onSnapshot(const std::function<Core::Result<void>(Snapshot &)> &work,
                                                const Limits &limits);
    /// One transaction; `work` says whether it may be committed.
    [[nodiscard]] Core::Result<void>
    writeRepeatedly(const std::function<Core::Result<void>(Transaction &)> &work, const Limits &limits);

    ConnectionSpec m_spec;
    SessionOptions m_options;
    std::unique_ptr<Backend> m_backend;
    std::optional<LineInfo> m_line;
    bool m_hadLine = false;
    bool m_openedForReading = false; ///< SQLite: the file was opened read-only because the gate was closed
    std::function<void(const LineInfo &)> m_opened;
    std::function<void(const Core::Error &, int)> m_retrying;

    std::mutex m_stopMutex;
    std::condition_variable m_stopped;
    bool m_stopRequested = false; ///< guarded by m_stopMutex
    std::atomic_bool m_isStalled = false;
};

template <typename T>
Core::Result<T> Session::snapshot(const std::function<Core::Result<T>(Snapshot &)> &work,
                                  const Limits &limits)
{
    std::optional<Core::Result<T>> result;
    auto done = onSnapshot(
        [&](Snapshot &snapshot) -> Core::Result<void> {
            result.emplace(work(snapshot));
            return *result ? Core::Result<void>() : Core::Result<void>(result->error());
        },
        limits);
    return done ? std::move(*result) : Core::Result<T>(done.error());
}

template <typename T>
Core::Result<T> Session::write(const std::function<Core::Result<T>(Transaction &)> &work,
                               const Limits &limits)
{
    std::optional<Core::Result<T>> result;
    auto written = writeRepeatedly(
        [&](Transaction &transaction) -> Core::Result<void> {
            result.emplace(work(transaction));
            return *result ? Core::Result<void>() : Core::Result<void>(result->error());
        },
        limits);
    return written ? std::move(*result) : Core::Result<T>(written.error());
}

} // namespace Db
