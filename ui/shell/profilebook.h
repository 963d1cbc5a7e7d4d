// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "profiles/profilestore.h"

#include <QObject>

namespace Gui {

/// The profiles as all windows see them. Read and written by a worker; what is here is the state on disk as
/// last seen.
class ProfileBook final : public QObject
{
    Q_OBJECT

public:
    explicit ProfileBook(const QString &file, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProfileBook)

    [[nodiscard]] const Profiles::ProfileStore &store() const { return m_store; }
    [[nodiscard]] const QList<Profiles::Profile> &profiles() const { return m_profiles; }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    [[nodiscard]] const Profiles::Profile *find(const QString &id) const;

    void load();
    /// Notes in the file where this profile's password is kept now.
    void keepPlace(const Profiles::Profile &profile);
    /// What somebody else has just written or read.
    void setProfiles(const QList<Profiles::Profile> &profiles);

Q_SIGNALS:
    void changed();
    /// load() is done, well or badly.
    void loaded();
    /// A damaged file was renamed to `file`; the list starts empty.
    void setAside(const QString &file);
    void failed(const Core::Error &error);

private:
    Profiles::ProfileStore m_store;
    QList<Profiles::Profile> m_profiles;
    bool m_loaded = false;
};

} // namespace Gui
