// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/durablefile.h"

#include "core/descriptor.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace Core {

namespace {

Error ioError(const QString &summary, const QString &file)
{
    return {errno == EACCES || errno == EPERM ? ErrorKind::Permission : ErrorKind::Io, summary.arg(file),
            QString::fromLocal8Bit(std::strerror(errno)), QString::number(errno)};
}

bool writeAll(int fd, const QByteArray &content)
{
    qsizetype at = 0;
    while (at < content.size()) {
        const ssize_t written = ::write(fd, content.constData() + at, size_t(content.size() - at));
        if (written < 0 && errno != EINTR)
            return false;
        at += std::max<ssize_t>(written, 0);
    }
    return true;
}

} // namespace

bool makePrivateFolder(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return true;
    return makePrivateFolder(info.path()) &&
           (::mkdir(QFile::encodeName(path).constData(), S_IRWXU) == 0 || errno == EEXIST);
}

Result<void> writeDurably(const QString &file, const QByteArray &content)
{
    const QString failed =
        QCoreApplication::translate("Core", "“%1” could not be written. The old content is kept.");
    const QString folder = QFileInfo(file).absolutePath();
    if (!makePrivateFolder(folder))
        return ioError(failed, file);
    const QByteArray target = QFile::encodeName(file);
    const QByteArray part = target + ".part";
    ::unlink(part.constData()); // left by a crash
    {
        const Descriptor fd(::open(part.constData(), O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_WRONLY,
                                   S_IRUSR | S_IWUSR));
        if (fd.get() < 0)
            return ioError(failed, file);
        if (!writeAll(fd.get(), content) || ::fsync(fd.get()) != 0) {
            const Error error = ioError(failed, file);
            ::unlink(part.constData());
            return error;
        }
    }
    if (::rename(part.constData(), target.constData()) != 0) {
        const Error error = ioError(failed, file);
        ::unlink(part.constData());
        return error;
    }
    const Descriptor directory(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0)
        return ioError(
            QCoreApplication::translate("Core", "“%1” was written, but may not survive a power cut."), file);
    return {};
}

Result<QByteArray> readLimited(const QString &file, qint64 limit, Links links)
{
    // O_NONBLOCK: opening a FIFO must not wait for its other end.
    const int flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (links == Links::Refuse ? O_NOFOLLOW : 0);
    const Descriptor fd(::open(QFile::encodeName(file).constData(), flags));
    struct stat status = {};
    if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) {
        if (errno == ELOOP && links == Links::Refuse)
            return Error{
                ErrorKind::Unsupported,
                QCoreApplication::translate("Core", "“%1” is a link, not the file itself.").arg(file),
                {},
                {}};
        if (errno == ENOENT)
            return Error{ErrorKind::NotFound,
                         QCoreApplication::translate("Core", "There is no file “%1”.").arg(file),
                         {},
                         {}};
        return ioError(QCoreApplication::translate("Core", "“%1” could not be read."), file);
    }
    if (!S_ISREG(status.st_mode) || status.st_size > limit)
        return Error{
            ErrorKind::Unsupported,
            QCoreApplication::translate("Core", "“%1” is not an ordinary file, or too large.").arg(file),
            {},
            {}};
    QFile reader;
    if (!reader.open(fd.get(), QIODevice::ReadOnly))
        return ioError(QCoreApplication::translate("Core", "“%1” could not be read."), file);
    return reader.read(limit);
}

Result<QString> setAside(const QString &file)
{
    const QString base = file + QStringLiteral(".damaged-") +
                         QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMddTHHmmss"));
    QString name = base;
    for (int number = 2; number < 1000; ++number) {
        // Without a moment in which somebody else could take the name.
        if (::renameat2(AT_FDCWD, QFile::encodeName(file).constData(), AT_FDCWD,
                        QFile::encodeName(name).constData(), RENAME_NOREPLACE) == 0)
            return name;
        if (errno != EEXIST)
            break;
        name = base + u'-' + QString::number(number);
    }
    return ioError(QCoreApplication::translate(
                       "Core", "“%1” is damaged and could not be renamed. It was left as it is."),
                   file);
}

} // namespace Core
