// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupwork.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace Gui::BackupWork {

using Backup::Entry;
using Backup::Kind;
using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::BackupWork)
};

/// By the ending below ".zst" and ".enc".
Kind kindByName(QString name)
{
    for (const QLatin1StringView wrap : {QLatin1StringView(".enc"), QLatin1StringView(".zst")})
        if (name.endsWith(wrap, Qt::CaseInsensitive))
            name.chop(wrap.size());
    if (name.endsWith(QLatin1StringView(".sql"), Qt::CaseInsensitive))
        return Kind::Script;
    if (name.endsWith(QLatin1StringView(".dump"), Qt::CaseInsensitive))
        return Kind::Dump;
    return Kind::SqliteSnapshot;
}

} // namespace

Result<Entry> entryOf(const QString &file)
{
    const QFileInfo info(file);
    if (!info.isFile())
        return Error{ErrorKind::NotFound,
                     Text::tr("There is no file “%1”.").arg(QDir::toNativeSeparators(file)),
                     {},
                     {}};
    Entry entry;
    entry.file = info.absoluteFilePath();
    Result<Backup::Manifest> manifest = Backup::readManifest(entry.file);
    if (manifest) {
        entry.hasManifest = true;
        entry.manifest = *std::move(manifest);
        if (entry.manifest.size != info.size())
            entry.state = Entry::State::Changed;
        return entry;
    }
    if (manifest.error().kind != ErrorKind::NotFound)
        entry.state = Entry::State::Unreadable;
    const Result<Backup::WrappingFound> wrapping = Backup::wrappingOf(entry.file);
    if (!wrapping)
        return wrapping.error();
    entry.manifest.kind = kindByName(info.fileName());
    entry.manifest.isCompressed = wrapping->isCompressed;
    entry.manifest.isEncrypted = wrapping->isEncrypted;
    entry.manifest.size = info.size();
    entry.manifest.finished = info.lastModified().toUTC();
    return entry;
}

Result<Backup::Made> make(const Backup::Request &request, Core::JobContext &context)
{
    const QString folder = QFileInfo(request.file).absolutePath();
    if (!QDir().mkpath(folder))
        return Error{ErrorKind::Io,
                     Text::tr("The folder “%1” cannot be made. Nothing was backed up; choose another folder.")
                         .arg(QDir::toNativeSeparators(folder)),
                     {},
                     {}};
    Result<Backup::Made> made = Backup::makeBackup(request, context);
    if (made)
        (void)Backup::Shelf().add(made->file);
    return made;
}

Result<Backup::Verification> verify(const QString &file, const QString &passphrase, Core::JobContext &context)
{
    Result<Backup::Verification> verification = Backup::verifyBackup(file, passphrase, context);
    if (verification)
        (void)Backup::Shelf().add(file);
    return verification;
}

Result<Backup::Restored> restore(const Backup::RestoreRequest &request, Core::JobContext &context)
{
    Result<Backup::Restored> restored = Backup::restore(request, context);
    if (restored && !restored->safetyBackup.isEmpty())
        (void)Backup::Shelf().add(restored->safetyBackup);
    return restored;
}

Result<int> removeAll(const QStringList &files, Core::JobContext &context)
{
    Backup::Shelf shelf;
    int removed = 0;
    std::optional<Error> problem;
    context.enter(Text::tr("Deleting old backups"));
    for (const QString &file : files) {
        if (const Result<void> go = context.proceed(); !go)
            return go.error();
        if (const Result<void> gone = shelf.remove(file); gone)
            ++removed;
        else if (!problem)
            problem = gone.error();
    }
    if (problem)
        return *problem;
    return removed;
}

} // namespace Gui::BackupWork
