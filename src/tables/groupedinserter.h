// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/sqlitefile.h"
#include "tables/rowbatch.h"
#include "tables/schemamodel.h"

namespace Tables {

/// Adds very many rows to a table of a file, several with each statement: SQLite looks up the AUTOINCREMENT
/// number of a table once a statement, which takes as long as adding a row.
class GroupedInserter final
{
public:
    [[nodiscard]] static Core::Result<std::unique_ptr<GroupedInserter>>
    create(Db::SqliteFile &file, const TableModel &table, const QStringList &columns);
    /// `row`: in the order of the columns.
    [[nodiscard]] Core::Result<void> add(const Db::RawRow &row);
    /// After the last row.
    [[nodiscard]] Core::Result<void> finish();

private:
    explicit GroupedInserter(int columns)
        : m_batch(columns)
    {}
    [[nodiscard]] Core::Result<void> flush();

    std::unique_ptr<Db::SqliteFile::Inserter> m_one;
    std::unique_ptr<Db::SqliteFile::Inserter> m_many;
    qint64 m_group = 1;
    RowBatch m_batch;
    Db::RawRow m_row;
    Db::RawRow m_all;
};

} // namespace Tables
