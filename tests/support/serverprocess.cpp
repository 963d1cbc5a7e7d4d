// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/serverprocess.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QStandardPaths>
#include <QThread>

#include <libpq-fe.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>

namespace Tests {

namespace {

struct Account
{
    uid_t user = 0;
    gid_t group = 0;
};

// The user the servers run as: postgres for root, else ourselves.
Account serverAccount()
{
    if (geteuid() != 0)
        return {geteuid(), getegid()};
    const passwd *entry = getpwnam("postgres");
    if (entry == nullptr)
        qFatal("There is no user postgres: install Debian's package postgresql.");
    return {entry->pw_uid, entry->pw_gid};
}

// Runs in the child between fork and exec: only async-signal-safe calls. The order matters, a change of user
// clears the parent-death signal.
void becomeServerUser(const Account &account)
{
    if (geteuid() == 0 &&
        (setgroups(1, &account.group) != 0 || setgid(account.group) != 0 || setuid(account.user) != 0))
        _exit(126);
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
}

void setUp(QProcess &process)
{
    const Account account = serverAccount();
    process.setChildProcessModifier([account] { becomeServerUser(account); });
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(u"PG"))
            environment.remove(name);
    }
    // Server messages are compared by some tests.
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setStandardInputFile(QProcess::nullDevice());
}

} // namespace

ServerDirectory::ServerDirectory(const QString &name)
{
    QByteArray path = "/tmp/gsc-" + name.toUtf8() + "-XXXXXX";
    if (mkdtemp(path.data()) == nullptr)
        qFatal("Cannot make %s: %s", path.constData(), std::strerror(errno));
    const Account account = serverAccount();
    if (geteuid() == 0 && chown(path.constData(), account.user, account.group) != 0)
        qFatal("Cannot give %s away: %s", path.constData(), std::strerror(errno));
    m_path = QString::fromUtf8(path);

    // A session of its own, or Ctrl+C in the terminal would end the keeper before it has cleaned up. The
    // server may still write its last files while the folder goes: hence more than one try.
    m_keeper.setChildProcessModifier([] { setsid(); });
    m_keeper.setWorkingDirectory(QStringLiteral("/"));
    m_keeper.setStandardOutputFile(QProcess::nullDevice());
    m_keeper.setStandardErrorFile(QProcess::nullDevice());
    m_keeper.start(QStringLiteral("/bin/sh"),
                   {QStringLiteral("-c"),
                    QStringLiteral("read -r _; for i in 1 2 3 4 5 6 7 8 9 10; do rm -rf -- \"$1\"; "
                                   "test -e \"$1\" || break; sleep 0.5; done"),
                    QStringLiteral("sh"), m_path});
    if (!m_keeper.waitForStarted())
        qFatal("Cannot start /bin/sh");
}

ServerDirectory::~ServerDirectory()
{
    m_keeper.closeWriteChannel();
    m_keeper.waitForFinished(10'000);
}

void ServerDirectory::write(const QString &name, const QByteArray &content) const
{
    QFile file(filePath(name));
    const Account account = serverAccount();
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size() ||
        (geteuid() == 0 && fchown(file.handle(), account.user, account.group) != 0))
        qFatal("Cannot write %s", qPrintable(file.fileName()));
}

ServerProcess::~ServerProcess()
{
    stop(SIGQUIT);
}

void ServerProcess::runToEnd(const QString &program, const QStringList &arguments)
{
    QProcess process;
    setUp(process);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        qFatal("%s failed: %s\n%s", qPrintable(program), qPrintable(process.errorString()),
               process.readAll().constData());
}

void ServerProcess::start(const QString &program, const QStringList &arguments, const QString &logFile)
{
    m_process = std::make_unique<QProcess>();
    setUp(*m_process);
    m_process->setStandardOutputFile(logFile, QIODevice::Append);
    m_process->setStandardErrorFile(logFile, QIODevice::Append);
    m_process->start(program, arguments);
    if (!m_process->waitForStarted())
        qFatal("Cannot start %s: %s", qPrintable(program), qPrintable(m_process->errorString()));
}

void ServerProcess::stop(int signal, int limitMs)
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(m_process->processId()), signal);
    if (!m_process->waitForFinished(limitMs)) {
        m_process->kill();
        m_process->waitForFinished();
    }
    m_process.reset();
}

bool ServerProcess::isRunning() const
{
    // QProcess notices the end of its child in the event loop only; the tests may not run one meanwhile.
    return m_process && m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(0);
}

qint64 ServerProcess::processId() const
{
    return m_process ? m_process->processId() : 0;
}

quint16 freePort()
{
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    const bool isBound = ::bind(handle, generic, length) == 0 && ::getsockname(handle, generic, &length) == 0;
    ::close(handle);
    if (!isBound)
        qFatal("No free TCP port: %s", std::strerror(errno));
    return ntohs(address.sin_port);
}

bool waitForServer(const ServerProcess &process, const QString &host, quint16 port, const QString &database,
                   int limitMs)
{
    const QByteArray conninfo = "host='" + host.toUtf8() + "' port=" + QByteArray::number(port) +
                                " dbname='" + database.toUtf8() +
                                "' user=postgres connect_timeout=2 sslmode=disable";
    const QDeadlineTimer deadline(limitMs);
    while (!deadline.hasExpired()) {
        if (PQping(conninfo.constData()) == PQPING_OK)
            return true;
        if (!process.isRunning())
            return false;
        QThread::msleep(5); // between two questions; there is nothing else to wait on
    }
    return false;
}

} // namespace Tests
