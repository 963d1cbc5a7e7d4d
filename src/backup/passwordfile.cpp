// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/passwordfile.h"

#include <QCoreApplication>

#include <sys/mman.h>
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

} // namespace

Result<std::unique_ptr<PasswordFile>> PasswordFile::create(const QString &password)
{
    if (password.contains(u'\n') || password.contains(u'\r'))
        return Error{
            ErrorKind::Unsupported,
            Text::tr("pg_dump cannot be given a password with a line break in it. Nothing was done. Make "
                     "a portable snapshot instead, or change the password."),
            {},
            {}};
    std::unique_ptr<PasswordFile> file(new PasswordFile(::memfd_create("password", MFD_CLOEXEC)));
    QByteArray line = password.toUtf8();
    line.replace('\\', "\\\\").replace(':', "\\:");
    // One server is all that the child is told of.
    line.prepend("*:*:*:*:");
    line.append('\n');
    // libpq reads no file that others may.
    const bool isWritten = file->m_descriptor >= 0 && ::fchmod(file->m_descriptor, S_IRUSR | S_IWUSR) == 0 &&
                           ::write(file->m_descriptor, line.constData(), size_t(line.size())) == line.size();
    const int number = errno;
    line.fill('\0');
    if (!isWritten)
        return Error{ErrorKind::Io,
                     Text::tr("The password could not be handed to pg_dump. Nothing was done."),
                     QString::fromLocal8Bit(std::strerror(number)), QString::number(number)};
    return file;
}

PasswordFile::~PasswordFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

QString PasswordFile::path() const
{
    return QStringLiteral("/proc/self/fd/%1").arg(m_descriptor);
}

} // namespace Backup
