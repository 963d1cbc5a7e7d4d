// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QJsonObject>
#include <QList>

namespace App {

/// One profile for scripts. Keys: id, name, environment (kind, word, guarded), readOnly, opensLocked,
/// passwordPlace, passwordChanged, passwordAgeDays, service, pooledHost, directHost, readReplica, notes,
/// connection (as "explain" writes it). What does not apply is null. Never contains a password.
[[nodiscard]] QJsonObject profileJson(const Profiles::Profile &profile);

/// The same for people: one aligned line a fact.
[[nodiscard]] QString profileText(const Profiles::Profile &profile);

/// One aligned line a profile, below a line of headings.
[[nodiscard]] QString profileTable(const QList<Profiles::Profile> &profiles);

} // namespace App
