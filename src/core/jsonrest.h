// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

/// Keys that a newer version wrote survive an older one: what was read without what is known, put back when
/// writing.
namespace Core::JsonRest {

/// What `read` has beyond the keys of `known`, at every level. Keys named like a password are left out.
[[nodiscard]] QJsonObject of(const QJsonObject &read, const QJsonObject &known);

/// `known` with the rest put back; what is known wins. Objects in lists are matched by their place as long as
/// the list has not changed its length.
[[nodiscard]] QJsonObject merged(const QJsonObject &known, const QJsonObject &rest);

} // namespace Core::JsonRest
