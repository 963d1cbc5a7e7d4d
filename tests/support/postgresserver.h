// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/callsite.h"
#include "support/rows.h"
#include "support/serverprocess.h"
#include "support/testcertificates.h"

namespace Tests {

/// A throw-away PostgreSQL of this test process: made by initdb at first use, gone with the process, however
/// it ends. Listens on a Unix socket in its own folder and on 127.0.0.1, without TLS unless told. Programs
/// come from the folder that GSC_TEST_PG_BIN names, else from the newest /usr/lib/postgresql/*/bin; a missing
/// server ends the test program with an error, it never skips.
///
/// Roles: `gsc` owns the databases and is what connection strings use (trusted, no superuser, as with the
/// hosted services); `gsc_password` has to give password(), which is hard to quote; `postgres` is the
/// superuser of execute(). The server's time zone is America/New_York, so that code which ignores zones
/// shows.
///
/// Failures of set-up SQL fail the running test function at the line that called. Main thread only.
class PostgresServer final
{
public:
    static PostgresServer &instance();

    PostgresServer();
    ~PostgresServer();
    Q_DISABLE_COPY_MOVE(PostgresServer)

    /// `postgresql://gsc@127.0.0.1:PORT/DATABASE?sslmode=disable`
    [[nodiscard]] QString connectionString(const QString &database) const;
    /// The same for role gsc_password, the password percent-encoded.
    [[nodiscard]] QString passwordConnectionString(const QString &database) const;
    /// A libpq keyword string over the Unix socket.
    [[nodiscard]] QString socketConnectionString(const QString &database) const;
    [[nodiscard]] static QString password();
    [[nodiscard]] QString socketDirectory() const { return m_directory.path(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] int majorVersion() const { return m_majorVersion; }
    /// Where postgres, initdb and the rest are. pg_dump and psql are missing from the matrix's servers.
    [[nodiscard]] QString binaryDirectory() const { return m_binaries; }

    /// An empty database with a name of its own, owned by gsc.
    [[nodiscard]] QString createDatabase();
    /// Ends its connections first. Missing is fine.
    void dropDatabase(const QString &database);

    /// Runs statements as superuser and gives the rows of the last one.
    Rows execute(const QString &database, const QString &sql, CallSite where = CallSite::here());
    /// The same in database postgres.
    Rows execute(const QString &sql, CallSite where = CallSite::here());

    /// Offers TLS with this certificate, or another one than before, to connections opened from now on;
    /// without a restart.
    void offerTls(const TestCertificates::Certificate &certificate);
    void stopOfferingTls();
    /// Lets connections over TCP in by TLS only (pg_hba.conf's hostssl), or by either way.
    void demandTls(bool on);

    /// ALTER SYSTEM, for connections opened from now on and idle ones.
    void setParameter(const QString &name, const QString &value);
    /// log_statement = all, for connections opened from now on and idle ones.
    void setLogStatements(bool on);
    /// The server's log from `offset` (a former logSize()) on.
    [[nodiscard]] QString log(qint64 offset = 0) const;
    [[nodiscard]] qint64 logSize() const;

    /// Fast shutdown: connections are ended, work in progress is rolled back. The port stays the same.
    void stop();
    /// Immediate shutdown, as a crash would be.
    void crash();
    void start();
    void restart();
    [[nodiscard]] bool isRunning() const { return m_process.isRunning(); }

private:
    [[nodiscard]] bool tryStart();
    void writeAccessRules(const QByteArray &keyword) const;
    void reload();

    QString m_binaries;
    int m_majorVersion = 0;
    quint16 m_port = 0;
    ServerDirectory m_directory;
    ServerProcess m_process;
};

} // namespace Tests
