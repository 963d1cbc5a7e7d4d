// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/inputfile.h"

#include "backup/partfile.h"
#include "db/sha256.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;

constexpr qsizetype pieceSize = 1 << 20;
constexpr qsizetype beginningSize = 16;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::InputFile)
};

Error systemError(const QString &file)
{
    if (errno == ENOENT)
        return {ErrorKind::NotFound, Text::tr("There is no file “%1”.").arg(file), {}, {}};
    if (errno == ELOOP)
        return {ErrorKind::Unsupported, Text::tr("“%1” is a link, not the file itself.").arg(file), {}, {}};
    return {errno == EACCES || errno == EPERM ? ErrorKind::Permission : ErrorKind::Io,
            Text::tr("“%1” could not be read.").arg(file), QString::fromLocal8Bit(std::strerror(errno)),
            QString::number(errno)};
}

} // namespace

InputFile::InputFile(const QString &name, Core::Descriptor descriptor, qint64 size)
    : m_name(name)
    , m_descriptor(std::move(descriptor))
    , m_size(size)
    , m_buffer(pieceSize, Qt::Uninitialized)
{}

Core::Result<InputFile> InputFile::open(const QString &file)
{
    // O_NONBLOCK: opening a pipe must not wait for its other end.
    Core::Descriptor descriptor(
        ::open(QFile::encodeName(file).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status = {};
    if (!descriptor.isOpen() || ::fstat(descriptor.get(), &status) != 0)
        return systemError(file);
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::Unsupported, Text::tr("“%1” is not an ordinary file.").arg(file), {}, {}};
    return InputFile(file, std::move(descriptor), status.st_size);
}

Core::Result<QByteArrayView> InputFile::read()
{
    ssize_t got = -1;
    do {
        got = ::read(m_descriptor.get(), m_buffer.data(), size_t(m_buffer.size()));
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return systemError(m_name);
    m_position += got;
    if (m_position > m_size || (got == 0 && m_position != m_size))
        return Error{
            ErrorKind::Io, Text::tr("“%1” changed while it was being read. Try again.").arg(m_name), {}, {}};
    return QByteArrayView(m_buffer.constData(), got);
}

Core::Result<QByteArray> InputFile::peek()
{
    const auto piece = read();
    if (!piece)
        return piece.error();
    const QByteArray result = piece->first(std::min<qsizetype>(piece->size(), beginningSize)).toByteArray();
    rewind();
    return result;
}

void InputFile::rewind()
{
    // A regular file can always be read from its beginning.
    m_position = ::lseek(m_descriptor.get(), 0, SEEK_SET);
}

Core::Result<QByteArray> hashOfFile(const QString &file, Core::JobContext &context)
{
    auto input = InputFile::open(file);
    if (!input)
        return input.error();
    context.enter(Text::tr("Computing the checksum"), Core::JobProgress::Unit::Bytes, input->size());
    Db::Sha256 hash;
    for (;;) {
        if (const auto go = context.proceed(); !go)
            return go.error();
        const auto piece = input->read();
        if (!piece)
            return piece.error();
        if (piece->isEmpty())
            break;
        hash.add(*piece);
        context.advance(input->position());
    }
    return hash.result();
}

} // namespace Backup
