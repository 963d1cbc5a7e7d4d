// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/shelf.h"

#include "backup/filename.h"
#include "core/descriptor.h"
#include "core/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;
using Core::JsonReader;

constexpr qsizetype maxPath = 4096;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Shelf)
};

struct Listed
{
    QString file;
    bool isForgotten = false;
};

/// One spelling for a file, whatever links lead to its folder. The file itself may be a link, and is refused
/// then.
QString spelled(const QString &file)
{
    const QFileInfo info(QDir::cleanPath(QFileInfo(file).absoluteFilePath()));
    const QString folder = QFileInfo(info.path()).canonicalFilePath();
    return folder.isEmpty() ? info.filePath() : QDir(folder).filePath(info.fileName());
}

QList<Listed> listed(const QJsonObject &object, std::optional<Core::JsonProblem> &problem)
{
    QList<Listed> result;
    JsonReader reader(object, {}, problem);
    const QJsonArray backups = reader.array("backups", Shelf::maximalEntries);
    for (const QJsonValue &item : backups) {
        const QString place = QStringLiteral("backups[%1]").arg(result.size());
        JsonReader backup(item.toObject(), place, problem);
        const Listed entry{backup.text("file", maxPath, JsonReader::Shape::Any), backup.flag("forgotten")};
        if (!QDir::isAbsolutePath(entry.file))
            backup.fail(QStringLiteral("file"));
        result.append(entry);
    }
    return result;
}

std::optional<Core::JsonProblem> check(const QJsonObject &object)
{
    std::optional<Core::JsonProblem> problem;
    (void)listed(object, problem);
    return problem;
}

/// The list with `file` on it or not, or noted as forgotten. Keys of newer versions stay.
enum class Place { Known, Forgotten, Gone };
QJsonArray changed(const QJsonArray &backups, const QString &file, Place place)
{
    QJsonArray result;
    QJsonObject own{{QStringLiteral("file"), file}};
    for (const QJsonValue &item : backups) {
        const QString other = item.toObject().value(QLatin1String("file")).toString();
        if (other == file)
            own = item.toObject();
        else if (!item.toObject().value(QLatin1String("forgotten")).toBool() || QFile::exists(other))
            result.append(item);
    }
    own.remove(QLatin1String("forgotten"));
    if (place == Place::Forgotten)
        own.insert(QLatin1String("forgotten"), true);
    if (place != Place::Gone)
        result.append(own);
    return result;
}

Core::Result<void> put(const ListFile &list, const QString &file, Place place)
{
    return list.update([&](QJsonObject &object) -> Core::Result<void> {
        const QJsonArray backups = changed(object.value(QLatin1String("backups")).toArray(), file, place);
        if (backups.size() > Shelf::maximalEntries)
            return Error{
                ErrorKind::Unsupported,
                Text::tr("The list of backups is full: it takes %1. Nothing was changed. Remove some from "
                         "the list.")
                    .arg(Shelf::maximalEntries),
                {},
                {}};
        object.insert(QLatin1String("backups"), backups);
        return {};
    });
}

enum class Type { None, File, Other };
Type typeOf(const QString &file, struct stat &status)
{
    if (::lstat(QFile::encodeName(file).constData(), &status) != 0)
        return Type::None;
    return S_ISREG(status.st_mode) ? Type::File : Type::Other;
}

Entry entryOf(const QString &file)
{
    Entry entry;
    entry.file = file;
    struct stat status = {};
    const Type type = typeOf(file, status);
    if (auto manifest = readManifest(file)) {
        entry.manifest = *std::move(manifest);
        entry.hasManifest = true;
    } else {
        if (manifest.error().kind != ErrorKind::NotFound)
            entry.state = Entry::State::Unreadable;
        entry.manifest.kind = kindFromName(file).value_or(Kind::Portable);
        entry.manifest.size = type == Type::File ? status.st_size : 0;
        entry.manifest.finished =
            type == Type::None ? QDateTime() : QDateTime::fromSecsSinceEpoch(status.st_mtim.tv_sec, Qt::UTC);
    }
    if (type == Type::None)
        entry.state = Entry::State::Missing;
    else if (type == Type::Other || (entry.hasManifest && entry.manifest.size != status.st_size))
        entry.state = Entry::State::Changed;
    return entry;
}

/// Backups in a folder, by their manifests.
QStringList backupsIn(const QString &folder)
{
    const QString ending = manifestFile({});
    QStringList result;
    const QStringList names = QDir(folder).entryList({u'*' + ending}, QDir::Files | QDir::NoSymLinks);
    for (const QString &name : names) {
        const QString file = QDir(folder).filePath(name.chopped(ending.size()));
        struct stat status = {};
        if (typeOf(file, status) == Type::File)
            result.append(file);
    }
    return result;
}

Error noFile(const QString &file)
{
    return {ErrorKind::Unsupported,
            Text::tr("“%1” is a link or no ordinary file, and no backup. Nothing was changed.").arg(file),
            {},
            {}};
}

bool deleteFile(const QString &file)
{
    if (::unlink(QFile::encodeName(file).constData()) != 0 && errno != ENOENT)
        return false;
    // One that is there again after a power cut is on nobody's list, and harmless.
    const Core::Descriptor folder(
        ::open(QFile::encodeName(QFileInfo(file).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen())
        ::fsync(folder.get());
    return true;
}

} // namespace

std::optional<int> Entry::daysSinceRehearsal(const QDateTime &now) const
{
    if (!manifest.rehearsed.isValid())
        return std::nullopt;
    constexpr qint64 day = 86'400;
    return int(std::max<qint64>(0, manifest.rehearsed.secsTo(now) / day)); // a clock may have been set back
}

Shelf::Shelf(const QString &file)
    : m_list(file.isEmpty() ? Core::Paths::data() + QStringLiteral("/backups.json") : file, &check)
{}

Core::Result<QList<Entry>> Shelf::entries() const
{
    const auto object = m_list.read();
    if (!object)
        return object.error();
    std::optional<Core::JsonProblem> problem;
    QSet<QString> seen;
    QSet<QString> folders{spelled(defaultFolder())};
    QList<Entry> result;
    for (const Listed &backup : listed(*object, problem)) {
        if (seen.contains(backup.file))
            continue;
        seen.insert(backup.file);
        if (backup.isForgotten)
            continue;
        folders.insert(QFileInfo(backup.file).path());
        result.append(entryOf(backup.file));
    }
    for (const QString &folder : std::as_const(folders))
        for (const QString &file : backupsIn(folder))
            if (!seen.contains(file))
                result.append(entryOf(file));
    std::sort(result.begin(), result.end(), [](const Entry &a, const Entry &b) {
        return a.manifest.finished != b.manifest.finished ? a.manifest.finished > b.manifest.finished
                                                          : a.file > b.file;
    });
    return result;
}

Core::Result<void> Shelf::add(const QString &backupFile)
{
    const QString file = spelled(backupFile);
    struct stat status = {};
    switch (typeOf(file, status)) {
    case Type::None:
        return Error{ErrorKind::NotFound, Text::tr("There is no file “%1”.").arg(file), {}, {}};
    case Type::Other:
        return noFile(file);
    case Type::File:
        break;
    }
    return put(m_list, file, Place::Known);
}

Core::Result<void> Shelf::forget(const QString &backupFile)
{
    const QString file = spelled(backupFile);
    // One with a manifest would be found again beside the others.
    return put(m_list, file, QFile::exists(manifestFile(file)) ? Place::Forgotten : Place::Gone);
}

Core::Result<void> Shelf::remove(const QString &backupFile)
{
    const QString file = spelled(backupFile);
    const auto object = m_list.read();
    if (!object)
        return object.error();
    struct stat status = {};
    if (typeOf(file, status) == Type::Other)
        return noFile(file);
    std::optional<Core::JsonProblem> problem;
    const QList<Listed> list = listed(*object, problem);
    const bool isListed =
        std::any_of(list.begin(), list.end(), [&](const Listed &entry) { return entry.file == file; });
    if (!isListed && !QFileInfo(manifestFile(file)).isFile())
        return Error{ErrorKind::NotFound,
                     Text::tr("“%1” is no backup that is known here. It was not deleted.").arg(file),
                     {},
                     {}};
    const auto manifest = readManifest(file);
    if (manifest && manifest->isPinned)
        return Error{ErrorKind::Permission,
                     Text::tr("“%1” is pinned. It was not deleted. Unpin it first.").arg(file),
                     {},
                     {}};
    // In this order: a manifest alone is no backup, a backup alone is one that nothing is known about.
    for (const QString &name : {file, manifestFile(file)})
        if (!deleteFile(name))
            return Error{ErrorKind::Io, Text::tr("“%1” could not be deleted.").arg(name),
                         QString::fromLocal8Bit(std::strerror(errno)), QString::number(errno)};
    return put(m_list, file, Place::Gone);
}

Core::Result<void> Shelf::setPinned(const QString &backupFile, bool on)
{
    return updateManifest(spelled(backupFile), [on](Manifest &manifest) { manifest.isPinned = on; });
}

} // namespace Backup
