// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "tables/contenthash.h"
#include "tables/schemamodel.h"

namespace Tables {

/// Tables with their rows as they were at one moment, wherever they lie: in a live database, a snapshot file
/// or a script. What a backup is made of, and what a restore reads.
class TableSource
{
public:
    using Each = std::function<Core::Result<void>(const Db::RawRow &row)>;

    TableSource() = default;
    virtual ~TableSource() = default;
    Q_DISABLE_COPY_MOVE(TableSource)

    [[nodiscard]] virtual const SchemaModel &schema() const = 0;
    /// Every row of `table` in neutral text, in the order of `columns` (none generated), in no order of rows.
    /// Returns how many. An Error of `each` ends it and is returned.
    [[nodiscard]] virtual Core::Result<qint64> rows(const TableModel &table, const QStringList &columns,
                                                    const Each &each) = 0;
    /// The greatest timestamp of a column in neutral text; empty: none. Reads all rows unless the source
    /// knows better.
    [[nodiscard]] virtual Core::Result<QString> newest(const TableModel &table, const QString &column);
    /// About how many rows all tables have, for progress; 0: not known.
    [[nodiscard]] virtual qint64 estimatedRows() const { return 0; }
};

/// The columns that have values of their own, in order.
[[nodiscard]] QStringList storedColumns(const TableModel &table);

/// The live database at one moment. `snapshot` outlives it.
[[nodiscard]] Core::Result<std::unique_ptr<TableSource>>
sourceOf(Db::Snapshot &snapshot, Db::Engine engine, const QString &schemaName = QStringLiteral("public"));
/// An SQLite file: a portable snapshot with the schema that it carries, any other with its own.
[[nodiscard]] Core::Result<std::unique_ptr<TableSource>> sourceOf(std::unique_ptr<Db::SqliteFile> file);

/// Reads every row of every table and counts and hashes it, with progress in rows. `tables` empty: all.
[[nodiscard]] Core::Result<QList<TableSummary>> summarize(TableSource &source, Core::JobContext &context,
                                                          const QStringList &tables = {});
/// The greatest "UpdatedAt" of Customer in neutral text, and the ids of "__EFMigrationsHistory" in order.
struct Marks
{
    QString newestUpdate;
    QStringList migrations;
};
[[nodiscard]] Core::Result<Marks> marksOf(TableSource &source);

} // namespace Tables
