// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace Tests {

/// A folder for a server's files under /tmp (a socket's path may have 107 characters only). It belongs to the
/// user the servers run as, and is removed with this object and also when the test process is killed: a small
/// shell waits for the end of a pipe that only this process holds.
class ServerDirectory final
{
public:
    /// `name` is part of the folder's name.
    explicit ServerDirectory(const QString &name);
    ~ServerDirectory();
    Q_DISABLE_COPY_MOVE(ServerDirectory)

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString filePath(const QString &name) const { return m_path + u'/' + name; }
    /// Writes a file that the servers' user can read.
    void write(const QString &name, const QByteArray &content) const;

private:
    QString m_path;
    QProcess m_keeper;
};

/// A server as a child of this process: never as root (PostgreSQL and PgBouncer refuse that, so root's tests
/// run them as user postgres), and never longer than this process. Use it from the thread that made it, and
/// let that be the main thread: the kernel ties the child to the thread that started it.
class ServerProcess final
{
public:
    ServerProcess() = default;
    ~ServerProcess();
    Q_DISABLE_COPY_MOVE(ServerProcess)

    /// Runs a program to its end as the servers' user. Ends the test program with the output when it fails.
    static void runToEnd(const QString &program, const QStringList &arguments);

    /// Output is appended to `logFile`.
    void start(const QString &program, const QStringList &arguments, const QString &logFile);
    /// Sends the signal and waits for the end; kills after `limitMs`.
    void stop(int signal, int limitMs = 10'000);
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 processId() const;

private:
    std::unique_ptr<QProcess> m_process;
};

/// A TCP port on 127.0.0.1 that nobody listened on a moment ago.
[[nodiscard]] quint16 freePort();

/// Asks until the server at host (address or socket folder) and port accepts connections to `database`.
[[nodiscard]] bool waitForServer(const ServerProcess &process, const QString &host, quint16 port,
                                 const QString &database, int limitMs = 30'000);

} // namespace Tests
