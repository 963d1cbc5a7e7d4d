// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/outputfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace Export {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr qsizetype bufferSize = 256 << 10;
/// Another program may be about to remove the same leftover.
constexpr int tries = 5;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Export::OutputFile)
};

/// Whether the open file still has this name.
bool hasName(const Core::Descriptor &file, const char *path)
{
    struct stat opened = {};
    struct stat named = {};
    return ::fstat(file.get(), &opened) == 0 && ::lstat(path, &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

/// Where the file system knows no locks, nobody else gets one either.
bool lock(const Core::Descriptor &file)
{
    return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/// Takes the part away that a killed program left. False: somebody is writing it.
bool removeLeftover(const char *path)
{
    const Core::Descriptor part(::open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!part.isOpen())
        return errno == ENOENT || ::unlink(path) == 0; // a link, or nothing that we could read
    if (!lock(part))
        return false;
    return !hasName(part, path) || ::unlink(path) == 0;
}

} // namespace

OutputFile::OutputFile(const QString &file, bool replaces)
    : m_name(QFileInfo(file).absoluteFilePath())
    , m_replaces(replaces)
    , m_path(QFile::encodeName(m_name))
    , m_part(m_path + ".part")
{}

OutputFile::~OutputFile()
{
    if (m_descriptor.isOpen())
        ::unlink(m_part.constData());
}

Result<std::unique_ptr<OutputFile>> OutputFile::create(const QString &file, bool replaces)
{
    std::unique_ptr<OutputFile> output(new OutputFile(file, replaces)); // NOLINT: private constructor
    if (auto opened = output->open(); !opened)
        return opened.error();
    return output;
}

QString OutputFile::partName() const
{
    return QFile::decodeName(m_part);
}

Error OutputFile::failure(int errorNumber) const
{
    const QString detail = QString::fromLocal8Bit(std::strerror(errorNumber));
    const QString code = QString::number(errorNumber);
    switch (errorNumber) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorKind::NotFound,
                Text::tr("There is no folder “%1”. Nothing was written; choose another folder.")
                    .arg(QFileInfo(m_name).path()),
                detail, code};
    case ENOSPC:
    case EDQUOT:
        return {ErrorKind::Io,
                Text::tr("There is no room left for “%1”. Nothing was written, and what was there before is "
                         "kept. Make room, or choose another folder.")
                    .arg(m_name),
                detail, code};
    case EFBIG:
        return {ErrorKind::Io,
                Text::tr("“%1” would become larger than a file may be there. Nothing was written, and what "
                         "was there before is kept. Choose another folder.")
                    .arg(m_name),
                detail, code};
    case EACCES:
    case EPERM:
    case EROFS:
        return {ErrorKind::Permission,
                Text::tr("You may not write in “%1”. Nothing was written; choose another folder.")
                    .arg(QFileInfo(m_name).path()),
                detail, code};
    default:
        return {ErrorKind::Io,
                Text::tr("“%1” could not be written. What was there before is kept.").arg(m_name), detail,
                code};
    }
}

Result<void> OutputFile::checkName()
{
    struct stat status = {};
    if (::lstat(m_path.constData(), &status) != 0)
        return errno == ENOENT ? Result<void>() : Result<void>(failure(errno));
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        return Error{
            ErrorKind::Unsupported,
            Text::tr("“%1” is no ordinary file, so it was left alone. Choose another name.").arg(m_name),
            {},
            {}};
    if (!m_replaces)
        return Error{
            ErrorKind::Conflict,
            Text::tr("There is a file “%1” already. It was left alone; choose another name.").arg(m_name),
            {},
            {}};
    m_mode = S_ISREG(status.st_mode) ? status.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO) : 0;
    return {};
}

Result<void> OutputFile::open()
{
    if (auto usable = checkName(); !usable)
        return usable;
    for (int attempt = 0; attempt < tries; ++attempt) {
        Core::Descriptor part(::open(m_part.constData(), O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_RDWR,
                                     S_IRUSR | S_IWUSR));
        if (part.isOpen()) {
            // Somebody may have taken it for a leftover before the lock was ours.
            if (lock(part) && hasName(part, m_part.constData())) {
                m_descriptor = std::move(part);
                return {};
            }
        } else if (errno != EEXIST) {
            return failure(errno);
        } else if (!removeLeftover(m_part.constData())) {
            break;
        }
    }
    return Error{ErrorKind::Busy,
                 Text::tr("Another export to “%1” is running. Nothing was written; wait for it, or choose "
                          "another name.")
                     .arg(m_name),
                 {},
                 {}};
}

Result<void> OutputFile::write(QByteArrayView bytes)
{
    m_buffer.append(bytes.data(), bytes.size());
    return m_buffer.size() < bufferSize ? Result<void>() : flush();
}

Result<void> OutputFile::flush()
{
    qsizetype at = 0;
    while (at < m_buffer.size()) {
        const ssize_t written =
            ::write(m_descriptor.get(), m_buffer.constData() + at, size_t(m_buffer.size() - at));
        if (written < 0 && errno != EINTR)
            return failure(errno);
        at += std::max<ssize_t>(written, 0);
    }
    m_buffer.resize(0); // keeps its memory
    return {};
}

Result<qint64> OutputFile::commit()
{
    if (auto flushed = flush(); !flushed)
        return flushed.error();
    if (auto usable = checkName(); !usable)
        return usable.error();
    struct stat status = {};
    if ((m_mode != 0 && ::fchmod(m_descriptor.get(), m_mode) != 0) || ::fsync(m_descriptor.get()) != 0 ||
        ::fstat(m_descriptor.get(), &status) != 0 || ::rename(m_part.constData(), m_path.constData()) != 0)
        return failure(errno);
    m_descriptor = Core::Descriptor();
    const Core::Descriptor folder(
        ::open(QFile::encodeName(QFileInfo(m_name).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder and say so by EINVAL.
    if (!folder.isOpen() || (::fsync(folder.get()) != 0 && errno != EINVAL))
        return Error{ErrorKind::Io,
                     Text::tr("“%1” was written, but may not survive a power cut.").arg(m_name),
                     QString::fromLocal8Bit(std::strerror(errno)), QString::number(errno)};
    return qint64(status.st_size);
}

} // namespace Export
