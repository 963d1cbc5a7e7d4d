// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/rawrow.h"

#include <QString>

#include <array>

namespace Tables {

/// What a table held at the moment of the backup.
struct TableSummary
{
    QString name;
    qint64 rows = 0;
    QString hash; ///< of the content, see ContentHash; empty: not known
    friend bool operator==(const TableSummary &, const TableSummary &) = default;
};

/// A number for the content of a table that does not depend on the order of rows nor on the engine: the sum
/// modulo 2^256 of a BLAKE2b hash of each row's neutral text.
class ContentHash final
{
public:
    ContentHash();
    void add(const Db::RawRow &neutralRow);
    [[nodiscard]] QString hex() const;
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    std::array<quint64, 4> m_sum = {};
    qint64 m_rows = 0;
    QByteArray m_buffer;
};

} // namespace Tables
