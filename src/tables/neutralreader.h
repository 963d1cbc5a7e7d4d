// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/neutraltext.h"
#include "tables/tablesource.h"

namespace Tables {

/// Turns the rows of one table, as their engine writes them, into neutral text on their way to somebody else.
class NeutralReader final
{
public:
    NeutralReader(const TableModel &table, const QStringList &columns, Db::Engine from,
                  const TableSource::Each &each);

    [[nodiscard]] Core::Result<void> operator()(const Db::RawRow &row);

private:
    struct Translated
    {
        qsizetype column;
        ValueKind kind;
        QByteArray buffer;
    };
    Db::Engine m_from;
    const TableSource::Each &m_each;
    std::vector<Translated> m_translated; ///< the columns whose text may differ
    Db::RawRow m_row;
};

} // namespace Tables
