// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/browsedbackup.h"

#include "backup/wrapping.h"
#include "core/durablefile.h"
#include "core/paths.h"
#include "db/sqlitefile.h"
#include "ui/backup/backupwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLockFile>
#include <QTemporaryDir>

namespace Gui {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::BrowsedBackup)
};

const QString idPrefix = QStringLiteral("backup:");

QString copiesFolder()
{
    return Core::Paths::state() + QStringLiteral("/opened-backups");
}

QString lockIn(const QString &folder)
{
    return folder + QStringLiteral("/in-use.lock");
}

/// A folder for one unwrapped backup, for its owner only, removed with the object. It holds customers in the
/// clear: what a killed program left is removed by the next one.
class PrivateCopy final
{
public:
    PrivateCopy()
        : m_folder(copiesFolder() + QStringLiteral("/XXXXXX"))
        , m_lock(lockIn(m_folder.path()))
    {
        m_lock.setStaleLockTime(0); // as long as its program lives
    }
    Q_DISABLE_COPY_MOVE(PrivateCopy)

    [[nodiscard]] bool isValid() { return m_folder.isValid() && m_lock.tryLock(0); }
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("backup.db")); }

    static void removeLeftovers()
    {
        const QFileInfoList folders =
            QDir(copiesFolder()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden);
        const QDateTime recently = QDateTime::currentDateTime().addSecs(-60);
        for (const QFileInfo &folder : folders) {
            if (folder.lastModified() > recently)
                continue; // perhaps just made, and about to be locked
            QLockFile lock(lockIn(folder.absoluteFilePath()));
            lock.setStaleLockTime(0);
            if (lock.tryLock(0))
                QDir(folder.absoluteFilePath()).removeRecursively();
        }
    }

private:
    QTemporaryDir m_folder;
    QLockFile m_lock;
};

} // namespace

Result<BrowsedBackup> browse(const Backup::Entry &entry, const QString &passphrase, Core::JobContext &context)
{
    const Backup::Kind kind = entry.manifest.kind;
    if (kind != Backup::Kind::SqliteSnapshot && kind != Backup::Kind::Portable)
        return Error{
            ErrorKind::Unsupported,
            Text::tr("Only snapshots can be looked into. Compare shows the customers of a dump or a script."),
            {},
            {}};
    context.enter(Text::tr("Opening the backup"));
    PrivateCopy::removeLeftovers();
    const Result<Backup::WrappingFound> wrapping = Backup::wrappingOf(entry.file);
    if (!wrapping)
        return wrapping.error();
    BrowsedBackup browsed;
    QString file = entry.file;
    if (wrapping->isCompressed || wrapping->isEncrypted) {
        const bool hasPlace = Core::makePrivateFolder(copiesFolder());
        const auto copy = std::make_shared<PrivateCopy>();
        if (!hasPlace || !copy->isValid())
            return Error{ErrorKind::Io,
                         Text::tr("There is no place to unwrap the backup in: “%1” cannot be written.")
                             .arg(QDir::toNativeSeparators(copiesFolder())),
                         {},
                         {}};
        if (const Result<void> done = Backup::unwrap(entry.file, copy->file(), passphrase, context); !done)
            return done.error();
        file = copy->file();
        browsed.copy = copy;
    }
    {
        const Result<std::unique_ptr<Db::SqliteFile>> opened =
            Db::SqliteFile::open(file, Db::SqliteFile::Use::Read);
        if (!opened)
            return opened.error();
        const Core::JobContext::Stopper stopper(context, [&opened] { (*opened)->interrupt(); });
        if (const Result<void> whole = (*opened)->checkIntegrity(true); !whole)
            return context.isStopRequested() ? context.proceed().error() : whole.error();
    }
    Profiles::Profile &profile = browsed.profile;
    profile.id = idPrefix + entry.file;
    //: Name of a window on a backup: the database, when the backup was made
    profile.name =
        Text::tr("Backup of %1 from %2").arg(nameOf(entry.manifest), timeText(entry.manifest.finished));
    profile.environment.kind = Profiles::Environment::Kind::Own;
    profile.environment.word = Text::tr("Backup");
    profile.environment.color = QStringLiteral("#7a4fa3");
    profile.environment.icon = QStringLiteral("document-open-recent");
    profile.connection.engine = Db::Engine::SQLite;
    profile.connection.file = file;
    profile.connection.openMode = Db::SqliteOpenMode::ReadOnly;
    profile.isReadOnly = true;
    return browsed;
}

bool isBrowsed(const Profiles::Profile &profile)
{
    return profile.id.startsWith(idPrefix);
}

} // namespace Gui
