// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"

#include <QMap>

#include <atomic>
#include <memory>
#include <mutex>

struct pg_conn;
struct pg_result;

namespace Db {

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
    void interrupt() override;
    void sever() override;

private:
    class Canceller;
    [[nodiscard]] Core::Result<void> connect(const QMap<QString, QString> &parameters, const QString &host);
    /// Sends all statements, then reads all answers: one round trip.
    [[nodiscard]] Core::Result<QList<RowSet>> flight(const QList<Statement> &statements);
    [[nodiscard]] bool send(const Statement &statement);
    [[nodiscard]] Core::Error lostError() const;

    pg_conn *m_connection = nullptr; ///< worker thread only
    QString m_transactionId;         ///< xid8 of the last writing transaction, for didCommit()
    QString m_serverStart;           ///< of the server that gave the number

    std::mutex m_stopMutex; ///< guards what interrupt() and sever() use from the watchdog's thread
    std::shared_ptr<Canceller> m_canceller; ///< shared with the thread that sends
    int m_socket = -1;
    std::atomic_bool m_stopConnecting = false;
};

} // namespace Db
