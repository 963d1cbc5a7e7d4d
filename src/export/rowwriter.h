// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/rawrow.h"

#include <QStringList>

#include <memory>

namespace Export {

enum class Format { Csv, Xlsx, Json, SqlInserts };

/// "csv", "xlsx", "json", "sql".
[[nodiscard]] QString keyOf(Format format);
[[nodiscard]] std::optional<Format> formatFromKey(QStringView key);

/// What a column's values are, for the formats that tell numbers from text.
enum class ColumnKind { Text, Integer, Decimal, Boolean, Timestamp };

struct Shape
{
    QString table;
    QStringList columns;
    QList<ColumnKind> kinds; ///< of each column
};

struct Options
{
    Format format = Format::Csv;
    bool rawCells = false; ///< CSV: leaves cells that a spreadsheet would take for a formula as they are
};

/// Writes rows into a file of one format, through a temporary file that gets its name in finish() only, and
/// replaces what the user agreed to replace. Bounded memory.
class RowWriter
{
public:
    /// Error: Io, Permission, Unsupported.
    [[nodiscard]] static Core::Result<std::unique_ptr<RowWriter>>
    create(const QString &file, const Shape &shape, const Options &options);
    RowWriter() = default;
    virtual ~RowWriter() = default;
    Q_DISABLE_COPY_MOVE(RowWriter)

    [[nodiscard]] virtual Core::Result<void> add(const Db::RawRow &row) = 0;
    /// Error: Io, Unsupported (more rows than the format takes: XLSX ends at 1,048,576).
    [[nodiscard]] virtual Core::Result<void> finish() = 0;
};

} // namespace Export
