// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/profilebook.h"

#include "ui/connect/profilefile.h"

namespace Gui {

using Profiles::LoadedProfiles;
using Profiles::Profile;

ProfileBook::ProfileBook(const QString &file, QObject *parent)
    : QObject(parent)
    , m_store(file)
{}

const Profile *ProfileBook::find(const QString &id) const
{
    const auto found = std::find_if(m_profiles.cbegin(), m_profiles.cend(),
                                    [&](const Profile &profile) { return profile.id == id; });
    return found == m_profiles.cend() ? nullptr : &*found;
}

void ProfileBook::load()
{
    ProfileFile(m_store).load().then(this, [this](const Core::Result<LoadedProfiles> &result) {
        m_loaded = true;
        if (!result) {
            Q_EMIT failed(result.error());
        } else {
            setProfiles(result->set.profiles);
            if (!result->setAside.isEmpty())
                Q_EMIT setAside(result->setAside);
        }
        Q_EMIT loaded();
    });
}

void ProfileBook::keepPlace(const Profile &profile)
{
    const auto change = [id = profile.id,
                         place = profile.secret](Profiles::ProfileSet &set) -> Core::Result<void> {
        if (const qsizetype row = Profiles::indexOf(set.profiles, id); row >= 0)
            set.profiles[row].secret = place;
        return {};
    };
    ProfileFile(m_store).update(change).then(this, [this](const Core::Result<Profiles::ProfileSet> &set) {
        if (set)
            setProfiles(set->profiles);
        else
            Q_EMIT failed(set.error());
    });
}

void ProfileBook::setProfiles(const QList<Profile> &profiles)
{
    if (m_profiles == profiles)
        return;
    m_profiles = profiles;
    Q_EMIT changed();
}

} // namespace Gui
