// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/pooler.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;

namespace Tests {

namespace {

QString findPgBouncer()
{
    QString found = QStandardPaths::findExecutable(
        u"pgbouncer"_s, {u"/usr/sbin"_s, u"/usr/bin"_s, u"/usr/local/sbin"_s, u"/usr/local/bin"_s});
    if (found.isEmpty())
        qFatal("There is no pgbouncer: './dev test' installs it.");
    return found;
}

} // namespace

Pooler &Pooler::instance()
{
    PostgresServer &server = PostgresServer::instance(); // first, so that it ends last
    static std::unique_ptr<Pooler> pooler;
    if (!pooler) {
        pooler = std::make_unique<Pooler>(server);
        qAddPostRoutine([] { pooler.reset(); });
    }
    return *pooler;
}

Pooler::Pooler(PostgresServer &server, int poolSize, int queryWaitTimeout)
    : m_serverPort(server.port())
    , m_serverHost(server.socketDirectory())
    , m_poolSize(poolSize)
    , m_queryWaitTimeout(queryWaitTimeout)
    , m_directory(u"pgbouncer"_s)
{
    m_directory.write(u"users.txt"_s, "\"gsc\" \"\"\n\"postgres\" \"\"\n");
    for (int attempt = 0; attempt < 5; ++attempt) {
        m_port = freePort();
        if (tryStart())
            return;
    }
    qFatal("PgBouncer did not start:\n%s", qPrintable(log()));
}

Pooler::~Pooler()
{
    stop();
}

bool Pooler::tryStart()
{
    QString configuration =
        u"[databases]\n"
        "* = host=%1 port=%2\n"
        "[pgbouncer]\n"
        "listen_addr = 127.0.0.1\n"
        "listen_port = %3\n"
        "unix_socket_dir = %4\n"
        "auth_type = trust\n"
        "auth_file = %4/users.txt\n"
        "admin_users = postgres\n"
        "pool_mode = transaction\n"
        "default_pool_size = %5\n"
        "query_wait_timeout = %6\n"
        "server_login_retry = 1\n" // a test that stops the server must not slow down the next one
        "max_client_conn = 400\n"
        "server_tls_sslmode = disable\n"_s.arg(
            m_serverHost, QString::number(m_serverPort), QString::number(m_port), m_directory.path(),
            QString::number(m_poolSize), QString::number(m_queryWaitTimeout));
    if (m_certificate)
        configuration += u"client_tls_sslmode = require\n"
                         "client_tls_cert_file = %1\n"
                         "client_tls_key_file = %2\n"_s.arg(m_certificate->file, m_certificate->keyFile);
    m_directory.write(u"pgbouncer.ini"_s, configuration.toUtf8());
    m_process.start(findPgBouncer(), {m_directory.filePath(u"pgbouncer.ini"_s)},
                    m_directory.filePath(u"pgbouncer.log"_s));
    return waitForServer(m_process, m_directory.path(), m_port, u"pgbouncer"_s);
}

void Pooler::start()
{
    if (!m_process.isRunning() && !tryStart())
        qFatal("PgBouncer did not start again:\n%s", qPrintable(log()));
}

void Pooler::stop()
{
    m_process.stop(SIGTERM); // at once; SIGINT would wait for the clients
}

void Pooler::demandTls(const std::optional<TestCertificates::Certificate> &certificate)
{
    m_certificate = certificate;
    stop();
    start();
}

QString Pooler::connectionString(const QString &database) const
{
    return u"postgresql://gsc@127.0.0.1:%1/%2?sslmode=disable"_s.arg(m_port).arg(database);
}

QString Pooler::log() const
{
    QFile file(m_directory.filePath(u"pgbouncer.log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace Tests
