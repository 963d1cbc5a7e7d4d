// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profilestore.h"

#include <QStringList>

/// Profiles on their way to another computer.
namespace Profiles {

/// What an exported file brought.
struct Imported
{
    QList<Profile> profiles; ///< with new ids and names that are free; add them to the set
    QStringList skipped;     ///< one translated sentence each: which, and why
};

/// The profiles as a file for others: no password, no id, no date of a password.
[[nodiscard]] QByteArray exported(const QList<Profile> &profiles);

/// Reads what exported() wrote, or a profiles file; `existing` are the profiles that are there already.
/// Errors: Syntax when it is neither; Unsupported for a newer version.
[[nodiscard]] Core::Result<Imported> imported(const QByteArray &json, const QList<Profile> &existing);

} // namespace Profiles
