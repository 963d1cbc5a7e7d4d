// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"
#include "tables/neutralreader.h"
#include "tables/postgrescatalogue.h"
#include "tables/sqlitecatalogue.h"
#include "tables/tablesource.h"

namespace Tables {

using Core::Result;

namespace {

/// How PostgreSQL writes values, for this transaction only: whoever set something else for the database, the
/// role or the pooled line before is not asked. With row_security off a policy that would hide rows is an
/// error instead of a backup without them.
Db::Statement wording()
{
    return {QStringLiteral(
                "select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, MDY', true), "
                "set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true), "
                "set_config('extra_float_digits', '3', true), set_config('row_security', 'off', true)"),
            {},
            true};
}

class LiveSource final : public TableSource
{
public:
    LiveSource(Db::Snapshot &snapshot, SchemaModel schema, const QString &schemaName, qint64 estimatedRows)
        : m_snapshot(snapshot)
        , m_schema(std::move(schema))
        , m_schemaName(m_schema.engine == Db::Engine::SQLite ? QString() : schemaName)
        , m_estimatedRows(estimatedRows)
    {}

    [[nodiscard]] const SchemaModel &schema() const override { return m_schema; }
    [[nodiscard]] qint64 estimatedRows() const override { return m_estimatedRows; }

    [[nodiscard]] Result<qint64> rows(const TableModel &table, const QStringList &columns,
                                      const Each &each) override
    {
        NeutralReader reader(table, columns, m_schema.engine, each);
        return m_snapshot.stream({QStringLiteral("select ") + quotedList(columns) + QStringLiteral(" from ") +
                                      qualified(m_schemaName, table.name),
                                  {}},
                                 [&reader](const Db::RawRow &row) { return reader(row); });
    }

    [[nodiscard]] Result<QString> newest(const TableModel &table, const QString &column) override
    {
        const ColumnModel *model = table.column(column);
        // SQLite compares text: infinity, other spellings and years of five digits come at the wrong place.
        if (m_schema.engine == Db::Engine::SQLite || !model || model->kind != ValueKind::Timestamp)
            return TableSource::newest(table, column);
        auto greatest =
            m_snapshot.run({QStringLiteral("select max(") + Db::quoted(column) +
                                QStringLiteral(")::text from ") + qualified(m_schemaName, table.name),
                            {}});
        if (!greatest)
            return greatest.error();
        QByteArray buffer;
        const QByteArray text = greatest->rows.value(0, Db::Row({QString()})).text(0).toUtf8();
        return QString::fromUtf8(toNeutral(text, ValueKind::Timestamp, m_schema.engine, buffer));
    }

private:
    Db::Snapshot &m_snapshot;
    SchemaModel m_schema;
    QString m_schemaName;
    qint64 m_estimatedRows;
};

AskSqlite askOf(Db::Snapshot &snapshot)
{
    return [&snapshot](const QString &sql) -> Result<QList<SqliteCells>> {
        auto set = snapshot.run({sql, {}});
        if (!set)
            return set.error();
        QList<SqliteCells> rows;
        for (const Db::Row &row : std::as_const(set->rows)) {
            SqliteCells cells;
            for (int i = 0; i < row.size(); ++i)
                cells.append(row.cell(i));
            rows.append(cells);
        }
        return rows;
    };
}

} // namespace

Result<SchemaModel> readSchema(Db::Snapshot &snapshot, Db::Engine engine, const QString &schemaName)
{
    if (engine == Db::Engine::PostgreSQL) {
        auto answer = snapshot.run(postgresSchemaQuestion(schemaName));
        if (!answer)
            return answer.error();
        return postgresSchemaFrom(answer->rows.isEmpty() ? QString() : answer->rows.first().text(0));
    }
    return readSqliteSchema(askOf(snapshot));
}

Result<std::unique_ptr<TableSource>> sourceOf(Db::Snapshot &snapshot, Db::Engine engine,
                                              const QString &schemaName)
{
    qint64 estimatedRows = 0;
    if (engine == Db::Engine::PostgreSQL) {
        if (auto set = snapshot.run(wording()); !set)
            return set.error();
        auto estimate = snapshot.run(
            {QStringLiteral("select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint from pg_class c "
                            "join pg_namespace n on n.oid = c.relnamespace "
                            "where n.nspname = $1 and c.relkind = 'r'"),
             {schemaName}});
        if (!estimate)
            return estimate.error();
        estimatedRows = estimate->rows.isEmpty() ? 0 : estimate->rows.first().integer(0);
    }
    auto schema = readSchema(snapshot, engine, schemaName);
    if (!schema)
        return schema.error();
    if (engine == Db::Engine::SQLite)
        estimatedRows = estimateSqliteRows(askOf(snapshot), *schema);
    return std::unique_ptr<TableSource>(
        std::make_unique<LiveSource>(snapshot, std::move(*schema), schemaName, estimatedRows));
}

} // namespace Tables
