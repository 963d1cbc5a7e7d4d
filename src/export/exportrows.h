// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/connectionspec.h"
#include "db/sessionoptions.h"
#include "db/statement.h"
#include "export/rowwriter.h"

namespace Export {

/// What to export, and where to.
struct ExportRequest
{
    Db::ConnectionSpec spec;
    Db::SessionOptions session; ///< reading asks no gate; for the query log
    QString table = QStringLiteral("Customer");
    QStringList columns;                ///< in this order; empty: all of the table's
    std::optional<Db::Statement> query; ///< answers `columns` of `table`; nullopt: all rows, by primary key
    qint64 expectedRows = 0;            ///< for the progress; 0: not known, a whole table is counted then
    QString file;
    Options options;
};

/// What was written.
struct Exported
{
    QString file; ///< absolute
    Format format = Format::Csv;
    qint64 rows = 0;
    qint64 bytes = 0;
    qint64 mendedValues = 0; ///< values with characters that the format cannot hold: see RowWriter
};

/// Writes the rows of one moment of the database, in a line of its own. Whatever ends it early, the file is
/// what it was before.
/// Error: Cancelled, NotFound (table, column, folder), Unsupported (too much for the format), Conflict (the
/// file must stay), Io, Permission, and what a connection and a statement can end with.
[[nodiscard]] Core::Result<Exported> exportRows(const ExportRequest &request, Core::JobContext &context);

} // namespace Export
