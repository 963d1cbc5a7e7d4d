// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"
#include "profiles/profile.h"

namespace Gui {

/// What a manifest says about the database with that profile.
[[nodiscard]] Backup::Origin originOf(const Profiles::Profile &profile);
/// The environment that a backup comes from, for its badge.
[[nodiscard]] Profiles::Environment environmentOf(const Backup::Origin &origin);
/// The profile's name, else the database's; never empty.
[[nodiscard]] QString nameOf(const Backup::Manifest &manifest);

/// "412 MB"; empty for nothing known.
[[nodiscard]] QString sizeText(qint64 bytes);
/// In local time, short: "3/12/26 9:30 AM".
[[nodiscard]] QString timeText(const QDateTime &time);
/// How long ago: "5 minutes ago", "yesterday", "3 weeks ago".
[[nodiscard]] QString ageText(const QDateTime &time, const QDateTime &now);
/// What a backup has of its database, where that is not everything: "only Customer", "data only".
[[nodiscard]] QString scopeText(Backup::Scope scope, const QString &table);
/// "Shop from 3/12/26 9:30 AM".
[[nodiscard]] QString titleOf(const Backup::Entry &entry);

} // namespace Gui
