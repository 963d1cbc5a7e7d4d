// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/tablesource.h"

namespace Backup {

/// Some of the tables of a source. `from` outlives it.
class SubsetSource final : public Tables::TableSource
{
public:
    SubsetSource(Tables::TableSource &from, Tables::SchemaModel schema)
        : m_from(from)
        , m_schema(std::move(schema))
    {}

    [[nodiscard]] const Tables::SchemaModel &schema() const override { return m_schema; }
    [[nodiscard]] Core::Result<qint64> rows(const Tables::TableModel &table, const QStringList &columns,
                                            const Each &each) override
    {
        return m_from.rows(table, columns, each);
    }

private:
    Tables::TableSource &m_from;
    Tables::SchemaModel m_schema;
};

} // namespace Backup
