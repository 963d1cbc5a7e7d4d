// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

#include <QList>

namespace Schema {

/// One step of the schema, as SQL that the program carries.
struct Migration
{
    QString id; ///< <yyyyMMddHHmmss>_<Name>, as EF Core writes it into its history
    QStringList up;
    QStringList down;
};

/// EF Core's name of the version that a history row carries.
inline const QString productVersion = QStringLiteral("10.0.0");

/// The migrations of `engine` in order, from resources/migrations/.
/// Error: Internal when a pair is incomplete or a file has no statement.
[[nodiscard]] Core::Result<QList<Migration>> migrations(Db::Engine engine);

/// Cuts a script into statements at semicolons outside of quotes and comments.
[[nodiscard]] QStringList statementsIn(const QString &script);

} // namespace Schema
