// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "profiles/profile.h"

#include <QList>

#include <functional>

namespace Profiles {

/// What the profiles file holds.
struct ProfileSet
{
    QList<Profile> profiles; ///< in the user's order: the first nine are Ctrl+1 to Ctrl+9
    QJsonObject unknown;     ///< keys of a newer version, kept as they are
};

/// What load() found besides the profiles.
struct LoadedProfiles
{
    ProfileSet set;
    QString setAside; ///< the file that a damaged one was renamed to; empty: nothing was damaged
    QString damage;   ///< where in the file the damage is, never what stands there
};

/// The profiles file: versioned JSON, 0600, replaced atomically and durably (Core::writeDurably). It never
/// holds a password. Blocking: worker threads and headless verbs only. Two programs may change it at once:
/// update() holds a lock file and works on what is on disk now, not on an old copy.
class ProfileStore final
{
public:
    /// `file`: usually profilesFile().
    explicit ProfileStore(QString file);

    /// A missing file is an empty set. A damaged one is renamed to NAME.damaged-TIME and told.
    /// Errors: Io, Permission; Unsupported for a version that this program does not know, which is left
    /// alone.
    [[nodiscard]] Core::Result<LoadedProfiles> load() const;
    /// Reads, changes and writes under the lock, and answers what is in the file then. `change` may answer an
    /// Error, and then nothing is written. Errors: those of load() and of Core::writeDurably; Busy when
    /// another program keeps the lock; Syntax when the changed set is not one that load() would read; Corrupt
    /// when the file was damaged: it is set aside, and the next update begins with an empty set.
    [[nodiscard]] Core::Result<ProfileSet>
    update(const std::function<Core::Result<void>(ProfileSet &)> &change) const;

    [[nodiscard]] const QString &file() const { return m_file; }

private:
    QString m_file;
};

/// Where this user's profiles are: profiles.json in Core::Paths::config().
[[nodiscard]] QString profilesFile();

/// Whether a profile may be called so: one line, up to 100 characters, and nothing like a connection string.
[[nodiscard]] bool isUsableName(const QString &name);
/// `wanted`, or "wanted (2)" and so on where a profile has that name already.
[[nodiscard]] QString uniqueName(const QList<Profile> &profiles, const QString &wanted);

/// Index of the profile with that name (case does not matter) or id; -1: none.
[[nodiscard]] qsizetype indexOf(const QList<Profile> &profiles, const QString &nameOrId);

/// What a TARGET means: a profile's name, else a connection string, for which the answer is profileFor() and
/// may hold the string's password. Error: Syntax when it is neither; NotFound when it looks like a name (no =
/// : / . \ ~ in it, and no such file).
[[nodiscard]] Core::Result<Profile> resolveTarget(const QList<Profile> &profiles, const QString &target);

} // namespace Profiles
