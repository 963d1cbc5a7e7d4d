// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/rowwriter.h"

namespace Export {

/// One transaction of INSERT statements, a hundred rows each, that PostgreSQL and SQLite both read, into a
/// table that is there: all rows come, or none does. Times are what EF Core writes on SQLite; a line that
/// only PostgreSQL sees makes it read them in UTC, and another one lets its numbering go on after the rows.
class SqlWriter final : public RowWriter
{
public:
    SqlWriter(std::unique_ptr<OutputFile> file, const Shape &shape);

    [[nodiscard]] Core::Result<void> add(const Db::RawRow &row) override;

protected:
    [[nodiscard]] Core::Result<void> complete() override;

private:
    void appendCell(QByteArrayView value, ColumnKind kind);
    void appendString(QByteArrayView text);

    QByteArray m_insert;    ///< the statement up to its first row
    QByteArray m_numbering; ///< what lets numbers go on; may be empty
    const QList<ColumnKind> m_kinds;
    int m_rowsInStatement = 0;
    qsizetype m_bytesInStatement = 0;
    QByteArray m_line; ///< not handed on yet
    QByteArray m_mendedText;
};

} // namespace Export
