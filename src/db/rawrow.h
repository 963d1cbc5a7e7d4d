// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>

#include <optional>

namespace Db {

/// One row of very many, as UTF-8 that belongs to somebody else and is valid until the next row; nullopt is
/// NULL. A million of them cost no allocation each.
using RawRow = QList<std::optional<QByteArrayView>>;

} // namespace Db
