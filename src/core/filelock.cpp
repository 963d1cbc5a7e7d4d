// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filelock.h"

#include "core/durablefile.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace Core {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Core::FileLock)
};

constexpr int pause = 20; // ms

Error systemError(const QString &file)
{
    return {errno == EACCES || errno == EPERM ? ErrorKind::Permission : ErrorKind::Io,
            Text::tr("“%1” could not be locked against other programs. Nothing was changed.").arg(file),
            QString::fromLocal8Bit(std::strerror(errno)), QString::number(errno)};
}

} // namespace

Result<FileLock> FileLock::acquire(const QString &file, int limit)
{
    if (!makePrivateFolder(QFileInfo(file).absolutePath()))
        return systemError(file);
    Descriptor descriptor(::open(QFile::encodeName(file + QStringLiteral(".lock")).constData(),
                                 O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR));
    if (!descriptor.isOpen())
        return systemError(file);
    QElapsedTimer waiting;
    waiting.start();
    while (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return systemError(file);
        if (waiting.hasExpired(limit))
            return Error{ErrorKind::Busy,
                         Text::tr("Another program is using “%1”. Nothing was changed. Try again when it has "
                                  "finished.")
                             .arg(file),
                         {},
                         {}};
        QThread::msleep(pause);
    }
    return FileLock(std::move(descriptor));
}

} // namespace Core
