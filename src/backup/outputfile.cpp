// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/outputfile.h"

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
    Q_DECLARE_TR_FUNCTIONS(Backup::DumpTool)
};

Error fileError(const QString &file, const QString &reason)
{
    return {ErrorKind::Io,
            Text::tr("“%1” could not be written. Make room, or choose another folder.").arg(file),
            reason,
            {}};
}

} // namespace

Result<void> OutputFile::open(const QString &file)
{
    // O_NONBLOCK: opening a FIFO must not wait for its other end.
    const int fd =
        ::open(QFile::encodeName(file).constData(), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return fileError(file, QString::fromLocal8Bit(std::strerror(errno)));
    struct stat status = {};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) ||
        !m_file.open(fd, QIODevice::WriteOnly | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle)) {
        ::close(fd);
        return fileError(file, {});
    }
    m_name = file;
    return {};
}

Result<void> OutputFile::write(const QByteArray &piece)
{
    // QFile says why it failed only of a write of which nothing came through.
    for (qsizetype done = 0; done < piece.size();) {
        const qint64 more = m_file.write(piece.constData() + done, piece.size() - done);
        if (more < 0)
            return fileError(m_name, m_file.errorString());
        done += more;
    }
    m_written += piece.size();
    return {};
}

} // namespace Backup
