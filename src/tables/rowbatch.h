// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/rawrow.h"

#include <QByteArray>

#include <vector>

namespace Tables {

/// Rows kept for a moment, bytes beside bytes, a few megabytes at most.
class RowBatch final
{
public:
    explicit RowBatch(int columns)
        : m_columns(columns)
    {}

    void add(const Db::RawRow &row);
    [[nodiscard]] bool isEmpty() const { return m_rows == 0; }
    [[nodiscard]] qint64 rows() const { return m_rows; }
    [[nodiscard]] qsizetype bytes() const { return m_bytes.size(); }
    [[nodiscard]] bool isFull() const;
    /// Fills `row` with the next one; it is valid until clear(). False: there is none.
    [[nodiscard]] bool next(Db::RawRow &row);
    void clear();

private:
    static constexpr qint64 null = -1;

    int m_columns;
    QByteArray m_bytes;
    std::vector<qint64> m_sizes; ///< of the cells, one after the other
    qint64 m_rows = 0;
    qint64 m_given = 0;
    size_t m_cell = 0;
    qsizetype m_at = 0;
};

} // namespace Tables
