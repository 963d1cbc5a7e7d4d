// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/workfolder.h"

#include "backup/text.h"
#include "core/durablefile.h"
#include "core/paths.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

constexpr auto lockName = ".lock";

QString baseFolder()
{
    return Core::Paths::state() + QLatin1String("/work");
}

int openLock(const QString &folder)
{
    return ::open(QFile::encodeName(folder + QLatin1Char('/') + QLatin1String(lockName)).constData(),
                  O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

/// Making a folder and locking it, and finding out whether one is locked, must not meet.
class BaseLock final
{
public:
    BaseLock()
        : m_fd(openLock(baseFolder()))
    {
        if (m_fd >= 0)
            ::flock(m_fd, LOCK_EX);
    }
    ~BaseLock()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Q_DISABLE_COPY_MOVE(BaseLock)

private:
    int m_fd;
};

int removeUnlocked()
{
    int removed = 0;
    const QDir base(baseFolder());
    for (const QString &name : base.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden)) {
        const QString folder = base.filePath(name);
        const int lock = openLock(folder);
        const bool isDead = lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0;
        if (isDead && QDir(folder).removeRecursively())
            ++removed;
        if (lock >= 0)
            ::close(lock);
    }
    return removed;
}

} // namespace

WorkFolder::WorkFolder(QString path, int lock)
    : m_path(std::move(path))
    , m_lock(lock)
{}

WorkFolder::~WorkFolder()
{
    QDir(m_path).removeRecursively();
    ::close(m_lock);
}

Result<std::unique_ptr<WorkFolder>> WorkFolder::create()
{
    const auto failed = [] {
        return failure(errno == EACCES || errno == EPERM ? ErrorKind::Permission : ErrorKind::Io,
                       Text::tr("No folder for temporary files could be made in “%1”. Nothing was changed.")
                           .arg(baseFolder()),
                       QString::fromLocal8Bit(std::strerror(errno)));
    };
    if (!Core::makePrivateFolder(baseFolder()))
        return failed();
    const BaseLock together;
    removeUnlocked();
    QByteArray path = QFile::encodeName(baseFolder()) + "/XXXXXX";
    if (::mkdtemp(path.data()) == nullptr)
        return failed();
    const QString folder = QFile::decodeName(path);
    const int lock = openLock(folder);
    if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        const auto error = failed();
        if (lock >= 0)
            ::close(lock);
        QDir(folder).removeRecursively();
        return error;
    }
    return std::unique_ptr<WorkFolder>(new WorkFolder(folder, lock));
}

QString WorkFolder::filePath(const QString &name) const
{
    return m_path + QLatin1Char('/') + name;
}

Result<QString> WorkFolder::newFile(const QString &name) const
{
    QFile file(filePath(name));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failure(
            ErrorKind::Io,
            Text::tr("The temporary file “%1” could not be made. Nothing was changed.").arg(file.fileName()),
            file.errorString());
    return file.fileName();
}

int WorkFolder::removeDead()
{
    if (!QDir(baseFolder()).exists())
        return 0;
    const BaseLock together;
    return removeUnlocked();
}

} // namespace Backup
