// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "profiles/profilestore.h"

namespace Gui {

/// The profiles file for windows: every access in a thread of its own, the answers in the GUI thread.
class ProfileFile final
{
public:
    explicit ProfileFile(Profiles::ProfileStore store);

    using Change = std::function<Core::Result<void>(Profiles::ProfileSet &)>;

    [[nodiscard]] Core::Task<Profiles::LoadedProfiles> load() const;
    /// `change` runs in the thread, on what is on disk by then. Answers what is in the file afterwards.
    [[nodiscard]] Core::Task<Profiles::ProfileSet> update(Change change) const;
    /// Replaces the profile with that id, or adds it at the end.
    [[nodiscard]] Core::Task<Profiles::ProfileSet> save(const Profiles::Profile &profile) const;
    [[nodiscard]] Core::Task<Profiles::ProfileSet> remove(const QString &id) const;
    /// Brings the profiles into the order of `ids`; those it does not name follow.
    [[nodiscard]] Core::Task<Profiles::ProfileSet> reorder(const QStringList &ids) const;

    struct Import
    {
        Profiles::ProfileSet set;
        int added = 0;
        QStringList skipped;
    };
    [[nodiscard]] Core::Task<Import> importFrom(const QString &file) const;
    /// Answers the number of profiles written; never a password among them.
    [[nodiscard]] static Core::Task<int> exportTo(const QString &file,
                                                  const QList<Profiles::Profile> &profiles);

private:
    Profiles::ProfileStore m_store;
};

} // namespace Gui
