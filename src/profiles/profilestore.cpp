// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilestore.h"

#include "core/durablefile.h"
#include "core/paths.h"
#include "db/connectionstring.h"
#include "profiles/profilejson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <chrono>

namespace Profiles {

namespace {

using namespace std::chrono_literals;

/// A lock is held for milliseconds. One whose owner died is taken over: at once where the owner is known to
/// be gone, else (it died between making the file and writing its name) after `staleAfter`.
constexpr auto staleAfter = 3s;
constexpr auto patience = 10s;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Profiles::ProfileStore)
};

/// For its owner only: names of hosts and users are nobody else's business.
bool makeFolder(const QString &path)
{
    return QFileInfo(path).isDir() ||
           (makeFolder(QFileInfo(path).path()) &&
            (QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner) ||
             QFileInfo(path).isDir()));
}

Core::Result<void> lockFile(QLockFile &lock, const QString &file)
{
    lock.setStaleLockTime(int(std::chrono::milliseconds(staleAfter).count()));
    if (makeFolder(QFileInfo(file).absolutePath()) &&
        lock.tryLock(int(std::chrono::milliseconds(patience).count())))
        return {};
    if (lock.error() == QLockFile::LockFailedError)
        return Core::Error{
            Core::ErrorKind::Busy,
            Text::tr("Another window or program is saving profiles. Nothing was changed. Try again."),
            {},
            {}};
    return Core::Error{Core::ErrorKind::Permission,
                       Text::tr("Nothing can be saved in “%1”. Nothing was changed. Check who owns that "
                                "folder, and the free space.")
                           .arg(QFileInfo(file).absolutePath()),
                       {},
                       {}};
}

/// A missing file is an empty set.
Core::Result<ProfileSet> read(const QString &file)
{
    Core::Result<QByteArray> content = Core::readLimited(file, maxFileSize);
    if (content)
        return setFromJson(*content);
    if (content.error().kind == Core::ErrorKind::NotFound)
        return ProfileSet();
    if (content.error().kind != Core::ErrorKind::Unsupported)
        return content.error();
    return Core::Error{
        Core::ErrorKind::Unsupported,
        Text::tr("“%1” is not an ordinary file, or larger than 4 MiB. It was left as it is. Move it "
                 "away to begin with an empty list of profiles.")
            .arg(file),
        {},
        {}};
}

bool isDamaged(const Core::Result<ProfileSet> &set)
{
    return !set && set.error().kind == Core::ErrorKind::Syntax;
}

} // namespace

ProfileStore::ProfileStore(QString file)
    : m_file(std::move(file))
{}

Core::Result<LoadedProfiles> ProfileStore::load() const
{
    Core::Result<ProfileSet> set = read(m_file);
    if (!isDamaged(set))
        return set ? Core::Result<LoadedProfiles>({*std::move(set), {}, {}}) : set.error();

    // Read again under the lock: meanwhile somebody else may have set it aside and written a good one.
    QLockFile lock(m_file + QStringLiteral(".lock"));
    if (const auto locked = lockFile(lock, m_file); !locked)
        return locked.error();
    set = read(m_file);
    if (!isDamaged(set))
        return set ? Core::Result<LoadedProfiles>({*std::move(set), {}, {}}) : set.error();
    const Core::Result<QString> aside = Core::setAside(m_file);
    if (!aside)
        return aside.error();
    return LoadedProfiles{{}, *aside, set.error().detail};
}

Core::Result<ProfileSet>
ProfileStore::update(const std::function<Core::Result<void>(ProfileSet &)> &change) const
{
    QLockFile lock(m_file + QStringLiteral(".lock"));
    if (const auto locked = lockFile(lock, m_file); !locked)
        return locked.error();
    Core::Result<ProfileSet> set = read(m_file);
    if (isDamaged(set)) {
        const Core::Result<QString> aside = Core::setAside(m_file);
        if (!aside)
            return aside.error();
        return Core::Error{
            Core::ErrorKind::Corrupt,
            Text::tr("The profiles file is damaged. It was kept as “%1”, and nothing was changed. Try "
                     "again to begin with an empty list.")
                .arg(*aside),
            set.error().detail,
            {}};
    }
    if (!set)
        return set.error();
    if (const auto changed = change(*set); !changed)
        return changed.error();

    // What could not be read back is not written.
    const QByteArray json = toJson(*set);
    Core::Result<ProfileSet> written = setFromJson(json);
    if (!written || json.size() > maxFileSize)
        return Core::Error{
            Core::ErrorKind::Syntax,
            Text::tr("These profiles cannot be saved. Nothing was changed. There may be at most %1, "
                     "each with a name of its own, and every value in its usual form.")
                .arg(maxProfiles),
            written ? QString() : written.error().detail,
            {}};
    if (const auto saved = Core::writeDurably(m_file, json); !saved)
        return saved.error();
    return written;
}

QString profilesFile()
{
    return Core::Paths::config() + QStringLiteral("/profiles.json");
}

qsizetype indexOf(const QList<Profile> &profiles, const QString &nameOrId)
{
    for (qsizetype i = 0; i < profiles.size(); ++i)
        if (profiles.at(i).name.compare(nameOrId, Qt::CaseInsensitive) == 0)
            return i;
    for (qsizetype i = 0; i < profiles.size(); ++i)
        if (!nameOrId.isEmpty() && profiles.at(i).id == nameOrId)
            return i;
    return -1;
}

QString uniqueName(const QList<Profile> &profiles, const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; indexOf(profiles, name) >= 0; ++number) {
        const QString ending = QStringLiteral(" (%1)").arg(number);
        name = wanted.left(maxNameLength - ending.size()).trimmed() + ending;
    }
    return name;
}

Core::Result<Profile> resolveTarget(const QList<Profile> &profiles, const QString &target)
{
    const QString name = target.trimmed();
    if (const qsizetype index = indexOf(profiles, name); index >= 0)
        return profiles.at(index);
    const bool looksLikeName = !name.isEmpty() && std::none_of(name.begin(), name.end(), [](QChar c) {
        return c == u'=' || c == u':' || c == u'/' || c == u'.' || c == u'\\' || c == u'~';
    });
    if (looksLikeName && !QFileInfo::exists(name))
        return Core::Error{
            Core::ErrorKind::NotFound,
            Text::tr("There is no profile “%1”. A file is written with ./ or its folder.").arg(name),
            {},
            {}};
    const Core::Result<Db::ConnectionSpec> spec = Db::ConnectionString::parse(target);
    if (!spec)
        return spec.error();
    return profileFor(*spec);
}

} // namespace Profiles
