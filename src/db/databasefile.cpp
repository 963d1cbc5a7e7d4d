// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/databasefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

Error fileError(ErrorKind kind, const QString &summary, const QString &file)
{
    return {kind, summary.arg(QDir::toNativeSeparators(file)), QString::fromLocal8Bit(std::strerror(errno)),
            QString::number(errno)};
}

} // namespace

Result<void> checkDatabaseFile(const QString &file)
{
    struct stat status = {};
    const QByteArray path = QFile::encodeName(file);
    if (file.isEmpty() || ::stat(path.constData(), &status) != 0) {
        if (errno == EACCES)
            return fileError(ErrorKind::Permission, Text::tr("You may not read “%1”."), file);
        return fileError(
            ErrorKind::NotFound,
            Text::tr("There is no file “%1”. Nothing was created; check the name, or create a new database."),
            file);
    }
    errno = 0;
    if (S_ISDIR(status.st_mode))
        return fileError(ErrorKind::Unsupported, Text::tr("“%1” is a folder. Choose a database file."), file);
    if (!S_ISREG(status.st_mode))
        return fileError(ErrorKind::Unsupported,
                         Text::tr("“%1” is not an ordinary file. Choose a database file."), file);
    if (::access(path.constData(), R_OK) != 0)
        return fileError(ErrorKind::Permission, Text::tr("You may not read “%1”."), file);
    return {};
}

Result<void> createDatabaseFile(const QString &file)
{
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return fileError(ErrorKind::Io, Text::tr("The folder of “%1” could not be created."), file);
    const int fd = ::open(QFile::encodeName(file).constData(),
                          O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_RDWR, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        if (errno == EEXIST)
            return fileError(ErrorKind::Constraint, Text::tr("“%1” exists already. It was left as it is."),
                             file);
        return fileError(errno == EACCES ? ErrorKind::Permission : ErrorKind::Io,
                         Text::tr("“%1” could not be created."), file);
    }
    ::close(fd);
    return {};
}

void removeDatabaseFile(const QString &file)
{
    for (const char *suffix : {"-wal", "-shm", "-journal", ""})
        QFile::remove(file + QLatin1String(suffix));
}

} // namespace Db
