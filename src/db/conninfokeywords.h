// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

/// What differs from one libpq to the next, asked from the installed one.
namespace Db::Conninfo {

/// Whether the installed libpq has this keyword.
[[nodiscard]] bool isKeyword(const QByteArray &keyword);
/// Whether this parameter is one that other programs or a newer libpq understand, so that it is set aside.
[[nodiscard]] bool isForeign(const QByteArray &keyword);
/// Whether a blank ends a part of a URI, so that one inside is refused (libpq 18), or belongs to it.
[[nodiscard]] bool blanksEndUriParts();

} // namespace Db::Conninfo
