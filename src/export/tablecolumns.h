// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"
#include "export/rowwriter.h"

namespace Export {

/// A column of a table or view as the catalogue has it.
struct TableColumn
{
    QString name;
    ColumnKind kind = ColumnKind::Text;
    bool isGenerated = false; ///< computed: cannot be written back
    int keyPosition = 0;      ///< in the primary key, from 1; 0: not in it
};

/// The columns of `table` in their order; names are exact. On SQLite, whose types say little, EF Core's
/// conventions help: a text column "…At" has times, an integer column "Is…" or "Has…" booleans.
/// Error: NotFound (no such table), and those of Snapshot::run().
[[nodiscard]] Core::Result<QList<TableColumn>> readColumns(Db::Snapshot &snapshot, Db::Engine engine,
                                                           const QString &table);

} // namespace Export
