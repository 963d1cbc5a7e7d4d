// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"
#include "db/postgrescanceller.h"
#include "db/postgresline.h"

#include <QMap>

#include <atomic>

namespace Db {

class PostgresCopy;

/// PostgreSQL through libpq: unnamed parameterised statements in pipeline mode. Never SQL-level PREPARE,
/// never a session setting: behind a transaction pooler both would leak into other clients
/// (docs/decisions/0002).
class PostgresBackend final : public Backend
{
public:
    PostgresBackend() = default;
    ~PostgresBackend() override;
    Q_DISABLE_COPY_MOVE(PostgresBackend)

    Core::Result<LineInfo> open(const ConnectionSpec &spec) override;
    void close() override;
    bool isOpen() const override;
    bool settle() override;
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
    [[nodiscard]] Core::Result<void> connect(const QMap<QString, QString> &parameters, const QString &host);
    /// Sends all statements, then reads all answers: one round trip.
    [[nodiscard]] Core::Result<QList<RowSet>> flight(const QList<Statement> &statements);
    [[nodiscard]] PostgresLine::ResultPointer nextAnswer();
    /// Runs `work` on the line, and notes `statement` with its rows.
    [[nodiscard]] Core::Result<qint64>
    inBulk(const Statement &statement, const std::function<Core::Result<qint64>(PostgresCopy &)> &work);
    [[nodiscard]] std::shared_ptr<PostgresCanceller> canceller();

    pg_conn *m_connection = nullptr;               ///< worker thread only
    std::chrono::milliseconds m_statementLimit{0}; ///< of the transaction; zero: none
    QString m_transactionId;                       ///< xid8 of the last writing transaction, for didCommit()
    QString m_serverStart;                         ///< of the server that gave the number

    std::mutex m_stopMutex; ///< guards what interrupt() and sever() use from the watchdog's thread
    std::shared_ptr<PostgresCanceller> m_canceller; ///< shared with the thread that sends
    int m_socket = -1;
    std::atomic_bool m_stopConnecting = false;
    std::atomic_bool m_interrupted = false; ///< since rows in great number began to move
};

} // namespace Db
