// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/filelocks.h"

#include <QCoreApplication>
#include <QFile>

#include <sys/stat.h>

#include <algorithm>

namespace Doctor {

namespace {

// https://www.sqlite.org/src/file?name=src/os.h, PENDING_BYTE, and walformat.html 2.3, WAL_WRITE_LOCK.
constexpr qint64 pendingByte = 0x40000000;
constexpr qint64 lastLockByte = pendingByte + 511;
constexpr qint64 walWriteByte = 120;
constexpr qint64 lastWalByte = 127;

QByteArray inodeOf(const QString &file)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(file).constData(), &status) == 0
               ? QByteArray::number(qulonglong(status.st_ino))
               : QByteArray();
}

QString programOf(qint64 processId)
{
    QFile file(QStringLiteral("/proc/%1/comm").arg(processId));
    return file.open(QIODevice::ReadOnly) ? QString::fromLocal8Bit(file.readAll()).trimmed() : QString();
}

} // namespace

QList<LockHolder> lockHolders(const QString &file)
{
    const QByteArray database = inodeOf(file);
    const QByteArray index = inodeOf(file + QLatin1String("-shm"));
    QFile table(QStringLiteral("/proc/locks"));
    if (database.isEmpty() || !table.open(QIODevice::ReadOnly))
        return {};
    QList<LockHolder> holders;
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const QByteArray &line : lines) {
        // 1: POSIX  ADVISORY  WRITE 1234 08:01:5678 1073741826 1073742335
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() < 8 || words.at(1) == "->")
            continue;
        const QByteArray inode = words.at(5).mid(words.at(5).lastIndexOf(':') + 1);
        const qint64 first = words.at(6).toLongLong();
        const qint64 processId = words.at(4).toLongLong();
        const bool isWrite = words.at(3) == "WRITE";
        const bool isOnFile = inode == database && first >= pendingByte && first <= lastLockByte;
        const bool isOnIndex =
            !index.isEmpty() && inode == index && first >= walWriteByte && first <= lastWalByte;
        if ((!isOnFile && !isOnIndex) || processId == QCoreApplication::applicationPid())
            continue;
        // In the database: RESERVED, PENDING or an exclusive lock on the readers' range. In the index: the
        // one byte of the writer; the others are held for moments by checkpoints and recovery.
        const bool isWriting = isWrite && (isOnFile || first == walWriteByte);
        const auto known = std::find_if(holders.begin(), holders.end(), [&](const LockHolder &holder) {
            return holder.processId == processId;
        });
        if (known != holders.end())
            known->isWriting = known->isWriting || isWriting;
        else
            holders.append({processId, programOf(processId), isWriting});
    }
    return holders;
}

} // namespace Doctor
