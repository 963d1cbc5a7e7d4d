// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/rawrow.h"

#include <QStringList>

#include <array>
#include <memory>

namespace Export {

class OutputFile;

enum class Format { Csv, Xlsx, Json, SqlInserts };

inline constexpr std::array allFormats = {Format::Csv, Format::Xlsx, Format::Json, Format::SqlInserts};

/// "csv", "xlsx", "json", "sql": for command lines and settings, and as the ending of files.
[[nodiscard]] QString keyOf(Format format);
[[nodiscard]] std::optional<Format> formatFromKey(QStringView key);
/// How many rows a file of this format takes; nullopt: any number.
[[nodiscard]] std::optional<qint64> rowLimit(Format format);

/// What a column's values are, for the formats that tell numbers from text. It is a promise of the catalogue,
/// not of the values, since SQLite takes any value in any column: one that does not fit is written as text.
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
    bool rawCells = false;    ///< CSV: leaves cells that a spreadsheet would take for a formula as they are
    bool replacesFile = true; ///< the user agreed to lose what has the file's name
};

/// Writes rows into a file of one format, through a temporary file that gets its name in finish() only, and
/// replaces what the user agreed to replace. Bounded memory. Goes without finish(): nothing is left.
class RowWriter
{
public:
    /// Error: those of OutputFile::create(), Unsupported (more columns than the format takes).
    [[nodiscard]] static Core::Result<std::unique_ptr<RowWriter>>
    create(const QString &file, const Shape &shape, const Options &options);
    virtual ~RowWriter();
    Q_DISABLE_COPY_MOVE(RowWriter)

    /// `row` has a value for each column of the shape.
    /// Error: Io, Permission, Unsupported (a row or a text that the format does not take).
    [[nodiscard]] virtual Core::Result<void> add(const Db::RawRow &row) = 0;
    /// Completes the file, asks `context` once more whether to go on, and gives the file its name. Returns
    /// its size in bytes. Error: Io, Permission, Conflict, Cancelled; nothing was written then.
    [[nodiscard]] Core::Result<qint64> finish(const Core::JobContext *context = nullptr);

    /// How many values held what the format cannot (U+0000, bytes that are no UTF-8) and have U+FFFD instead.
    [[nodiscard]] qint64 mendedValues() const { return m_mended; }

protected:
    explicit RowWriter(std::unique_ptr<OutputFile> file);
    /// Writes what is left and checks the whole.
    [[nodiscard]] virtual Core::Result<void> complete() = 0;
    [[nodiscard]] OutputFile &file() { return *m_file; }
    void countMended() { ++m_mended; }
    /// `text` as well-formed UTF-8, without U+0000 where `allowsNul` is false. `buffer` holds what is
    /// changed.
    [[nodiscard]] QByteArrayView mended(QByteArrayView text, bool allowsNul, QByteArray &buffer);

private:
    std::unique_ptr<OutputFile> m_file;
    qint64 m_mended = 0;
};

} // namespace Export
