// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/tablesource.h"

namespace Tables {

/// Writes a portable snapshot (docs/portable-snapshot.md) into `partFile`, an empty or missing file: every
/// table (or `tables` only) with its rows in neutral text, and the schema as its own engine has it. Counts
/// and hashes on the way. The file gets no journal and is not synced: until the caller has synced and renamed
/// it, it is no backup. After an Error it is useless. Error: Cancelled, Io, those of the source.
[[nodiscard]] Core::Result<QList<TableSummary>> writePortable(TableSource &source, const QString &partFile,
                                                              Core::JobContext &context,
                                                              const QStringList &tables = {});

/// The schema that a portable snapshot carries; nullopt: it carries none, or one that is not about exactly
/// the tables and columns that are there (`own`): somebody went on working in the file.
/// Error: Unsupported (a newer format), Corrupt.
[[nodiscard]] Core::Result<std::optional<SchemaModel>> carriedSchema(Db::SqliteFile &file,
                                                                     const SchemaModel &own);

} // namespace Tables
