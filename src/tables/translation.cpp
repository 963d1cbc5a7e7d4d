// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"
#include "tables/definitionwriter.h"
#include "tables/sqltokens.h"

#include <algorithm>

namespace Tables {

namespace {

bool isDeferred(const QString &options)
{
    return options.contains(QLatin1String("INITIALLY DEFERRED"));
}

/// The access method of a PostgreSQL index; only a tree's order has a meaning for SQLite.
bool isTree(const IndexModel &index)
{
    const QList<SqlToken> tokens = sqlTokens(index.definition);
    for (qsizetype at = 0; at + 1 < tokens.size(); ++at)
        if (tokens.at(at).isWord("using"))
            return tokens.at(at + 1).isWord("btree");
    return true;
}

class Translator final
{
public:
    explicit Translator(Db::Engine to)
        : m_to(to)
    {}

    TableModel translated(const TableModel &from)
    {
        TableModel table = from;
        table.definition.clear();
        table.checks.clear();
        table.columns.removeIf([](const ColumnModel &column) { return column.isGenerated; });
        for (ColumnModel &column : table.columns)
            translate(from, column);
        const auto isGone = [&](const QString &column) { return table.column(column) == nullptr; };
        const auto lacksColumn = [&](const QStringList &columns) {
            return std::any_of(columns.begin(), columns.end(), isGone);
        };
        if (lacksColumn(table.primaryKey)) {
            table.primaryKey.clear();
            table.primaryKeyName.clear();
        }
        table.uniques.removeIf([&](const UniqueModel &unique) { return lacksColumn(unique.columns); });
        for (UniqueModel &unique : table.uniques)
            unique.options.clear();
        table.foreignKeys.removeIf([&](const ForeignKey &key) { return lacksColumn(key.columns); });
        for (ForeignKey &key : table.foreignKeys)
            key.options =
                isDeferred(key.options) ? QStringLiteral("DEFERRABLE INITIALLY DEFERRED") : QString();
        table.indexes.clear();
        for (const IndexModel &index : from.indexes)
            if (!index.columns.isEmpty() && !lacksColumn(index.columns) && isTree(index))
                table.indexes.append(translated(index, from, table));
        if (m_to == Db::Engine::SQLite)
            table.definition = sqliteTable(table);
        return table;
    }

private:
    void translate(const TableModel &table, ColumnModel &column)
    {
        column.defaultValue = column.isIdentity ? QString() : defaultFor(column, m_to);
        column.collation.clear();
        if (m_to == Db::Engine::SQLite) {
            column.type = sqliteType(column.kind);
            column.kind = kindOnSqlite(table.name, column.name, column.type);
            // SQLite numbers rows by their whole key only.
            column.isIdentity = table.primaryKey == QStringList{column.name} &&
                                column.type == QLatin1String("INTEGER") && column.isIdentity;
            column.numbering = column.isIdentity ? Numbering::Autoincrement : Numbering::None;
        } else {
            column.type = postgresType(table.name, column, column.isIdentity || refers(table, column.name));
            if (column.kind == ValueKind::Numeric)
                column.kind = kindOnPostgres(QStringLiteral("numeric"), column.type);
            column.notNull = column.notNull || table.primaryKey.contains(column.name);
            column.numbering = column.isIdentity ? Numbering::ByDefault : Numbering::None;
        }
    }

    [[nodiscard]] static bool refers(const TableModel &table, const QString &column)
    {
        return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
                           [&](const ForeignKey &key) { return key.columns.contains(column); });
    }

    [[nodiscard]] IndexModel translated(const IndexModel &from, const TableModel &source,
                                        const TableModel &table) const
    {
        IndexModel index = from;
        const auto condition = conditionFor(from.condition, source, m_to);
        index.condition = condition.value_or(QString());
        // Without its condition it would forbid what was allowed.
        index.isUnique = from.isUnique && condition.has_value();
        index.definition = indexHead(index, QString(), table.name) + indexTail(index);
        return index;
    }

    Db::Engine m_to;
};

} // namespace

SchemaModel translated(const SchemaModel &schema, Db::Engine engine)
{
    if (schema.engine == engine)
        return schema;
    SchemaModel there;
    there.engine = engine;
    Translator translator(engine);
    for (const TableModel &table : schema.tables)
        there.tables.append(translator.translated(table));
    return there;
}

Definition definitionFor(const SchemaModel &schema, Db::Engine engine, const QString &schemaName)
{
    const SchemaModel there = translated(schema, engine);
    return engine == Db::Engine::SQLite ? sqliteDefinition(there) : postgresDefinition(there, schemaName);
}

} // namespace Tables
