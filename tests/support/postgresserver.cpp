// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

#include <libpq-fe.h>
#include <unistd.h>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;

namespace Tests {

namespace {

QString findBinaries()
{
    QString given = qEnvironmentVariable("GSC_TEST_PG_BIN");
    if (!given.isEmpty()) {
        if (!QFileInfo(given + "/postgres"_L1).isExecutable())
            qFatal("GSC_TEST_PG_BIN=%s holds no postgres", qPrintable(given));
        return given;
    }
    const QDir root(QStringLiteral("/usr/lib/postgresql"));
    int newest = 0;
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (QFileInfo(root.filePath(name + "/bin/postgres"_L1)).isExecutable())
            newest = qMax(newest, name.toInt());
    }
    if (newest == 0)
        qFatal("There is no PostgreSQL server under /usr/lib/postgresql: './dev test' installs it.");
    return root.filePath(QString::number(newest) + "/bin"_L1);
}

int versionOf(const QString &binaries)
{
    QProcess process;
    process.start(binaries + "/postgres"_L1, {QStringLiteral("--version")});
    process.waitForFinished();
    static const QRegularExpression number(QStringLiteral(R"((\d+)[\d.a-z]*)"));
    return number.match(QString::fromUtf8(process.readAllStandardOutput())).captured(1).toInt();
}

using ResultPointer = std::unique_ptr<PGresult, decltype(&PQclear)>;
using ConnectionPointer = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Rows toRows(const PGresult *result)
{
    Rows rows;
    for (int row = 0; row < PQntuples(result); ++row) {
        QStringList fields;
        for (int column = 0; column < PQnfields(result); ++column)
            fields.append(
                PQgetisnull(result, row, column) == 1
                    ? QString()
                    : QString::fromUtf8(PQgetvalue(result, row, column), PQgetlength(result, row, column)));
        rows.append(fields);
    }
    return rows;
}

void fail(const char *text, const QString &sql, const CallSite &where)
{
    const QString message = QString::fromUtf8(text) + "\n in set-up SQL: "_L1 + sql.left(500);
    QTest::qFail(qPrintable(message), where.file, where.line);
}

} // namespace

// Ends with the application object: a QProcess does not like to be one of the last things of a program.
PostgresServer &PostgresServer::instance()
{
    static std::unique_ptr<PostgresServer> server;
    if (!server) {
        server = std::make_unique<PostgresServer>();
        qAddPostRoutine([] { server.reset(); });
    }
    return *server;
}

PostgresServer::PostgresServer()
    : m_binaries(findBinaries())
    , m_majorVersion(versionOf(m_binaries))
    , m_directory(QStringLiteral("postgres"))
{
    ServerProcess::runToEnd(m_binaries + "/initdb"_L1,
                            {u"-D"_s, m_directory.filePath(u"data"_s), u"-U"_s, u"postgres"_s, u"-A"_s,
                             u"trust"_s, u"-E"_s, u"UTF8"_s, u"--locale=C.UTF-8"_s, u"-N"_s,
                             u"--no-instructions"_s});
    writeAccessRules("host");
    // Durability of a server that lives for seconds is only a cost; everything else stays as users have it.
    m_directory.write(u"data/postgresql.auto.conf"_s, "fsync = off\n"
                                                      "synchronous_commit = off\n"
                                                      "full_page_writes = off\n"
                                                      "max_connections = 100\n"
                                                      "shared_buffers = 128MB\n"
                                                      "max_wal_size = 4GB\n"
                                                      "listen_addresses = '127.0.0.1'\n"
                                                      "unix_socket_directories = '" +
                                                          m_directory.path().toUtf8() +
                                                          "'\n"
                                                          "password_encryption = 'scram-sha-256'\n"
                                                          "timezone = 'America/New_York'\n"
                                                          "lc_messages = 'C.UTF-8'\n"
                                                          "log_min_messages = warning\n"
                                                          "log_line_prefix = '%m [%p] %q%u@%d %a '\n");
    // Between asking for a free port and listening on it, somebody else may take it.
    for (int attempt = 0; attempt < 5; ++attempt) {
        m_port = freePort();
        if (tryStart()) {
            execute(
                u"CREATE ROLE gsc LOGIN CREATEDB; CREATE ROLE gsc_password LOGIN IN ROLE gsc PASSWORD '%1'"_s
                    .arg(password().replace(u'\'', "''"_L1)));
            return;
        }
    }
    qFatal("PostgreSQL did not start:\n%s", qPrintable(log()));
}

PostgresServer::~PostgresServer()
{
    m_process.stop(SIGQUIT); // nothing in it is worth a checkpoint
}

bool PostgresServer::tryStart()
{
    m_process.start(m_binaries + "/postgres"_L1,
                    {u"-D"_s, m_directory.filePath(u"data"_s), u"-p"_s, QString::number(m_port)},
                    m_directory.filePath(u"server.log"_s));
    return waitForServer(m_process, m_directory.path(), m_port, u"postgres"_s);
}

void PostgresServer::writeAccessRules(const QByteArray &keyword) const
{
    m_directory.write(u"data/pg_hba.conf"_s, keyword + " all gsc_password all scram-sha-256\n" +
                                                 "local all all trust\n" + keyword + " all all all trust\n");
}

void PostgresServer::start()
{
    if (!m_process.isRunning() && !tryStart())
        qFatal("PostgreSQL did not start again:\n%s", qPrintable(log()));
}

void PostgresServer::stop()
{
    m_process.stop(SIGINT);
}

void PostgresServer::crash()
{
    m_process.stop(SIGQUIT);
}

void PostgresServer::restart()
{
    stop();
    start();
}

QString PostgresServer::password()
{
    return u"it's a \\ \"p@ss:w/rd\" 100%; ü"_s;
}

QString PostgresServer::connectionString(const QString &database) const
{
    return u"postgresql://gsc@127.0.0.1:%1/%2?sslmode=disable"_s.arg(m_port).arg(database);
}

QString PostgresServer::passwordConnectionString(const QString &database) const
{
    return u"postgresql://gsc_password:%1@127.0.0.1:%2/%3?sslmode=disable"_s.arg(
        QString::fromUtf8(QUrl::toPercentEncoding(password())), QString::number(m_port), database);
}

QString PostgresServer::socketConnectionString(const QString &database) const
{
    return u"host='%1' port=%2 dbname='%3' user=gsc"_s.arg(m_directory.path(), QString::number(m_port),
                                                           database);
}

QString PostgresServer::createDatabase()
{
    static int counter = 0;
    QString name = u"t_%1_%2"_s.arg(getpid()).arg(++counter);
    execute(u"CREATE DATABASE %1 OWNER gsc"_s.arg(name));
    return name;
}

void PostgresServer::dropDatabase(const QString &database)
{
    execute(u"DROP DATABASE IF EXISTS \"%1\" WITH (FORCE)"_s.arg(database));
}

Rows PostgresServer::execute(const QString &sql, CallSite where)
{
    return execute(u"postgres"_s, sql, where);
}

Rows PostgresServer::execute(const QString &database, const QString &sql, CallSite where)
{
    const QByteArray host = m_directory.path().toUtf8();
    const QByteArray port = QByteArray::number(m_port);
    const QByteArray name = database.toUtf8();
    const char *const keys[] = {
        "host", "port", "dbname", "user", "client_encoding", "application_name", "connect_timeout", nullptr};
    const char *const values[] = {
        host.constData(), port.constData(), name.constData(), "postgres", "UTF8", "test set-up", "10",
        nullptr};
    const ConnectionPointer connection(PQconnectdbParams(keys, values, 0), PQfinish);
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        fail(PQerrorMessage(connection.get()), sql, where);
        return {};
    }
    PQsetNoticeProcessor(
        connection.get(), [](void *, const char *) {}, nullptr);
    const ResultPointer result(PQexec(connection.get(), sql.toUtf8().constData()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
        fail(PQresultErrorMessage(result.get()), sql, where);
        return {};
    }
    return toRows(result.get());
}

void PostgresServer::reload()
{
    const QString loadTime = u"SELECT pg_conf_load_time()"_s;
    const Rows before = execute(loadTime);
    execute(u"SELECT pg_reload_conf()"_s);
    // The reload is a signal: new connections see it when the postmaster has read the files.
    if (!QTest::qWaitFor([&] { return execute(loadTime) != before; }))
        qFatal("PostgreSQL did not reload its configuration");
}

void PostgresServer::setParameter(const QString &name, const QString &value)
{
    execute(u"ALTER SYSTEM SET %1 = '%2'"_s.arg(name, value));
    reload();
}

void PostgresServer::offerTls(const TestCertificates::Certificate &certificate)
{
    execute(u"ALTER SYSTEM SET ssl_cert_file = '%1'"_s.arg(certificate.file));
    execute(u"ALTER SYSTEM SET ssl_key_file = '%1'"_s.arg(certificate.keyFile));
    const qint64 offset = logSize();
    setParameter(u"ssl"_s, u"on"_s);
    if (log(offset).contains(u"SSL configuration was not reloaded"))
        qFatal("PostgreSQL did not take the certificate:\n%s", qPrintable(log(offset)));
}

void PostgresServer::stopOfferingTls()
{
    setParameter(u"ssl"_s, u"off"_s);
}

void PostgresServer::demandTls(bool on)
{
    writeAccessRules(on ? "hostssl" : "host");
    reload();
}

void PostgresServer::setLogStatements(bool on)
{
    setParameter(u"log_statement"_s, on ? u"all"_s : u"none"_s);
}

QString PostgresServer::log(qint64 offset) const
{
    QFile file(m_directory.filePath(u"server.log"_s));
    if (!file.open(QIODevice::ReadOnly) || !file.seek(offset))
        return {};
    return QString::fromUtf8(file.readAll());
}

qint64 PostgresServer::logSize() const
{
    return QFileInfo(m_directory.filePath(u"server.log"_s)).size();
}

} // namespace Tests
