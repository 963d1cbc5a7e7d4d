// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/sqlitecatalogue.h"

#include "tables/conventions.h"
#include "tables/createtable.h"

#include <algorithm>

namespace Tables {

using Core::Result;

namespace {

QString text(const SqliteCells &row, int cell)
{
    return row.at(cell).value_or(QString());
}

int number(const SqliteCells &row, int cell)
{
    return text(row, cell).toInt();
}

// Virtual tables and what they keep their content in cannot be made from rows; SQLite's own tables come by
// themselves.
const QString tablesQuestion =
    QStringLiteral("select m.name, m.sql from sqlite_schema m "
                   "join pragma_table_list l on l.schema = 'main' and l.name = m.name and l.type = 'table' "
                   "where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' order by m.name");
const QString columnsQuestion =
    QStringLiteral("select m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden "
                   "from sqlite_schema m join pragma_table_xinfo(m.name) x where m.type = 'table' "
                   "order by m.name, x.cid");
const QString foreignKeysQuestion =
    QStringLiteral("select m.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_delete, f.on_update "
                   "from sqlite_schema m join pragma_foreign_key_list(m.name) f where m.type = 'table' "
                   "order by m.name, f.id desc, f.seq");
const QString indexesQuestion =
    QStringLiteral("select m.name, l.name, l.\"unique\", l.origin, i.name, s.sql from sqlite_schema m "
                   "join pragma_index_list(m.name) l join pragma_index_xinfo(l.name) i "
                   "left join sqlite_schema s on s.type = 'index' and s.name = l.name "
                   "where m.type = 'table' and i.\"key\" = 1 order by m.name, l.name, i.seqno");

class Collector final
{
public:
    Result<void> collect(const AskSqlite &ask)
    {
        auto tables = ask(tablesQuestion);
        auto columns = tables ? ask(columnsQuestion) : tables;
        auto foreignKeys = columns ? ask(foreignKeysQuestion) : columns;
        auto indexes = foreignKeys ? ask(indexesQuestion) : foreignKeys;
        if (!indexes)
            return indexes.error();
        for (const SqliteCells &row : *tables) {
            if (text(row, 0) == portableTable)
                continue;
            TableModel table;
            table.name = text(row, 0);
            table.definition = text(row, 1);
            m_texts.append(readCreateTable(table.definition));
            schema.tables.append(table);
        }
        for (const SqliteCells &row : *columns)
            addColumn(row);
        finishKeys();
        for (const SqliteCells &row : *foreignKeys)
            addForeignKeyPart(row);
        finishForeignKeys();
        for (const SqliteCells &row : *indexes)
            addIndexPart(row);
        finishUniques();
        return {};
    }

    SchemaModel schema;

private:
    TableModel *find(const QString &name)
    {
        const auto it = std::find_if(schema.tables.begin(), schema.tables.end(),
                                     [&](const TableModel &table) { return table.name == name; });
        return it == schema.tables.end() ? nullptr : &*it;
    }
    [[nodiscard]] const CreateTable &textOf(const TableModel &table) const
    {
        return m_texts.at(&table - schema.tables.constData());
    }

    void addColumn(const SqliteCells &row)
    {
        TableModel *table = find(text(row, 0));
        constexpr int hiddenColumn = 1;
        if (!table || number(row, 6) == hiddenColumn)
            return;
        ColumnModel column;
        column.name = text(row, 1);
        column.type = text(row, 2);
        column.notNull = number(row, 3) != 0;
        column.defaultValue = text(row, 4);
        column.isGenerated = number(row, 6) > hiddenColumn;
        column.generation = textOf(*table).generations.value(column.name.toLower());
        column.kind = kindOnSqlite(table->name, column.name, column.type);
        if (const int place = number(row, 5); place > 0) {
            while (table->primaryKey.size() < place)
                table->primaryKey.append(QString());
            table->primaryKey[place - 1] = column.name;
        }
        table->columns.append(column);
    }

    void finishKeys()
    {
        for (TableModel &table : schema.tables) {
            const CreateTable &words = textOf(table);
            table.primaryKeyName = words.primaryKeyName;
            table.checks = words.checks;
            if (table.primaryKey.size() != 1 || words.isWithoutRowId)
                continue;
            for (ColumnModel &column : table.columns) {
                if (column.name == table.primaryKey.first() &&
                    column.type.compare(QLatin1String("INTEGER"), Qt::CaseInsensitive) == 0) {
                    column.isIdentity = true;
                    column.numbering = words.isAutoincrement ? Numbering::Autoincrement : Numbering::RowId;
                }
            }
        }
    }

    void addForeignKeyPart(const SqliteCells &row)
    {
        TableModel *table = find(text(row, 0));
        if (!table)
            return;
        const int id = number(row, 1);
        if (table->name != m_keyTable || id != m_keyId || table->foreignKeys.isEmpty()) {
            m_keyTable = table->name;
            m_keyId = id;
            ForeignKey key;
            key.table = text(row, 2);
            key.onDelete = text(row, 5);
            key.onUpdate = text(row, 6);
            // SQLite counts them from the last to the first of the text.
            const qsizetype place = table->foreignKeys.size();
            key.name = textOf(*table).foreignKeyNames.value(place);
            key.options = textOf(*table).foreignKeyOptions.value(place);
            table->foreignKeys.append(key);
        }
        table->foreignKeys.last().columns.append(text(row, 3));
        if (row.at(4))
            table->foreignKeys.last().otherColumns.append(*row.at(4));
    }

    void finishForeignKeys()
    {
        for (TableModel &table : schema.tables) {
            for (ForeignKey &key : table.foreignKeys) {
                for (const TableModel &other : std::as_const(schema.tables)) {
                    if (other.name.compare(key.table, Qt::CaseInsensitive) != 0)
                        continue;
                    key.table = other.name;
                    if (key.otherColumns.isEmpty())
                        key.otherColumns = other.primaryKey;
                }
            }
        }
    }

    void addIndexPart(const SqliteCells &row)
    {
        TableModel *table = find(text(row, 0));
        if (!table)
            return;
        const QString origin = text(row, 3);
        if (origin == QLatin1String("c")) {
            if (table->indexes.isEmpty() || table->indexes.last().name != text(row, 1)) {
                const QString sql = text(row, 5);
                m_indexIsPlain = true;
                table->indexes.append({text(row, 1), number(row, 2) != 0, {}, conditionOfIndex(sql), sql});
            }
            m_indexIsPlain = m_indexIsPlain && row.at(4).has_value();
            if (m_indexIsPlain)
                table->indexes.last().columns.append(text(row, 4));
            else
                table->indexes.last().columns.clear();
        } else if (origin == QLatin1String("u")) {
            if (m_uniqueIndex != text(row, 1)) {
                m_uniqueIndex = text(row, 1);
                table->uniques.append(UniqueModel());
            }
            table->uniques.last().columns.append(text(row, 4));
        }
    }

    /// The catalogue knows the columns, the text the names and the order.
    void finishUniques()
    {
        for (TableModel &table : schema.tables) {
            const QList<UniqueModel> known = std::exchange(table.uniques, {});
            QList<UniqueModel> named = textOf(table).uniques;
            for (UniqueModel &unique : named) {
                for (QString &column : unique.columns)
                    for (const ColumnModel &own : std::as_const(table.columns))
                        if (own.name.compare(column, Qt::CaseInsensitive) == 0)
                            column = own.name;
                if (std::any_of(known.begin(), known.end(),
                                [&](const UniqueModel &u) { return u.columns == unique.columns; }))
                    table.uniques.append(unique);
            }
        }
    }

    QList<CreateTable> m_texts; // in the order of schema.tables
    QString m_keyTable;
    int m_keyId = -1;
    QString m_uniqueIndex;
    bool m_indexIsPlain = true;
};

} // namespace

Result<SchemaModel> readSqliteSchema(const AskSqlite &ask)
{
    Collector collector;
    if (auto collected = collector.collect(ask); !collected)
        return collected.error();
    sortTables(collector.schema);
    return collector.schema;
}

qint64 estimateSqliteRows(const AskSqlite &ask, const SchemaModel &schema)
{
    qint64 rows = 0;
    for (const TableModel &table : schema.tables) {
        for (const ColumnModel &column : table.columns) {
            if (!column.isIdentity)
                continue;
            // The highest row number is on the right edge of the table's tree: one step, where a count is a
            // full scan. Tables without numbers are small ones, as a rule.
            auto highest = ask(QStringLiteral("select max(") + Db::quoted(column.name) +
                               QStringLiteral(") from ") + Db::quoted(table.name));
            if (highest && !highest->isEmpty())
                rows += qMax(text(highest->first(), 0).toLongLong(), 0);
        }
    }
    return rows;
}

} // namespace Tables
