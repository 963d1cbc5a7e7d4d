// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"

#include <QSqlDatabase>

#include <atomic>
#include <mutex>

struct sqlite3;

namespace Db {

/// SQLite through Qt's QSQLITE driver. Opens with mode=rw, so that a mistyped path never creates a file, and
/// with foreign keys on, schema code untrusted and cells checked.
class SqliteBackend final : public Backend
{
public:
    SqliteBackend();
    ~SqliteBackend() override;
    Q_DISABLE_COPY_MOVE(SqliteBackend)

    Core::Result<LineInfo> open(const ConnectionSpec &spec) override;
    void close() override;
    bool isOpen() const override;
    bool settle() override { return true; } // sqlite3_interrupt() is done when it returns
    Core::Result<QList<RowSet>> read(const QList<Statement> &statements, const Limits &limits) override;
    Core::Result<QList<RowSet>> begin(const QList<Statement> &statements, const Limits &limits) override;
    Core::Result<QList<RowSet>> proceed(const QList<Statement> &statements) override;
    Core::Result<void> commit() override;
    void rollback() override;
    Core::Result<bool> didCommit() override;
    Core::Result<void> beginSnapshot(const Limits &limits) override;
    Core::Result<qint64> stream(const Statement &query, const EachRow &each) override;
    Core::Result<qint64> load(const LoadTarget &target, const RowSupply &supply) override;
    Core::Result<void> replaceBy(SqliteFile &source, Core::JobContext &context) override;
    void interrupt() override;
    void sever() override;

private:
    /// execute(), noted in the query log.
    [[nodiscard]] Core::Result<RowSet> runOne(const Statement &statement);
    [[nodiscard]] Core::Result<RowSet> execute(const Statement &statement);
    [[nodiscard]] Core::Result<void> prepareLine();
    void setHandle(sqlite3 *handle);
    /// Notes `statement` with the rows that `work` returns.
    [[nodiscard]] Core::Result<qint64> inBulk(const Statement &statement,
                                              const std::function<Core::Result<qint64>()> &work);
    [[nodiscard]] Core::Result<void> goOn() const;
    [[nodiscard]] Core::Result<qint64> replaceWithPagesOf(SqliteFile &source, Core::JobContext &context);

    QString m_name; ///< of the QSqlDatabase connection; unique in the process
    QString m_file;
    QSqlDatabase m_database;
    mutable std::mutex m_handleMutex;
    sqlite3 *m_handle = nullptr;            ///< guarded: interrupt() comes from another thread
    std::atomic_bool m_interrupted = false; ///< since the statement began
};

} // namespace Db
