// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/partfile.h"

#include "backup/filename.h"
#include "backup/leftover.h"
#include "core/descriptor.h"
#include "core/durablefile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;

/// Who removes leftovers may hold a new file's lock for a moment, and be interrupted just then.
constexpr int attempts = 100;
constexpr int pause = 20; // ms

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::PartFile)
};

bool isOutOfSpace()
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
}

/// What the last system call said about `name`.
Error systemError(const QString &name)
{
    ErrorKind kind = ErrorKind::Io;
    QString summary = Text::tr("“%1” could not be written. Nothing was left under that name.");
    if (isOutOfSpace()) {
        summary =
            Text::tr("There is not enough space for “%1”. Nothing was left under that name. Make room or "
                     "choose another folder.");
    } else if (errno == EACCES || errno == EPERM || errno == EROFS) {
        kind = ErrorKind::Permission;
        summary = Text::tr("“%1” may not be written there. Nothing was changed. Choose another folder.");
    }
    return {kind, summary.arg(name), QString::fromLocal8Bit(std::strerror(errno)), QString::number(errno)};
}

Error isTaken(const QString &name)
{
    return {ErrorKind::Conflict,
            Text::tr("There is already something called “%1”. It was not touched. Choose another name.")
                .arg(name),
            {},
            {}};
}

bool isThere(int folder, const QByteArray &name)
{
    struct stat status = {};
    return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/// Some file systems cannot sync a folder and say so; what they do is up to them.
bool syncFolder(int folder)
{
    return ::fsync(folder) == 0 || errno == EINVAL;
}

bool hasContent(int folder, const QByteArray &name)
{
    struct stat status = {};
    return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_size > 0;
}

} // namespace

struct PartFile::Private
{
    QString finalName; ///< absolute
    Existing existing = Existing::Refuse;
    Core::Descriptor folder; ///< everything happens in this one, whatever its path means by then
    Core::Descriptor file;
    QByteArray name;
    QByteArray partName;
    bool isOurs = false; ///< the .part is to be removed with this object

    Core::Result<void> openFolder();
    Core::Result<void> openPart();
    bool giveName() const;
};

Core::Result<void> PartFile::Private::openFolder()
{
    const QFileInfo info(finalName);
    const QString path = info.absolutePath();
    if (info.fileName().isEmpty() || info.fileName() == u"." || info.fileName() == u"..")
        return Error{
            ErrorKind::Unsupported, Text::tr("“%1” is not the name of a file.").arg(finalName), {}, {}};
    name = QFile::encodeName(info.fileName());
    partName = name + QByteArray(partEnding.data(), partEnding.size());
    if (path == defaultFolder() && !Core::makePrivateFolder(path))
        return systemError(finalName);
    folder =
        Core::Descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen())
        return {};
    if (errno == ENOENT)
        return Error{
            ErrorKind::NotFound,
            Text::tr("There is no folder “%1”. Create it, or connect the disk that it is on.").arg(path),
            {},
            {}};
    if (errno == ENOTDIR)
        return Error{ErrorKind::Unsupported, Text::tr("“%1” is not a folder.").arg(path), {}, {}};
    return systemError(finalName);
}

Core::Result<void> PartFile::Private::openPart()
{
    for (int attempt = 0; attempt < attempts; ++attempt) {
        file =
            Core::Descriptor(::openat(folder.get(), partName.constData(),
                                      O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
        if (file.isOpen()) {
            // Before the lock was ours, removeLeftovers() of another process may have come by.
            const bool isLocked = ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
            if (isLocked && isSameFile(folder.get(), partName, file.get()))
                return {};
            continue;
        }
        if (errno != EEXIST)
            return systemError(finalName);
        const Leftover found = removeLeftover(folder.get(), partName);
        if (found == Leftover::Foreign)
            return Error{
                ErrorKind::Conflict,
                Text::tr("“%1” is in the way. It was not touched. Move it away or choose another name.")
                    .arg(QFile::decodeName(partName)),
                {},
                {}};
        if (found == Leftover::Alive)
            QThread::msleep(pause); // perhaps only by somebody who is removing it
    }
    return Error{
        ErrorKind::Busy,
        Text::tr("Another program is writing “%1” at this moment. Nothing was changed. Try again when it "
                 "has finished.")
            .arg(finalName),
        {},
        {}};
}

/// False: errno says why.
bool PartFile::Private::giveName() const
{
    if (existing == Existing::Replace)
        return ::renameat(folder.get(), partName.constData(), folder.get(), name.constData()) == 0;
    if (::renameat2(folder.get(), partName.constData(), folder.get(), name.constData(), RENAME_NOREPLACE) ==
        0)
        return true;
    if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
        return false;
    // NFS and many file systems in user space know hard links only …
    if (::linkat(folder.get(), partName.constData(), folder.get(), name.constData(), 0) == 0) {
        ::unlinkat(folder.get(), partName.constData(), 0);
        return true;
    }
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
        return false;
    // … and some not even those. Looking just before is the best that can be had there.
    if (isThere(folder.get(), name)) {
        errno = EEXIST;
        return false;
    }
    return ::renameat(folder.get(), partName.constData(), folder.get(), name.constData()) == 0;
}

PartFile::PartFile()
    : d(std::make_unique<Private>())
{}

Core::Result<std::unique_ptr<PartFile>> PartFile::create(const QString &finalName, Existing existing)
{
    std::unique_ptr<PartFile> result(new PartFile);
    Private &d = *result->d;
    d.finalName = QFileInfo(finalName).absoluteFilePath();
    d.existing = existing;
    if (const auto opened = d.openFolder(); !opened)
        return opened.error();
    if (existing == Existing::Refuse && isThere(d.folder.get(), d.name))
        return isTaken(d.finalName);
    if (const auto opened = d.openPart(); !opened)
        return opened.error();
    d.isOurs = true;
    return result;
}

PartFile::~PartFile()
{
    // The lock goes last, with the descriptor.
    if (!d->isOurs || !isSameFile(d->folder.get(), d->partName, d->file.get()))
        return;
    removeSqliteFiles(d->folder.get(), d->partName);
    removeOrphanedManifest(d->folder.get(), d->name);
    ::unlinkat(d->folder.get(), d->partName.constData(), 0);
}

QString PartFile::path() const
{
    return d->finalName + partEnding;
}

QString PartFile::finalName() const
{
    return d->finalName;
}

int PartFile::descriptor() const
{
    return d->file.get();
}

Core::Result<void> PartFile::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(d->file.get(), bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno != EINTR)
            return systemError(d->finalName);
        bytes = bytes.sliced(std::max<ssize_t>(written, 0));
    }
    return {};
}

Core::Result<void> PartFile::finish()
{
    const int folder = d->folder.get();
    const Error replaced{
        ErrorKind::Io,
        Text::tr("Another program replaced “%1” while it was being written. It was not used.").arg(path()),
        {},
        {}};
    if (!isSameFile(folder, d->partName, d->file.get()))
        return replaced;
    if (hasContent(folder, d->partName + "-journal") || hasContent(folder, d->partName + "-wal"))
        return Error{ErrorKind::Internal,
                     Text::tr("SQLite had not finished writing “%1”. It was not kept.").arg(d->finalName),
                     {},
                     {}};
    removeSqliteFiles(folder, d->partName);
    if (::fsync(d->file.get()) != 0)
        return systemError(d->finalName);
    if (!d->giveName())
        return errno == EEXIST ? isTaken(d->finalName) : systemError(d->finalName);
    d->isOurs = false;
    if (!isSameFile(folder, d->name, d->file.get()))
        return replaced;
    if (syncFolder(folder))
        return {};
    if (d->existing == Existing::Replace)
        return Error{
            ErrorKind::Io,
            Text::tr("“%1” was written, but may not survive a power cut.").arg(d->finalName),
            QString::fromLocal8Bit(std::strerror(errno)),
            QString::number(errno),
        };
    const Error error = systemError(d->finalName);
    ::unlinkat(folder, d->name.constData(), 0);
    removeOrphanedManifest(folder, d->name);
    return error;
}

} // namespace Backup
