// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/profilebook.h"

#include <QThreadPool>

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
    auto state = std::make_shared<Core::TaskState<LoadedProfiles>>();
    Core::Task<LoadedProfiles>(state).then(this, [this](const Core::Result<LoadedProfiles> &result) {
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
    QThreadPool::globalInstance()->start([state, store = m_store] { state->answer(store.load()); });
}

void ProfileBook::setProfiles(const QList<Profile> &profiles)
{
    if (m_profiles == profiles)
        return;
    m_profiles = profiles;
    Q_EMIT changed();
}

} // namespace Gui
