// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/schemamodel.h"

#include <algorithm>

namespace Tables {

const ColumnModel *TableModel::column(const QString &column) const
{
    const auto it =
        std::find_if(columns.begin(), columns.end(), [&](const ColumnModel &c) { return c.name == column; });
    return it == columns.end() ? nullptr : &*it;
}

const TableModel *SchemaModel::table(const QString &name) const
{
    const auto it =
        std::find_if(tables.begin(), tables.end(), [&](const TableModel &t) { return t.name == name; });
    return it == tables.end() ? nullptr : &*it;
}

void sortTables(SchemaModel &schema)
{
    QList<TableModel> waiting = std::move(schema.tables);
    schema.tables.clear();
    std::sort(waiting.begin(), waiting.end(),
              [](const TableModel &a, const TableModel &b) { return a.name < b.name; });
    while (!waiting.isEmpty()) {
        const auto waits = [&](const TableModel &table) {
            return std::any_of(
                table.foreignKeys.begin(), table.foreignKeys.end(), [&](const ForeignKey &key) {
                    return key.table != table.name &&
                           std::any_of(waiting.begin(), waiting.end(),
                                       [&](const TableModel &other) { return other.name == key.table; });
                });
        };
        const auto next = std::find_if_not(waiting.begin(), waiting.end(), waits);
        if (next == waiting.end())
            break;
        schema.tables.append(std::move(*next));
        waiting.erase(next);
    }
    schema.tables += waiting;
}

SchemaModel onlyTables(const SchemaModel &schema, const QStringList &tables)
{
    SchemaModel some = schema;
    some.tables.removeIf([&](const TableModel &table) { return !tables.contains(table.name); });
    for (TableModel &table : some.tables) {
        const qsizetype outside = table.foreignKeys.removeIf(
            [&](const ForeignKey &key) { return some.table(key.table) == nullptr; });
        // Its own words still have the foreign keys.
        if (outside > 0)
            table.definition.clear();
    }
    return some;
}

} // namespace Tables
