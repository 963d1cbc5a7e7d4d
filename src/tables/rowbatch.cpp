// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/rowbatch.h"

namespace Tables {

namespace {

constexpr qsizetype enoughBytes = 4 << 20;
constexpr qint64 enoughRows = 50'000; // of very short ones

} // namespace

void RowBatch::add(const Db::RawRow &row)
{
    for (const auto &cell : row) {
        m_sizes.push_back(cell ? cell->size() : null);
        if (cell)
            m_bytes.append(*cell);
    }
    ++m_rows;
}

bool RowBatch::isFull() const
{
    return m_bytes.size() >= enoughBytes || m_rows >= enoughRows;
}

bool RowBatch::next(Db::RawRow &row)
{
    if (m_given == m_rows)
        return false;
    ++m_given;
    row.resize(m_columns);
    for (int i = 0; i < m_columns; ++i) {
        const qint64 size = m_sizes[m_cell++];
        if (size == null) {
            row[i].reset();
        } else {
            row[i] = QByteArrayView(m_bytes).sliced(m_at, size);
            m_at += size;
        }
    }
    return true;
}

void RowBatch::clear()
{
    // The memory is used again, unless one enormous row took it.
    if (m_bytes.capacity() > 4 * enoughBytes)
        m_bytes = QByteArray();
    else
        m_bytes.resize(0);
    m_sizes.clear();
    m_rows = 0;
    m_given = 0;
    m_cell = 0;
    m_at = 0;
}

} // namespace Tables
