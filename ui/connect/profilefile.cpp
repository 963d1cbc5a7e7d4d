// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilefile.h"

#include "core/durablefile.h"
#include "profiles/exchange.h"

#include <QCoreApplication>
#include <QFile>
#include <QThreadPool>

#include <algorithm>

namespace Gui {

using Core::Result;
using Profiles::Profile;
using Profiles::ProfileSet;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::ProfileFile)
};

constexpr qint64 largest = 1 << 20; // an exported file with thousands of profiles is smaller

template <typename T>
Core::Task<T> inThread(std::function<Result<T>()> work)
{
    auto state = std::make_shared<Core::TaskState<T>>();
    QThreadPool::globalInstance()->start([state, work = std::move(work)] { state->answer(work()); });
    return Core::Task<T>(state);
}

Result<QByteArray> contentOf(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Core::Error{Core::ErrorKind::Io,
                           Text::tr("The file cannot be read. Nothing was changed."),
                           file.errorString(),
                           {}};
    QByteArray content = file.read(largest + 1);
    if (content.size() > largest)
        return Core::Error{Core::ErrorKind::Syntax,
                           Text::tr("The file is too large to hold profiles. Nothing was "
                                    "changed."),
                           {},
                           {}};
    return content;
}

} // namespace

ProfileFile::ProfileFile(Profiles::ProfileStore store)
    : m_store(std::move(store))
{}

Core::Task<Profiles::LoadedProfiles> ProfileFile::load() const
{
    return inThread<Profiles::LoadedProfiles>([store = m_store] { return store.load(); });
}

Core::Task<ProfileSet> ProfileFile::update(Change change) const
{
    return inThread<ProfileSet>(
        [store = m_store, change = std::move(change)] { return store.update(change); });
}

Core::Task<ProfileSet> ProfileFile::save(const Profile &profile) const
{
    return update([profile](ProfileSet &set) -> Result<void> {
        const qsizetype row = Profiles::indexOf(set.profiles, profile.id);
        // By name another one may be found: only the id says which profile this is.
        const bool same = row >= 0 && set.profiles.at(row).id == profile.id;
        const qsizetype namesake = Profiles::indexOf(set.profiles, profile.name);
        if (namesake >= 0 && set.profiles.at(namesake).id != profile.id)
            return Core::Error{
                Core::ErrorKind::Conflict,
                Text::tr("Meanwhile another profile was given the name “%1”. Nothing was saved: choose "
                         "another name.")
                    .arg(profile.name),
                {},
                {}};
        if (same)
            set.profiles[row] = profile;
        else
            set.profiles.append(profile);
        return {};
    });
}

Core::Task<ProfileSet> ProfileFile::remove(const QString &id) const
{
    return update([id](ProfileSet &set) -> Result<void> {
        set.profiles.removeIf([&id](const Profile &profile) { return profile.id == id; });
        return {};
    });
}

Core::Task<ProfileSet> ProfileFile::reorder(const QStringList &ids) const
{
    return update([ids](ProfileSet &set) -> Result<void> {
        const auto place = [&ids](const Profile &profile) {
            const qsizetype index = ids.indexOf(profile.id);
            return index < 0 ? ids.size() : index;
        };
        std::stable_sort(set.profiles.begin(), set.profiles.end(),
                         [&](const Profile &a, const Profile &b) { return place(a) < place(b); });
        return {};
    });
}

Core::Task<ProfileFile::Import> ProfileFile::importFrom(const QString &file) const
{
    return inThread<Import>([store = m_store, file]() -> Result<Import> {
        const auto content = contentOf(file);
        if (!content)
            return content.error();
        Import answer;
        auto set = store.update([&](ProfileSet &current) -> Result<void> {
            const auto read = Profiles::imported(*content, current.profiles);
            if (!read)
                return read.error();
            answer.added = int(read->profiles.size());
            answer.skipped = read->skipped;
            current.profiles.append(read->profiles);
            return {};
        });
        if (!set)
            return set.error();
        answer.set = *set;
        return answer;
    });
}

Core::Task<int> ProfileFile::exportTo(const QString &file, const QList<Profile> &profiles)
{
    return inThread<int>([file, profiles]() -> Result<int> {
        if (auto written = Core::writeDurably(file, Profiles::exported(profiles)); !written)
            return written.error();
        return int(profiles.size());
    });
}

} // namespace Gui
