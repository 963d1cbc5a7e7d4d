// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/postgresserver.h"

#include <optional>

namespace Tests {

/// PgBouncer before a PostgresServer, as the hosted services run it: transaction mode, a small pool, startup
/// options refused. Lives as long as this object and never longer than the test process. Main thread only.
class Pooler final
{
public:
    /// The one of this process, before PostgresServer::instance(), with a pool of two.
    static Pooler &instance();

    /// `queryWaitTimeout` in seconds: how long a client waits for a server connection (PgBouncer's default is
    /// 120).
    explicit Pooler(PostgresServer &server, int poolSize = 2, int queryWaitTimeout = 120);
    ~Pooler();
    Q_DISABLE_COPY_MOVE(Pooler)

    /// As PostgresServer::connectionString, through the pooler.
    [[nodiscard]] QString connectionString(const QString &database) const;
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString socketDirectory() const { return m_directory.path(); }
    [[nodiscard]] QString log() const;

    /// Lets clients over TCP in by TLS only, with this certificate; nullopt: without TLS only. Starts anew.
    void demandTls(const std::optional<TestCertificates::Certificate> &certificate);

    /// Without mercy: clients see a broken line. start() uses the same port.
    void stop();
    void start();

private:
    [[nodiscard]] bool tryStart();

    quint16 m_serverPort;
    QString m_serverHost;
    int m_poolSize;
    int m_queryWaitTimeout;
    std::optional<TestCertificates::Certificate> m_certificate;
    quint16 m_port = 0;
    ServerDirectory m_directory;
    ServerProcess m_process;
};

} // namespace Tests
