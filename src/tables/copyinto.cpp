// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/copyinto.h"

#include "tables/conventions.h"
#include "tables/neutraltext.h"
#include "tables/rowbatch.h"
#include "tables/rowcounter.h"

#include <QCoreApplication>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Tables::CopyInto)
};

Result<void> checkFree(Db::Transaction &transaction, Db::Engine engine, const SchemaModel &schema,
                       const QString &schemaName)
{
    const bool isSqlite = engine == Db::Engine::SQLite;
    auto there = transaction.run(
        isSqlite ? Db::Statement{QStringLiteral("select name from sqlite_schema"), {}}
                 : Db::Statement{QStringLiteral("select c.relname from pg_class c join pg_namespace n "
                                                "on n.oid = c.relnamespace where n.nspname = $1"),
                                 {schemaName}});
    if (!there)
        return there.error();
    for (const Db::Row &row : std::as_const(there->rows))
        for (const TableModel &table : schema.tables)
            if (row.text(0).compare(table.name, isSqlite ? Qt::CaseInsensitive : Qt::CaseSensitive) == 0)
                return Error{ErrorKind::Conflict,
                             Text::tr("The database has something named “%1” already. Nothing was changed; "
                                      "choose an empty database.")
                                 .arg(table.name),
                             {},
                             {}};
    return {};
}

/// Carries the rows of one table over in portions, since a source gives rows and a database takes them.
class Loader final
{
public:
    Loader(Db::Transaction &transaction, Db::Engine engine, const TableModel &table,
           const QString &schemaName)
        : m_transaction(transaction)
        , m_engine(engine)
        , m_name(qualified(engine == Db::Engine::SQLite ? QString() : schemaName, table.name))
        , m_columns(storedColumns(table))
        , m_batch(int(m_columns.size()))
    {
        for (const QString &column : m_columns) {
            m_kinds.append(table.column(column)->kind);
            m_blobs.append(m_kinds.last() == ValueKind::Blob);
        }
        m_buffers.resize(m_columns.size());
        m_row.resize(m_columns.size());
    }

    [[nodiscard]] const QStringList &columns() const { return m_columns; }

    Result<void> add(const Db::RawRow &neutralRow)
    {
        for (qsizetype i = 0; i < neutralRow.size(); ++i) {
            const auto &cell = neutralRow.at(i);
            m_row[i] = cell ? std::optional(fromNeutral(*cell, m_kinds.at(i), m_engine, m_buffers[i])) : cell;
        }
        m_batch.add(m_row);
        return m_batch.isFull() ? flush() : Result<void>();
    }

    Result<void> flush()
    {
        if (m_batch.isEmpty())
            return {};
        auto loaded = m_transaction.load(
            m_name, m_columns, [this](Db::RawRow &row) -> Result<bool> { return m_batch.next(row); },
            m_blobs);
        m_batch.clear();
        return loaded ? Result<void>() : Result<void>(loaded.error());
    }

private:
    Db::Transaction &m_transaction;
    Db::Engine m_engine;
    QString m_name;
    QStringList m_columns;
    QList<ValueKind> m_kinds;
    QList<bool> m_blobs;
    QList<QByteArray> m_buffers;
    Db::RawRow m_row;
    RowBatch m_batch;
};

// Neither engine's numbers ever go back: one that was given before must not be given again.

QList<Db::Statement> numberingOnSqlite(const QString &table, const QString &column)
{
    const QString highest =
        QStringLiteral("(select coalesce(max(%1), 0) from %2)").arg(Db::quoted(column), Db::quoted(table));
    return {{QStringLiteral("update sqlite_sequence set seq = max(seq, ") + highest +
                 QStringLiteral(") where name = $1"),
             {table}},
            {QStringLiteral("insert into sqlite_sequence (name, seq) select $1, ") + highest +
                 QStringLiteral(" where not exists (select 1 from sqlite_sequence where name = $2)"),
             {table, table}}};
}

QList<Db::Statement> numberingOnPostgres(const QString &schemaName, const QString &table,
                                         const QString &column)
{
    // The sequence that the column owns, or else the one that its default names.
    const QString whole = qualified(schemaName, table);
    return {{QStringLiteral(R"sql(
        select setval(q.seq, greatest(q.highest, 1), q.highest > 0) from (
            select s.seq, greatest((select max()sql") +
                 Db::quoted(column) + QStringLiteral(") from ") + whole + QStringLiteral(R"sql(),
                                   coalesce(pg_sequence_last_value(s.seq), 0), 0) as highest
            from (select coalesce(pg_get_serial_sequence($1, $2)::regclass, (
                select d.refobjid::regclass from pg_attribute a
                join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
                join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
                                 and d.refclassid = 'pg_class'::regclass
                join pg_class c on c.oid = d.refobjid and c.relkind = 'S'
                where a.attrelid = $3::regclass and a.attname = $4 limit 1)) as seq) s
            where s.seq is not null) q)sql"),
             {whole, column, whole, column}}};
}

} // namespace

Result<QList<TableSummary>> copyInto(Db::Transaction &transaction, Db::Engine engine, TableSource &source,
                                     Core::JobContext &context, const QString &schemaName)
{
    const SchemaModel &schema = source.schema();
    const SchemaModel there = translated(schema, engine);
    const Definition definition = definitionFor(there, engine, schemaName);
    auto done = checkHarmless(there);
    if (done)
        done = checkNames(there, engine);
    if (done)
        done = checkFree(transaction, engine, there, schemaName);
    if (!done)
        return done.error();
    if (auto made = transaction.run(definition.beforeRows); !made)
        return made.error();

    RowCounter counter(context);
    counter.enter(Text::tr("Writing the rows"), source.estimatedRows());
    for (const TableModel &table : schema.tables) {
        Loader loader(transaction, engine, table, schemaName);
        counter.begin(table.name);
        auto rows = source.rows(table, loader.columns(), [&](const Db::RawRow &row) -> Result<void> {
            if (auto counted = counter.add(row); !counted)
                return counted;
            return loader.add(row);
        });
        if (!rows)
            return rows.error();
        if (auto loaded = loader.flush(); !loaded)
            return loaded.error();
        counter.end();
    }

    if (auto go = counter.enter(Text::tr("Making keys and indexes")); !go)
        return go.error();
    for (const Db::Statement &statement : definition.afterRows) {
        if (auto made = transaction.run(statement); !made)
            return made.error();
        if (auto go = context.proceed(); !go)
            return go.error();
    }
    for (const TableModel &table : there.tables)
        if (auto numbered = continueNumbering(transaction, engine, table, schemaName); !numbered)
            return numbered.error();
    return counter.summaries();
}

Result<void> continueNumbering(Db::Transaction &transaction, Db::Engine engine, const TableModel &table,
                               const QString &schemaName)
{
    QList<Db::Statement> statements;
    for (const ColumnModel &column : table.columns) {
        // On SQLite other tables number on from the highest by themselves.
        if (engine == Db::Engine::SQLite ? column.numbering == Numbering::Autoincrement : column.isIdentity)
            statements += engine == Db::Engine::SQLite
                              ? numberingOnSqlite(table.name, column.name)
                              : numberingOnPostgres(schemaName, table.name, column.name);
    }
    if (statements.isEmpty())
        return {};
    auto numbered = transaction.run(statements);
    return numbered ? Result<void>() : Result<void>(numbered.error());
}

} // namespace Tables
