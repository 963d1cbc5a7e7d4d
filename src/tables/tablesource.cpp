// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/tablesource.h"

#include "tables/rowcounter.h"
#include "tables/timestamptext.h"

#include <QCoreApplication>

namespace Tables {

using Core::Result;

Result<QString> TableSource::newest(const TableModel &table, const QString &column)
{
    QByteArray newest;
    auto read = rows(table, {column}, [&](const Db::RawRow &row) -> Result<void> {
        if (row.first() && isLater(*row.first(), newest))
            newest = row.first()->toByteArray();
        return {};
    });
    if (!read)
        return read.error();
    return QString::fromUtf8(newest);
}

QStringList storedColumns(const TableModel &table)
{
    QStringList columns;
    for (const ColumnModel &column : table.columns)
        if (!column.isGenerated)
            columns.append(column.name);
    return columns;
}

Result<QList<TableSummary>> summarize(TableSource &source, Core::JobContext &context,
                                      const QStringList &tables)
{
    RowCounter counter(context);
    counter.enter(QCoreApplication::translate("Tables", "Reading the rows"),
                  tables.isEmpty() ? source.estimatedRows() : 0);
    for (const TableModel &table : source.schema().tables) {
        if (!tables.isEmpty() && !tables.contains(table.name))
            continue;
        if (auto go = context.proceed(); !go)
            return go.error();
        counter.begin(table.name);
        auto read =
            source.rows(table, storedColumns(table), [&](const Db::RawRow &row) { return counter.add(row); });
        if (!read)
            return read.error();
        counter.end();
    }
    return counter.summaries();
}

Result<Marks> marksOf(TableSource &source)
{
    Marks marks;
    const TableModel *customers = source.schema().table(QStringLiteral("Customer"));
    if (customers && customers->column(QStringLiteral("UpdatedAt"))) {
        auto newest = source.newest(*customers, QStringLiteral("UpdatedAt"));
        if (!newest)
            return newest.error();
        marks.newestUpdate = *newest;
    }
    const TableModel *history = source.schema().table(QStringLiteral("__EFMigrationsHistory"));
    if (history && history->column(QStringLiteral("MigrationId"))) {
        auto read = source.rows(*history, {QStringLiteral("MigrationId")},
                                [&](const Db::RawRow &row) -> Result<void> {
                                    if (row.first())
                                        marks.migrations.append(QString::fromUtf8(*row.first()));
                                    return {};
                                });
        if (!read)
            return read.error();
        marks.migrations.sort();
    }
    return marks;
}

} // namespace Tables
