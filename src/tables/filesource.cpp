// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"
#include "tables/neutralreader.h"
#include "tables/portablefile.h"
#include "tables/sqlitecatalogue.h"
#include "tables/tablesource.h"

namespace Tables {

using Core::Result;

namespace {

class FileSource final : public TableSource
{
public:
    FileSource(std::unique_ptr<Db::SqliteFile> file, SchemaModel schema, qint64 estimatedRows)
        : m_file(std::move(file))
        , m_schema(std::move(schema))
        , m_estimatedRows(estimatedRows)
    {}

    [[nodiscard]] const SchemaModel &schema() const override { return m_schema; }
    [[nodiscard]] qint64 estimatedRows() const override { return m_estimatedRows; }

    [[nodiscard]] Result<qint64> rows(const TableModel &table, const QStringList &columns,
                                      const Each &each) override
    {
        // Whatever database the schema comes from, the values are SQLite's here.
        NeutralReader reader(table, columns, Db::Engine::SQLite, each);
        return m_file->stream(QStringLiteral("select ") + quotedList(columns) + QStringLiteral(" from ") +
                                  Db::quoted(table.name),
                              {}, [&reader](const Db::RawRow &row) { return reader(row); });
    }

private:
    std::unique_ptr<Db::SqliteFile> m_file;
    SchemaModel m_schema;
    qint64 m_estimatedRows;
};

AskSqlite askOf(Db::SqliteFile &file)
{
    return [&file](const QString &sql) -> Result<QList<SqliteCells>> {
        QList<SqliteCells> rows;
        auto streamed = file.stream(sql, {}, [&](const Db::RawRow &row) -> Result<void> {
            SqliteCells cells;
            for (const auto &cell : row)
                cells.append(cell ? Db::Cell(QString::fromUtf8(*cell)) : Db::Cell());
            rows.append(cells);
            return {};
        });
        if (!streamed)
            return streamed.error();
        return rows;
    };
}

} // namespace

Result<SchemaModel> readSchema(Db::SqliteFile &file)
{
    return readSqliteSchema(askOf(file));
}

Result<std::unique_ptr<TableSource>> sourceOf(std::unique_ptr<Db::SqliteFile> file)
{
    auto schema = readSchema(*file);
    if (!schema)
        return schema.error();
    auto carried = carriedSchema(*file, *schema);
    if (!carried)
        return carried.error();
    const qint64 rows = estimateSqliteRows(askOf(*file), *schema);
    return std::unique_ptr<TableSource>(std::make_unique<FileSource>(
        std::move(file), *carried ? std::move(**carried) : std::move(*schema), rows));
}

} // namespace Tables
