// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "backup/schemamodel.h"

#include <array>

namespace Backup {

/// Neutral text: one spelling of a value for both engines, which is EF Core's on SQLite. A timestamp is
/// "2025-12-11 09:30:00.123456" in UTC without trailing zeros ("infinity", "0044-03-15 00:00:00 BC" as
/// PostgreSQL writes them), a boolean 1 or 0, a numeric without trailing zeros after the point, a BLOB "\x…".
/// `buffer` holds the bytes where `value` cannot be used as it is.
[[nodiscard]] QByteArrayView toNeutral(QByteArrayView value, ValueKind kind, Db::Engine from,
                                       QByteArray &buffer);
/// Neutral text as `to` reads it. What the kind does not allow (a word in a timestamp column) stays as it is.
[[nodiscard]] QByteArrayView fromNeutral(QByteArrayView value, ValueKind kind, Db::Engine to,
                                         QByteArray &buffer);

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
    /// Returns how many.
    [[nodiscard]] virtual Core::Result<qint64> rows(const TableModel &table, const QStringList &columns,
                                                    const Each &each) = 0;
};

/// The columns that have values of their own, in order.
[[nodiscard]] QStringList storedColumns(const TableModel &table);

/// The live database at one moment. `snapshot` outlives it.
[[nodiscard]] Core::Result<std::unique_ptr<TableSource>>
sourceOf(Db::Snapshot &snapshot, Db::Engine engine, const QString &schemaName = QStringLiteral("public"));
/// An SQLite file: a portable snapshot with the schema that it carries, any other with its own.
[[nodiscard]] Core::Result<std::unique_ptr<TableSource>> sourceOf(std::unique_ptr<Db::SqliteFile> file);

/// A number for the content of a table that does not depend on the order of rows nor on the engine: the sum
/// modulo 2^256 of a BLAKE2b hash of each row's neutral text.
class ContentHash final
{
public:
    void add(const Db::RawRow &neutralRow);
    [[nodiscard]] QString hex() const;
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    std::array<quint64, 4> m_sum = {};
    qint64 m_rows = 0;
    QByteArray m_buffer;
};

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

} // namespace Backup
