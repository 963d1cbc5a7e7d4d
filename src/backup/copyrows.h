// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/scriptlines.h"
#include "db/rawrow.h"

namespace Backup {

/// The rows behind a "COPY … FROM stdin" in a script, in PostgreSQL's text, unescaped. Reads what COPY TO
/// writes; other escapes that COPY FROM would take are an error, as they show that somebody changed the file.
class CopyRows final
{
public:
    /// The next line of `lines`, which outlives this, is the first row.
    CopyRows(ScriptLines &lines, qsizetype columns)
        : m_lines(lines)
        , m_columns(columns)
    {}

    /// Gives the next row, valid until the next call; false behind the last one.
    /// Error: Syntax with the line, Corrupt (cut off), Io.
    [[nodiscard]] Core::Result<bool> next(Db::RawRow &row);

private:
    [[nodiscard]] Core::Result<bool> split(QByteArrayView line, Db::RawRow &row);
    [[nodiscard]] Core::Result<void> unescape(QByteArrayView &field);

    ScriptLines &m_lines;
    qsizetype m_columns;
    QByteArray m_buffer; ///< the fields that had escapes
    qsizetype m_used = 0;
};

} // namespace Backup
