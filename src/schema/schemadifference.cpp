// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/schemadifference.h"

#include "schema/text.h"

#include <QRegularExpression>

#include <algorithm>

namespace Schema {

using Kind = Difference::Kind;
using Tables::ColumnModel;
using Tables::ForeignKey;
using Tables::IndexModel;
using Tables::SchemaModel;
using Tables::TableModel;

namespace {

/// "character varying(200)" → "character varying" and "200".
std::pair<QString, QString> typeAndLength(const QString &type)
{
    static const QRegularExpression shape(QStringLiteral(R"(\A(.*?)\s*\(([^)]*)\)(.*)\z)"));
    const QRegularExpressionMatch match = shape.match(type);
    if (!match.hasMatch())
        return {type.toLower(), {}};
    return {(match.captured(1) + match.captured(3)).toLower(), match.captured(2).remove(u' ')};
}

void compareColumn(const TableModel &table, const ColumnModel &expected, const ColumnModel &real,
                   QList<Difference> &found)
{
    // Without a type only the name is expected.
    if (expected.type.isEmpty())
        return;
    const auto [type, length] = typeAndLength(expected.type);
    const auto [realType, realLength] = typeAndLength(real.type);
    if (type != realType)
        found.append({Kind::OtherType, table.name, expected.name,
                      Text::tr("“%1” of “%2” is “%3”, not “%4”.")
                          .arg(expected.name, table.name, real.type, expected.type)});
    else if (length != realLength)
        found.append(
            {Kind::OtherLength, table.name, expected.name,
             realLength.isEmpty()
                 ? Text::tr("“%1” of “%2” has no limit, not %3.").arg(expected.name, table.name, length)
                 : Text::tr("“%1” of “%2” holds %3, not %4.")
                       .arg(expected.name, table.name, realLength,
                            length.isEmpty() ? Text::tr("any length") : length)});
    if (expected.notNull != real.notNull)
        found.append(
            {Kind::OtherNullability, table.name, expected.name,
             expected.notNull
                 ? Text::tr("“%1” of “%2” may be empty, but should not.").arg(expected.name, table.name)
                 : Text::tr("“%1” of “%2” may not be empty, but should.").arg(expected.name, table.name)});
}

bool hasKey(const TableModel &table, const ForeignKey &key)
{
    return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(), [&](const ForeignKey &other) {
        return other.columns == key.columns && other.table == key.table;
    });
}

bool hasIndex(const TableModel &table, const QString &name)
{
    return std::any_of(table.indexes.begin(), table.indexes.end(),
                       [&](const IndexModel &index) { return index.name == name; });
}

void compareTable(const TableModel &expected, const TableModel &real, QList<Difference> &found)
{
    for (const ColumnModel &column : expected.columns) {
        if (const ColumnModel *there = real.column(column.name))
            compareColumn(expected, column, *there, found);
        else
            found.append({Kind::MissingColumn, expected.name, column.name,
                          Text::tr("The column “%1” of “%2” is missing.").arg(column.name, expected.name)});
    }
    if (!expected.primaryKey.isEmpty() && expected.primaryKey != real.primaryKey)
        found.append({Kind::MissingKey, expected.name, expected.primaryKey.join(QLatin1String(", ")),
                      Text::tr("The primary key of “%1” is not “%2”.")
                          .arg(expected.name, expected.primaryKey.join(QLatin1String(", ")))});
    for (const ForeignKey &key : expected.foreignKeys)
        if (!hasKey(real, key))
            found.append({Kind::MissingKey, expected.name, key.columns.join(QLatin1String(", ")),
                          Text::tr("“%1” of “%2” does not refer to “%3”.")
                              .arg(key.columns.join(QLatin1String(", ")), expected.name, key.table)});
    for (const IndexModel &index : expected.indexes)
        if (!hasIndex(real, index.name))
            found.append({Kind::MissingIndex, expected.name, index.name,
                          Text::tr("The index “%1” of “%2” is missing.").arg(index.name, expected.name)});
}

} // namespace

QList<Difference> differences(const SchemaModel &expected, const SchemaModel &real)
{
    QList<Difference> found;
    for (const TableModel &table : expected.tables) {
        if (const TableModel *there = real.table(table.name))
            compareTable(table, *there, found);
        else
            found.append(
                {Kind::MissingTable, table.name, {}, Text::tr("The table “%1” is missing.").arg(table.name)});
    }
    return found;
}

QList<Difference> differencesOf(const DatabaseState &state, Lineage lineage,
                                const QList<Migration> &catalogue)
{
    QList<Difference> found = differences(expectedSchema(state, lineage, catalogue), state.schema);
    if (lineage == Lineage::Foreign)
        found.removeIf([](const Difference &difference) {
            return difference.kind != Kind::MissingTable && difference.kind != Kind::MissingColumn &&
                   difference.kind != Kind::MissingIndex;
        });
    for (const QString &index : state.invalidIndexes)
        found.append(
            {Kind::InvalidIndex,
             {},
             index,
             Text::tr("The index “%1” is unusable: building it was interrupted. Applying its migration "
                      "again builds it anew.")
                 .arg(index)});
    return found;
}

} // namespace Schema
