// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"

#include <functional>

namespace Db {

/// Runs further statements inside Session::write().
class Transaction final
{
public:
    /// All statements travel together; the answer holds one RowSet for each.
    [[nodiscard]] Core::Result<QList<RowSet>> run(const QList<Statement> &statements);
    [[nodiscard]] Core::Result<RowSet> run(const Statement &statement);
    Q_DISABLE_COPY_MOVE(Transaction)

private:
    friend class Session;
    explicit Transaction(Backend &backend, const Limits &limits)
        : m_backend(backend)
        , m_limits(limits)
    {}
    Backend &m_backend;
    Limits m_limits;
    bool m_begun = false;
};

/// The worker's side of a Connection and the only place that talks to a driver. Not thread-safe: it lives in
/// the connection's thread.
class Session final
{
public:
    explicit Session(ConnectionSpec spec);
    ~Session();
    Q_DISABLE_COPY_MOVE(Session)

    [[nodiscard]] Engine engine() const { return m_spec.engine; }
    [[nodiscard]] bool isSqlite() const { return engine() == Engine::SQLite; }

    /// Opens the line where it is not open. Called by every statement, so that a lost line heals on next use.
    [[nodiscard]] Core::Result<LineInfo> open();
    void close();
    [[nodiscard]] bool isOpen() const;

    /// Reads in one read-only snapshot and one round trip. A line found broken is reopened and the read
    /// repeated once.
    [[nodiscard]] Core::Result<QList<RowSet>> select(const QList<Statement> &statements,
                                                     const Limits &limits = {});
    [[nodiscard]] Core::Result<RowSet> select(const Statement &statement, const Limits &limits = {});

    /// Runs `work` in one transaction: commits when it returns a value, rolls back when it returns an Error.
    /// Error of kind ReadOnly when the connection is read-only; OutcomeUnknown when the line broke during
    /// COMMIT and neither this line nor a new one could find out what happened.
    template <typename T>
    [[nodiscard]] Core::Result<T> write(const std::function<Core::Result<T>(Transaction &)> &work,
                                        const Limits &limits = {});

    /// For engine-specific services below this folder (catalogue, functions).
    [[nodiscard]] Interruptible &interruptible() { return *m_backend; }

private:
    [[nodiscard]] Core::Result<void> beforeWrite();
    [[nodiscard]] Core::Result<void> commit();

    ConnectionSpec m_spec;
    std::unique_ptr<Backend> m_backend;
    std::optional<LineInfo> m_line;
};

template <typename T>
Core::Result<T> Session::write(const std::function<Core::Result<T>(Transaction &)> &work,
                               const Limits &limits)
{
    if (auto ready = beforeWrite(); !ready)
        return ready.error();
    Transaction transaction(*m_backend, limits);
    Core::Result<T> result = work(transaction);
    if (!transaction.m_begun)
        return result;
    if (!result) {
        m_backend->rollback();
        return result;
    }
    if (auto committed = commit(); !committed)
        return committed.error();
    return result;
}

} // namespace Db
