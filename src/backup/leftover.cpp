// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/leftover.h"

#include "backup/manifest.h"
#include "backup/partfile.h"
#include "core/descriptor.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace Backup {

namespace {

bool exists(int folder, const QByteArray &name)
{
    struct stat status = {};
    return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

} // namespace

bool isSameFile(int folder, const QByteArray &name, int descriptor)
{
    struct stat byName = {};
    struct stat open = {};
    return ::fstatat(folder, name.constData(), &byName, AT_SYMLINK_NOFOLLOW) == 0 &&
           ::fstat(descriptor, &open) == 0 && byName.st_dev == open.st_dev && byName.st_ino == open.st_ino;
}

void removeSqliteFiles(int folder, const QByteArray &databaseName)
{
    for (const char *ending : {"-journal", "-wal", "-shm"})
        ::unlinkat(folder, QByteArray(databaseName + ending).constData(), 0);
}

void removeOrphanedManifest(int folder, const QByteArray &backupName)
{
    const QByteArray manifest = QFile::encodeName(manifestFile(QFile::decodeName(backupName)));
    struct stat status = {};
    if (!exists(folder, backupName) &&
        ::fstatat(folder, manifest.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode))
        ::unlinkat(folder, manifest.constData(), 0);
}

Leftover removeLeftover(int folder, const QByteArray &partName)
{
    const Core::Descriptor part(
        ::openat(folder, partName.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!part.isOpen())
        return errno == ENOENT ? Leftover::Vanished : Leftover::Foreign;
    struct stat status = {};
    if (::fstat(part.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != ::geteuid())
        return Leftover::Foreign;
    if (::flock(part.get(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? Leftover::Alive : Leftover::Foreign;
    // With the lock in hand: the name may have been given to a new file before.
    if (!isSameFile(folder, partName, part.get()))
        return exists(folder, partName) ? Leftover::Alive : Leftover::Vanished;
    removeSqliteFiles(folder, partName);
    removeOrphanedManifest(folder, partName.chopped(partEnding.size()));
    return ::unlinkat(folder, partName.constData(), 0) == 0 ? Leftover::Removed : Leftover::Foreign;
}

QStringList removeLeftovers(const QString &folder)
{
    const Core::Descriptor open(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!open.isOpen())
        return {};
    QStringList removed;
    const QStringList names =
        QDir(folder).entryList({u'*' + partEnding}, QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
    for (const QString &name : names)
        if (removeLeftover(open.get(), QFile::encodeName(name)) == Leftover::Removed)
            removed.append(name);
    return removed;
}

} // namespace Backup
