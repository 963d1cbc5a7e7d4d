// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scriptfile.h"

#include <QCoreApplication>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

Error openError(const QString &file, int number)
{
    if (number == ENOENT)
        return {ErrorKind::NotFound, Text::tr("There is no file “%1”.").arg(file), {}, {}};
    if (number == ELOOP)
        return {ErrorKind::Unsupported,
                Text::tr("“%1” is a link. Choose the file that it leads to.").arg(file),
                {},
                {}};
    return {number == EACCES || number == EPERM ? ErrorKind::Permission : ErrorKind::Io,
            Text::tr("“%1” could not be read.").arg(file), QString::fromLocal8Bit(std::strerror(number)),
            QString::number(number)};
}

} // namespace

Result<std::unique_ptr<ScriptFile>> ScriptFile::open(const QString &file)
{
    // O_NONBLOCK: opening a FIFO must not wait for its other end.
    const int fd =
        ::open(QFile::encodeName(file).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return openError(file, errno);
    std::unique_ptr<ScriptFile> script(new ScriptFile);
    // Unbuffered: it is read in large pieces into a buffer of its reader.
    if (!script->m_device.open(fd, QIODevice::ReadOnly | QIODevice::Unbuffered,
                               QFileDevice::AutoCloseHandle)) {
        ::close(fd);
        return openError(file, EIO);
    }
    const std::optional<Stamp> stamp = script->stamp();
    if (!stamp)
        return Error{ErrorKind::Unsupported, Text::tr("“%1” is not an ordinary file.").arg(file), {}, {}};
    script->m_stamp = *stamp;
    const QByteArray start = script->m_device.read(5);
    script->m_device.seek(0);
    if (start == "PGDMP")
        return Error{ErrorKind::Unsupported,
                     Text::tr("“%1” is an archive of pg_dump, not an SQL script.").arg(file),
                     {},
                     {}};
    if (start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff"))
        return Error{ErrorKind::Unsupported,
                     Text::tr("“%1” is UTF-16 text, as PowerShell writes it. Save it as UTF-8, or make the "
                              "backup again with pg_dump's option --file.")
                         .arg(file),
                     {},
                     {}};
    return script;
}

std::optional<ScriptFile::Stamp> ScriptFile::stamp() const
{
    struct stat status = {};
    if (::fstat(m_device.handle(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    // The time of the last change of any kind: unlike that of the last write, no program can set it.
    return Stamp{status.st_size, status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
}

bool ScriptFile::isUnchanged() const
{
    return stamp() == m_stamp;
}

} // namespace Backup
