// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/portablefile.h"

#include "tables/conventions.h"
#include "tables/groupedinserter.h"
#include "tables/rowcounter.h"
#include "tables/sqlitecatalogue.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr int portableFormat = 1;
const QString formatKey = QStringLiteral("format");
const QString schemaKey = QStringLiteral("schema");

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Tables::Portable)
};

Result<void> ignoreRow(const Db::RawRow &)
{
    return {};
}

Result<void> run(Db::SqliteFile &file, const QList<Db::Statement> &statements)
{
    for (const Db::Statement &statement : statements)
        if (auto done = file.stream(statement.sql, {}, ignoreRow); !done)
            return done.error();
    return {};
}

/// Without a journal nothing is written twice; the file is thrown away after any error. Nobody else has it
/// open.
QList<Db::Statement> fastSettings()
{
    QList<Db::Statement> statements;
    for (const char *sql :
         {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA locking_mode = EXCLUSIVE",
          "PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE"})
        statements.append({QLatin1String(sql), {}});
    return statements;
}

class PortableWriter final
{
public:
    PortableWriter(TableSource &source, Db::SqliteFile &file, const SchemaModel &schema,
                   Core::JobContext &context)
        : m_source(source)
        , m_file(file)
        , m_schema(schema)
        , m_there(translated(schema, Db::Engine::SQLite))
        , m_counter(context)
    {}

    Result<QList<TableSummary>> write(const QStringList &tables)
    {
        const Definition definition = definitionFor(m_there, Db::Engine::SQLite);
        auto done = run(m_file, fastSettings() + definition.beforeRows);
        if (done)
            done = describe();
        m_counter.enter(Text::tr("Copying the rows"), tables.isEmpty() ? m_source.estimatedRows() : 0);
        for (const TableModel &table : m_schema.tables) {
            if (!done)
                break;
            done = copy(table);
        }
        if (done)
            done = m_counter.enter(Text::tr("Making the indexes"));
        if (done)
            done = run(m_file, definition.afterRows + QList<Db::Statement>{{QStringLiteral("COMMIT"), {}}});
        if (!done)
            return done.error();
        return m_counter.summaries();
    }

private:
    Result<void> describe()
    {
        const QByteArray format = QByteArray::number(portableFormat);
        const QByteArray schema = QJsonDocument(toJson(m_schema)).toJson(QJsonDocument::Compact);
        auto done = m_file.execute(QStringLiteral("CREATE TABLE ") + Db::quoted(portableTable) +
                                   QStringLiteral(" (\"key\" TEXT NOT NULL PRIMARY KEY, \"value\" TEXT)"));
        const QString insert =
            QStringLiteral("INSERT INTO ") + Db::quoted(portableTable) + QStringLiteral(" VALUES (?, ?)");
        if (done)
            done = m_file.execute(insert, {formatKey.toLatin1(), format});
        if (done)
            done = m_file.execute(insert, {schemaKey.toLatin1(), schema});
        return done;
    }

    Result<void> copy(const TableModel &table)
    {
        const QStringList columns = storedColumns(table);
        auto inserter = GroupedInserter::create(m_file, table, columns);
        if (!inserter)
            return inserter.error();
        m_counter.begin(table.name);
        auto rows = m_source.rows(table, columns, [&](const Db::RawRow &row) -> Result<void> {
            if (auto counted = m_counter.add(row); !counted)
                return counted;
            return (*inserter)->add(row);
        });
        if (!rows)
            return rows.error();
        m_counter.end();
        return (*inserter)->finish();
    }

    TableSource &m_source;
    Db::SqliteFile &m_file;
    const SchemaModel &m_schema;
    SchemaModel m_there;
    RowCounter m_counter;
};

bool isAbout(const SchemaModel &carried, const SchemaModel &own)
{
    if (carried.tables.size() != own.tables.size())
        return false;
    for (const TableModel &table : carried.tables) {
        const TableModel *there = own.table(table.name);
        if (!there || storedColumns(*there) != storedColumns(table))
            return false;
    }
    return true;
}

} // namespace

Result<QList<TableSummary>> writePortable(TableSource &source, const QString &partFile,
                                          Core::JobContext &context, const QStringList &tables)
{
    const SchemaModel schema = tables.isEmpty() ? source.schema() : onlyTables(source.schema(), tables);
    for (const QString &name : tables)
        if (!schema.table(name))
            return Error{ErrorKind::NotFound,
                         Text::tr("The database has no table “%1”. Nothing was written.").arg(name),
                         {},
                         {}};
    if (auto fits = checkNames(translated(schema, Db::Engine::SQLite), Db::Engine::SQLite); !fits)
        return fits.error();
    auto file = Db::SqliteFile::open(partFile, Db::SqliteFile::Use::Create);
    if (!file)
        return file.error();
    Db::SqliteFile &target = **file;
    const Core::JobContext::Stopper stopper(context, [&target] { target.interrupt(); });
    auto written = PortableWriter(source, target, schema, context).write(tables);
    // A stop interrupts SQLite, whose own word for it is another one.
    if (auto go = context.proceed(); !written && !go)
        return go.error();
    return written;
}

Result<std::optional<SchemaModel>> carriedSchema(Db::SqliteFile &file, const SchemaModel &own)
{
    const auto value = [&file](const QString &key) -> Result<std::optional<QByteArray>> {
        std::optional<QByteArray> found;
        auto read = file.stream(QStringLiteral("select \"value\" from ") + Db::quoted(portableTable) +
                                    QStringLiteral(" where \"key\" = ?"),
                                {key.toLatin1()}, [&](const Db::RawRow &row) -> Result<void> {
                                    if (row.size() == 1 && row.first())
                                        found = row.first()->toByteArray();
                                    return {};
                                });
        if (!read)
            return read.error();
        return found;
    };
    qint64 tables = 0;
    auto counted =
        file.stream(QStringLiteral("select 1 from sqlite_schema where type = 'table' and name = ?"),
                    {portableTable.toLatin1()}, [&](const Db::RawRow &) -> Result<void> {
                        ++tables;
                        return {};
                    });
    if (!counted)
        return counted.error();
    if (tables == 0)
        return std::optional<SchemaModel>();
    auto format = value(formatKey);
    auto json = format ? value(schemaKey) : format;
    // Without the two columns it is no description either.
    if (!json && json.error().kind != ErrorKind::Syntax)
        return json.error();
    if (!json || !*format || !*json)
        return Error{
            ErrorKind::Corrupt,
            Text::tr("The snapshot does not say how its tables were made: it is damaged. Use another "
                     "backup."),
            {},
            {}};
    if ((*format)->toInt() != portableFormat)
        return Error{ErrorKind::Unsupported,
                     Text::tr("The snapshot was written by a newer version of this program. Nothing was "
                              "changed; install that version to read it."),
                     {},
                     {}};
    auto schema = schemaFromJson(QJsonDocument::fromJson(**json).object());
    if (!schema)
        return schema.error();
    return isAbout(*schema, own) ? std::optional(std::move(*schema)) : std::nullopt;
}

} // namespace Tables
