// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/neutralrows.h"

#include "tables/neutralreader.h"

namespace Backup {

using Core::Result;

Reader readerOf(Db::Transaction &transaction)
{
    return [&transaction](const Db::Statement &query, const Db::EachRow &each) {
        return transaction.stream(query, each);
    };
}

Reader readerOf(Db::Snapshot &snapshot)
{
    return [&snapshot](const Db::Statement &query, const Db::EachRow &each) {
        return snapshot.stream(query, each);
    };
}

QString tableName(const QString &table, Db::Engine engine)
{
    return (engine == Db::Engine::PostgreSQL ? QStringLiteral("\"public\".") : QStringLiteral("\"main\".")) +
           Db::quoted(table);
}

Db::Statement selectFrom(const QString &table, const QStringList &columns, Db::Engine engine)
{
    QStringList names;
    for (const QString &column : columns)
        names.append(Db::quoted(column));
    return {
        QStringLiteral("select %1 from %2").arg(names.join(QLatin1String(", ")), tableName(table, engine)),
        {}};
}

Result<Tables::TableSummary> readNeutral(const Reader &reader, Db::Engine engine,
                                         const Tables::TableModel &table, Core::JobContext &context,
                                         const Db::EachRow &each)
{
    const QStringList columns = Tables::storedColumns(table);
    Tables::ContentHash content;
    const Tables::TableSource::Each count = [&](const Db::RawRow &row) -> Result<void> {
        if (auto going = context.proceed(); !going)
            return going;
        content.add(row);
        context.advance(content.rows());
        return each(row);
    };
    auto read =
        reader(selectFrom(table.name, columns, engine), Tables::NeutralReader(table, columns, engine, count));
    if (!read)
        return read.error();
    return Tables::TableSummary{table.name, content.rows(), content.hex()};
}

} // namespace Backup
