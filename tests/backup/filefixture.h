// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "support/files.h"

#include <QDir>
#include <QProcess>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <ctime>

namespace Tests {

/// Everything in a folder, of whatever type.
inline QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                  QDir::Name);
}

inline int modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

inline QByteArray withFlippedBit(QByteArray bytes, qsizetype bit)
{
    bytes[bit / 8] = char(bytes.at(bit / 8) ^ (1 << (bit % 8)));
    return bytes;
}

/// Every field has a value that is not its default.
inline Backup::Manifest fullManifest()
{
    Backup::Manifest manifest;
    manifest.kind = Backup::Kind::Script;
    manifest.scope = Backup::Scope::DataOnly;
    manifest.origin = {QStringLiteral("Zürich “west” 🚜"),
                       QStringLiteral("Staging"),
                       QStringLiteral("#12aBef"),
                       Db::Engine::PostgreSQL,
                       QStringLiteral("16.4 (Debian 16.4-1)"),
                       QStringLiteral("gsc\ttracking @ db.example.com"),
                       QStringLiteral("postgresql://db.example.com:5432/gsc")};
    manifest.toolVersion = QStringLiteral("0.1.0");
    manifest.dumpToolVersion = QStringLiteral("16.4");
    manifest.migrations = {QStringLiteral("20251211_Init"), QStringLiteral("20251216_Überarbeitet")};
    manifest.tables = {{QStringLiteral("Customer"), Q_INT64_C(9'007'199'254'740'993), QString(64, u'a')},
                       {QStringLiteral("line\nbreak \"quoted\""), 0, {}}};
    manifest.newestUpdate = QStringLiteral("2025-12-11 09:30:00.123456");
    manifest.schema = {{QStringLiteral("engine"), QStringLiteral("postgresql")}};
    manifest.sha256 = QByteArray(32, '\x5a');
    manifest.size = Q_INT64_C(9'007'199'254'740'993); // more than a double counts exactly
    manifest.isCompressed = true;
    manifest.isEncrypted = true;
    manifest.started =
        QDateTime(QDate(2025, 3, 30), QTime(2, 30, 0, 7), Qt::UTC); // an hour that Berlin skips
    manifest.finished = manifest.started.addMSecs(61'001);
    manifest.verified = manifest.started.addDays(1);
    manifest.rehearsed = manifest.started.addDays(2);
    manifest.problem = QStringLiteral("Customer: 3 rows differ.\nSee “x”.");
    manifest.isPinned = true;
    manifest.isSafetyCopy = true;
    manifest.unknown = {{QStringLiteral("newerKey"), QJsonObject{{QStringLiteral("a"), 1}}}};
    return manifest;
}

/// Files of this process cannot grow beyond `bytes` while it lives: a full disk without one.
class SmallDisk final
{
public:
    explicit SmallDisk(rlim_t bytes)
    {
        m_oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit small = {bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

private:
    rlimit m_old = {};
    void (*m_oldHandler)(int) = nullptr;
};

/// The kernel kills this process at that moment, wherever it is then.
inline void dieIn(long microseconds)
{
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGKILL;
    timer_t timer = {};
    ::timer_create(CLOCK_MONOTONIC, &event, &timer);
    itimerspec when = {};
    when.it_value.tv_nsec = microseconds * 1000;
    ::timer_settime(timer, 0, &when, nullptr);
}

struct ProgramRun
{
    int code = -1;
    bool isKilled = false;
    QString err;
};

inline ProgramRun runProgram(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASAN_OPTIONS"),
                       QStringLiteral("detect_leaks=0")); // cannot when traced
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.exitStatus() == QProcess::CrashExit,
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace Tests
