// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/history.h"
#include "tables/schemamodel.h"

#include <QHash>

namespace Schema {

/// The database that migrations are about, and where the team's own lie.
struct Target
{
    Db::ConnectionSpec connection; ///< the direct way in, not a pooler's
    Db::SessionOptions options;    ///< with the gate: a closed one lets nothing change
    QString folder;                ///< migrations of the team's own; empty: none
};

/// PostgreSQL: an extension that a migration may need.
struct ExtensionState
{
    QString name;
    bool isInstalled = false;
    bool isAvailable = false; ///< the server has its files
    bool mayCreate = false;   ///< this role may make it here
};

/// All that planning needs to know of a database, at one moment.
struct DatabaseState
{
    Db::Engine engine = Db::Engine::SQLite;
    QString serverVersion;
    QString role; ///< PostgreSQL: whom the server takes us for
    History history;
    Tables::SchemaModel schema;
    QStringList invalidIndexes; ///< PostgreSQL: what an interrupted CONCURRENTLY left
    QHash<QString, qint64>
        estimatedRows; ///< by table; PostgreSQL only, where it decides how an index is built
    QList<ExtensionState> extensions;
    bool mayCreateTables = true;

    [[nodiscard]] bool hasIndex(const QString &name) const; ///< a valid one
};

/// Above this many rows an index is built without locking writers out.
inline constexpr qint64 largeTable = 10'000;

/// Error: Busy, with a summary that says so, where the history is locked by a migration that is under way;
/// Unsupported for a pooler's address.
[[nodiscard]] Core::Result<DatabaseState> readState(Db::Session &session);

} // namespace Schema
