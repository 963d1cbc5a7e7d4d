// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/sqlscript.h"

#include <optional>

namespace Schema {

/// One step of the schema, as SQL that the program carries or that lies in a folder of the team's.
struct Migration
{
    QString id;         ///< <yyyyMMddHHmmss>_<Name>, as EF Core writes it into its history
    bool isOwn = false; ///< carried by the program
    SqlScript up;
    std::optional<SqlScript> down; ///< nullopt: it cannot be taken back

    [[nodiscard]] QString name() const { return id.section(QLatin1Char('_'), 1); }
};

/// EF Core's name of the version that a history row carries.
inline const QString productVersion = QStringLiteral("10.0.0");

/// The program's migrations that make a database of its own; all others add to whatever is there.
inline const QString initialCreate = QStringLiteral("20251211000000_InitialCreate");

/// Whether `id` is built like EF Core's: fourteen digits, an underscore and a name.
[[nodiscard]] bool isMigrationId(const QString &id);

/// The migrations of `engine` in order: the program's own, and the pairs <id>.up.sql and <id>.down.sql that
/// lie in `folder` (empty: none). A missing down is no error. Error: NotFound (no such folder), Syntax with a
/// summary naming the file: a name that is no id, a down without its up, two with the same number or the
/// same name, or what readScript() refuses; Io.
[[nodiscard]] Core::Result<QList<Migration>> migrations(Db::Engine engine, const QString &folder = {});

/// The one of that id; nullptr: none.
[[nodiscard]] const Migration *findMigration(const QList<Migration> &all, const QString &id);

} // namespace Schema
