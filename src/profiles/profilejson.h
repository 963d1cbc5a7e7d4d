// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profilestore.h"

/// The profiles file: {"version": 1, "profiles": [...]}. Connections are typed fields, never a connection
/// string, and no password is written, whatever a profile holds. Keys that this program does not know are
/// kept at every level, but for those that are named like a password.
namespace Profiles {

inline constexpr qint64 maxFileSize = 4 << 20; ///< bytes
inline constexpr int maxProfiles = 500;
inline constexpr int maxNameLength = 100;

[[nodiscard]] QByteArray toJson(const ProfileSet &set);
[[nodiscard]] QJsonObject toJson(const Profile &profile);

/// Everything is checked as something foreign is: types, ranges, lengths, characters, unique names and ids.
/// Errors: Syntax for a damaged file, Unsupported for a newer version or a word that only a newer version
/// knows. `detail` says where, never what was found there.
[[nodiscard]] Core::Result<ProfileSet> setFromJson(const QByteArray &json);
/// `place` is what `detail` calls the object.
[[nodiscard]] Core::Result<Profile> profileFromJson(const QJsonObject &json, const QString &place);

} // namespace Profiles
