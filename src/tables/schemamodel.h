// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"
#include "db/sqlitefile.h"

#include <QJsonObject>

namespace Tables {

/// What a value is, as far as the two engines write it differently.
enum class ValueKind { Text, Integer, Boolean, Timestamp, Numeric, Real, Blob };

struct ColumnModel
{
    QString name;
    ValueKind kind = ValueKind::Text;
    QString type; ///< as its own engine declares it: "character varying(200)", "TEXT"
    bool notNull = false;
    bool isIdentity = false;  ///< numbers itself: IDENTITY, serial, AUTOINCREMENT or INTEGER PRIMARY KEY
    bool isGenerated = false; ///< computed: travels in the schema, not in the rows
    QString defaultValue;     ///< the engine's own expression; empty: none
    friend bool operator==(const ColumnModel &, const ColumnModel &) = default;
};

struct ForeignKey
{
    QString name;
    QStringList columns;
    QString table; ///< the one referred to
    QStringList otherColumns;
    QString onDelete; ///< "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION"
    QString onUpdate;
    friend bool operator==(const ForeignKey &, const ForeignKey &) = default;
};

struct IndexModel
{
    QString name;
    bool isUnique = false;
    QStringList columns; ///< plain column names in order; empty: expressions, only `definition` tells
    QString condition;   ///< WHERE, the engine's own words
    QString definition;  ///< the whole statement as its engine gives it
    friend bool operator==(const IndexModel &, const IndexModel &) = default;
};

struct TableModel
{
    QString name;
    QList<ColumnModel> columns;
    QStringList primaryKey;
    QString primaryKeyName;
    QList<QStringList> uniques;
    QList<ForeignKey> foreignKeys;
    QStringList checks; ///< the engine's own words
    QList<IndexModel> indexes;
    QString definition; ///< SQLite: its CREATE TABLE
    [[nodiscard]] const ColumnModel *column(const QString &column) const;
    friend bool operator==(const TableModel &, const TableModel &) = default;
};

/// The tables of the application: all base tables of `public`, or of an SQLite file.
struct SchemaModel
{
    Db::Engine engine = Db::Engine::SQLite;
    QList<TableModel> tables; ///< a table after those it refers to; cycles last
    [[nodiscard]] const TableModel *table(const QString &name) const;
    friend bool operator==(const SchemaModel &, const SchemaModel &) = default;
};

[[nodiscard]] QJsonObject toJson(const SchemaModel &schema);
/// Error: Corrupt.
[[nodiscard]] Core::Result<SchemaModel> schemaFromJson(const QJsonObject &json);

/// From the catalogue, in one round trip on PostgreSQL.
[[nodiscard]] Core::Result<SchemaModel> readSchema(Db::Snapshot &snapshot, Db::Engine engine,
                                                   const QString &schemaName = QStringLiteral("public"));
[[nodiscard]] Core::Result<SchemaModel> readSchema(Db::SqliteFile &file);

/// The statements that make these tables in an empty database of `engine`, which need not be the one they
/// come from: EF Core's conventions translate between the two. `schemaName`: PostgreSQL only. Tables and keys
/// first; `afterRows` are the statements for indexes and foreign keys that are better made once the rows are
/// in.
struct Definition
{
    QList<Db::Statement> beforeRows;
    QList<Db::Statement> afterRows;
};
[[nodiscard]] Definition definitionFor(const SchemaModel &schema, Db::Engine engine,
                                       const QString &schemaName = QStringLiteral("public"));

} // namespace Tables
