// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/tablewriter.h"

#include "backup/text.h"
#include "tables/neutraltext.h"

#include <algorithm>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

QString list(const QStringList &names)
{
    return names.join(QLatin1String(", "));
}

QStringList prefixed(QLatin1String alias, const QStringList &names)
{
    QStringList result;
    for (const QString &name : names)
        result.append(alias + name);
    return result;
}

/// "s.a = t.a and s.b = t.b"
QString sameKey(const QStringList &keys)
{
    QStringList parts;
    for (const QString &key : keys)
        parts.append(QStringLiteral("s.%1 = t.%1").arg(key));
    return parts.join(QLatin1String(" and "));
}

} // namespace

TableWriter::TableWriter(Db::Transaction &transaction, Db::Engine engine, const TablePlan &plan)
    : m_transaction(transaction)
    , m_engine(engine)
    , m_plan(plan)
    , m_table(tableName(plan.inDatabase.name, engine))
    , m_text(plan)
    , m_buffers(plan.columns.size())
    , m_staged(int(plan.columns.size()))
    , m_direct(int(plan.columns.size()))
{
    for (const QString &column : plan.columns) {
        m_names.append(Db::quoted(column));
        m_kinds.append(plan.inDatabase.column(column)->kind);
    }
    for (const QString &column : plan.inDatabase.primaryKey)
        m_keys.append(Db::quoted(column));
}

QString TableWriter::stage() const
{
    return m_engine == Db::Engine::PostgreSQL ? QStringLiteral("pg_temp.gsc_stage")
                                              : QStringLiteral("temp.gsc_stage");
}

Result<void> TableWriter::makeStage(const QStringList &columns)
{
    const QString options =
        m_engine == Db::Engine::PostgreSQL ? QStringLiteral(" on commit drop") : QString();
    auto made =
        m_transaction.run({QStringLiteral("create temp table gsc_stage%1 as select %2 from %3 limit 0")
                               .arg(options, list(columns), m_table),
                           {}});
    return made ? Result<void>() : Result<void>(made.error());
}

const Db::RawRow &TableWriter::inEnginesWords(const Db::RawRow &row)
{
    m_row.clear();
    for (qsizetype i = 0; i < row.size(); ++i)
        m_row.append(
            row.at(i) ? std::optional(Tables::fromNeutral(*row.at(i), m_kinds.at(i), m_engine, m_buffers[i]))
                      : std::nullopt);
    return m_row;
}

Result<void> TableWriter::flush(Tables::RowBatch &batch, const QString &table, const QStringList &columns)
{
    if (batch.isEmpty())
        return {};
    QList<bool> blobs;
    for (const QString &column : columns)
        blobs.append(m_engine == Db::Engine::SQLite &&
                     m_plan.inDatabase.column(column)->kind == Tables::ValueKind::Blob);
    auto loaded = m_transaction.load(
        table, columns, [&batch](Db::RawRow &row) { return Result<bool>(batch.next(row)); }, blobs);
    batch.clear();
    return loaded ? Result<void>() : Result<void>(loaded.error());
}

Result<void> TableWriter::write(Tables::TableSource &backup, const RowLedger::Wanted &wanted,
                                Core::JobContext &context)
{
    if (auto made = makeStage(m_names); !made)
        return made;
    // New rows of a table that refers to itself have to arrive together, in one statement.
    const bool isSelfReferring =
        std::any_of(m_plan.inDatabase.foreignKeys.cbegin(), m_plan.inDatabase.foreignKeys.cend(),
                    [&](const Tables::ForeignKey &key) { return key.table == m_plan.inDatabase.name; });
    size_t place = 0;
    qint64 written = 0;
    auto read = backup.rows(
        m_plan.inBackup, Tables::storedColumns(m_plan.inBackup), [&](const Db::RawRow &row) -> Result<void> {
            if (auto going = context.proceed(); !going)
                return going;
            const size_t mine = place++;
            if (mine >= wanted.added.size() || (!wanted.added[mine] && !wanted.changed[mine]))
                return {};
            context.advance(++written);
            const bool isDirect = wanted.added[mine] && !isSelfReferring;
            Tables::RowBatch &batch = isDirect ? m_direct : m_staged;
            batch.add(inEnginesWords(m_text.fromBackup(row)));
            return batch.isFull() ? flush(batch, isDirect ? m_table : stage(), m_plan.columns)
                                  : Result<void>();
        });
    if (!read)
        return read.error();
    if (auto flushed = flush(m_staged, stage(), m_plan.columns); !flushed)
        return flushed;
    if (auto moved = moveStaged(); !moved)
        return moved;
    return flush(m_direct, m_table, m_plan.columns);
}

Result<void> TableWriter::moveStaged()
{
    QStringList assignments;
    for (qsizetype i = 0; i < m_names.size(); ++i)
        if (!m_plan.keyPlaces.contains(int(i)))
            assignments.append(QStringLiteral("%1 = s.%1").arg(m_names.at(i)));
    QList<Db::Statement> statements;
    if (!assignments.isEmpty())
        statements.append({QStringLiteral("update %1 as t set %2 from %3 s where %4")
                               .arg(m_table, list(assignments), stage(), sameKey(m_keys)),
                           {}});
    // An identity column that is GENERATED ALWAYS takes numbers only with this word.
    const QString overriding =
        m_engine == Db::Engine::PostgreSQL ? QStringLiteral("overriding system value ") : QString();
    statements.append(
        {QStringLiteral("insert into %1 (%2) %3select %4 from %5 s where not exists (select 1 from "
                        "%1 t where %6)")
             .arg(m_table, list(m_names), overriding, list(prefixed(QLatin1String("s."), m_names)), stage(),
                  sameKey(m_keys)),
         {}});
    statements.append({QStringLiteral("drop table ") + stage(), {}});
    auto done = m_transaction.run(statements);
    return done ? Result<void>() : Result<void>(done.error());
}

Result<void> TableWriter::remove(RowLedger &ledger, Core::JobContext &context)
{
    if (auto made = makeStage(m_keys); !made)
        return made;
    const QStringList &keys = m_plan.inDatabase.primaryKey;
    QList<Tables::ValueKind> kinds;
    for (const QString &column : keys)
        kinds.append(m_plan.inDatabase.column(column)->kind);
    Tables::RowBatch removed(int(keys.size()));
    qint64 count = 0;
    auto read = ledger.eachRemoval(false, [&](QByteArrayView key) -> Result<void> {
        if (auto going = context.proceed(); !going)
            return going;
        context.advance(++count);
        const QList<QByteArray> parts = keyParts(key, keys.size());
        m_row.clear();
        for (qsizetype i = 0; i < keys.size(); ++i)
            m_row.append(Tables::fromNeutral(parts.at(i), kinds.at(i), m_engine, m_buffers[i]));
        removed.add(m_row);
        return removed.isFull() ? flush(removed, stage(), keys) : Result<void>();
    });
    if (!read)
        return read;
    if (auto flushed = flush(removed, stage(), keys); !flushed)
        return flushed;
    auto done = m_transaction.run({{QStringLiteral("delete from %1 where (%2) in (select %2 from %3)")
                                        .arg(m_table, list(m_keys), stage()),
                                    {}},
                                   {QStringLiteral("drop table ") + stage(), {}}});
    if (!done)
        return done.error();
    if (done->first().affected != count)
        return failure(
            ErrorKind::Conflict,
            Text::tr("Rows of “%1” could not be removed. Nothing was changed.").arg(m_plan.inDatabase.name));
    return {};
}

} // namespace Backup
