// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/vaultlock.h"

#include "core/durablefile.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace Secrets {

namespace {

struct LockText
{
    Q_DECLARE_TR_FUNCTIONS(Secrets::VaultLock)
};

using Core::Error;

constexpr int pause = 20; // ms

Error systemError()
{
    return {errno == EACCES || errno == EPERM ? Core::ErrorKind::Permission : Core::ErrorKind::Io,
            LockText::tr("The vault could not be locked against other programs. Nothing was changed."),
            QString::fromLocal8Bit(std::strerror(errno)), QString::number(errno)};
}

} // namespace

void VaultLock::Close::operator()(const int *descriptor) const
{
    ::close(*descriptor);
    delete descriptor;
}

Core::Result<VaultLock> VaultLock::acquire(const QString &vault, int limit)
{
    if (!Core::makePrivateFolder(QFileInfo(vault).absolutePath()))
        return systemError();
    // The file stays for good: removing it would let two programs hold locks of two files of one name.
    const int descriptor = ::open(QFile::encodeName(vault + QStringLiteral(".lock")).constData(),
                                  O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return systemError();
    VaultLock lock(descriptor);
    QElapsedTimer waiting;
    waiting.start();
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return systemError();
        if (waiting.hasExpired(limit))
            return Core::Error{
                Core::ErrorKind::Busy,
                LockText::tr("Another program is using the vault. Nothing was changed. Try again "
                             "when it has finished."),
                {},
                {}};
        QThread::msleep(pause);
    }
    return lock;
}

} // namespace Secrets
