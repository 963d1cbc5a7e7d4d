// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"

namespace Backup {

/// A backup that is known: on the shelf because this program made, verified or opened it.
struct Entry
{
    enum class State {
        Present,
        Missing,
        Changed,    ///< another size than in its manifest, or no ordinary file
        Unreadable, ///< the manifest is damaged, or of a newer version
    };

    QString file; ///< absolute
    State state = State::Present;
    bool hasManifest = false; ///< and it could be read
    Manifest manifest;        ///< what is known without one: kind by ending, size, finished = file's time
    /// Days since the last successful rehearsal; nullopt: never.
    [[nodiscard]] std::optional<int> daysSinceRehearsal(const QDateTime &now) const;
};
inline constexpr int rehearsalAgeLimit = 30; ///< days after which a rehearsal no longer counts

} // namespace Backup
