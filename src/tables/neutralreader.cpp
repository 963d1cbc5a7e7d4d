// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/neutralreader.h"

namespace Tables {

NeutralReader::NeutralReader(const TableModel &table, const QStringList &columns, Db::Engine from,
                             const TableSource::Each &each)
    : m_from(from)
    , m_each(each)
{
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const ColumnModel *column = table.column(columns.at(i));
        const ValueKind kind = column ? column->kind : ValueKind::Text;
        if (kind != ValueKind::Text && kind != ValueKind::Integer)
            m_translated.push_back({i, kind, {}});
    }
}

Core::Result<void> NeutralReader::operator()(const Db::RawRow &row)
{
    if (m_translated.empty())
        return m_each(row);
    m_row.resize(row.size());
    std::copy(row.begin(), row.end(), m_row.begin());
    for (Translated &translated : m_translated) {
        auto &cell = m_row[translated.column];
        if (cell)
            cell = toNeutral(*cell, translated.kind, m_from, translated.buffer);
    }
    return m_each(m_row);
}

} // namespace Tables
