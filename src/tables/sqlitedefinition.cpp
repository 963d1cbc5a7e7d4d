// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"
#include "tables/definitionwriter.h"
#include "tables/sqltokens.h"

namespace Tables {

namespace {

const QString noAction = QStringLiteral("NO ACTION");

/// SQLite takes an expression as a default in parentheses only.
QString sqliteDefault(const QString &value)
{
    const QList<SqlToken> tokens = sqlTokens(value);
    const bool isSigned =
        tokens.size() == 2 && (tokens.first().isSymbol("-") || tokens.first().isSymbol("+"));
    const bool isBlob = tokens.size() == 2 && tokens.first().isWord("x");
    const bool isWrapped = tokens.size() > 1 && tokens.first().isSymbol("(");
    return tokens.size() == 1 || isSigned || isBlob || isWrapped
               ? value
               : QString(QLatin1Char('(') + value + QLatin1Char(')'));
}

QString sqliteColumn(const ColumnModel &column, const TableModel &table)
{
    QString text = Db::quoted(column.name);
    if (!column.type.isEmpty())
        text += QLatin1Char(' ') + column.type;
    text += column.notNull ? QStringLiteral(" NOT NULL") : QStringLiteral(" NULL");
    if (table.primaryKey == QStringList{column.name}) {
        text += QLatin1Char(' ') + constraint(table.primaryKeyName) + QStringLiteral("PRIMARY KEY");
        if (column.numbering == Numbering::Autoincrement)
            text += QStringLiteral(" AUTOINCREMENT");
    }
    if (column.isGenerated)
        text += QStringLiteral(" AS ") + column.generation;
    else if (!column.defaultValue.isEmpty())
        text += QStringLiteral(" DEFAULT ") + sqliteDefault(column.defaultValue);
    return text;
}

} // namespace

QString constraint(const QString &name)
{
    return name.isEmpty() ? QString()
                          : QString(QStringLiteral("CONSTRAINT ") + Db::quoted(name) + QLatin1Char(' '));
}

QString foreignKeyClause(const ForeignKey &key, const QString &schemaName)
{
    QString text = QStringLiteral("FOREIGN KEY (") + quotedList(key.columns) +
                   QStringLiteral(") REFERENCES ") + qualified(schemaName, key.table);
    if (!key.otherColumns.isEmpty())
        text += QStringLiteral(" (") + quotedList(key.otherColumns) + QLatin1Char(')');
    if (key.options.startsWith(QLatin1String("MATCH FULL")))
        text += QStringLiteral(" MATCH FULL");
    if (!key.onUpdate.isEmpty() && key.onUpdate != noAction)
        text += QStringLiteral(" ON UPDATE ") + key.onUpdate;
    if (!key.onDelete.isEmpty() && key.onDelete != noAction)
        text += QStringLiteral(" ON DELETE ") + key.onDelete;
    QString rest = key.options;
    rest.remove(QLatin1String("MATCH FULL"));
    if (rest = rest.trimmed(); !rest.isEmpty())
        text += QLatin1Char(' ') + rest;
    return text;
}

QString indexHead(const IndexModel &index, const QString &schemaName, const QString &table)
{
    return (index.isUnique ? QStringLiteral("CREATE UNIQUE INDEX ") : QStringLiteral("CREATE INDEX ")) +
           Db::quoted(index.name) + QStringLiteral(" ON ") + qualified(schemaName, table);
}

QString indexTail(const IndexModel &index)
{
    QString text = QStringLiteral(" (") + quotedList(index.columns) + QLatin1Char(')');
    if (!index.condition.isEmpty())
        text += QStringLiteral(" WHERE ") + index.condition;
    return text;
}

QString sqliteTable(const TableModel &table)
{
    QStringList items;
    for (const ColumnModel &column : table.columns)
        items.append(sqliteColumn(column, table));
    if (table.primaryKey.size() > 1)
        items.append(constraint(table.primaryKeyName) + QStringLiteral("PRIMARY KEY (") +
                     quotedList(table.primaryKey) + QLatin1Char(')'));
    for (const UniqueModel &unique : table.uniques)
        items.append(constraint(unique.name) + QStringLiteral("UNIQUE (") + quotedList(unique.columns) +
                     QLatin1Char(')'));
    items += table.checks;
    for (const ForeignKey &key : table.foreignKeys)
        items.append(constraint(key.name) + foreignKeyClause(key, QString()));
    return QStringLiteral("CREATE TABLE ") + Db::quoted(table.name) + QStringLiteral(" (\n    ") +
           items.join(QLatin1String(",\n    ")) + QStringLiteral("\n)");
}

Definition sqliteDefinition(const SchemaModel &schema)
{
    Definition definition;
    // Rows may come before those they refer to, in a cycle or within one table; at the end all must be there.
    definition.beforeRows.append({QStringLiteral("PRAGMA defer_foreign_keys = ON"), {}});
    for (const TableModel &table : schema.tables) {
        definition.beforeRows.append(
            {table.definition.isEmpty() ? sqliteTable(table) : table.definition, {}});
        for (const IndexModel &index : table.indexes)
            definition.afterRows.append({index.definition.isEmpty()
                                             ? QString(indexHead(index, {}, table.name) + indexTail(index))
                                             : index.definition,
                                         {}});
    }
    return definition;
}

} // namespace Tables
