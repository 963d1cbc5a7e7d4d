// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/neutralrows.h"

#include "tables/neutraltext.h"

namespace Backup {

using Core::Result;

Reader readerOf(Db::Transaction &transaction)
{
    return [&transaction](const Db::Statement &query, const EachRow &each) {
        return transaction.stream(query, each);
    };
}

Reader readerOf(Db::Snapshot &snapshot)
{
    return
        [&snapshot](const Db::Statement &query, const EachRow &each) { return snapshot.stream(query, each); };
}

QString tableName(const QString &table, Db::Engine engine)
{
    return (engine == Db::Engine::PostgreSQL ? QStringLiteral("\"public\".") : QStringLiteral("\"main\".")) +
           Db::quoted(table);
}

Result<Tables::TableSummary> readNeutral(const Reader &reader, Db::Engine engine,
                                         const Tables::TableModel &table, Core::JobContext &context,
                                         const EachRow &each)
{
    const QStringList columns = Tables::storedColumns(table);
    QStringList names;
    QList<Tables::ValueKind> kinds;
    for (const QString &column : columns) {
        names.append(Db::quoted(column));
        kinds.append(table.column(column)->kind);
    }
    QList<QByteArray> buffers(columns.size());
    Db::RawRow neutral;
    Tables::ContentHash content;
    const QString query = QStringLiteral("select %1 from %2")
                              .arg(names.join(QLatin1String(", ")), tableName(table.name, engine));
    auto read = reader({query, {}}, [&](const Db::RawRow &row) -> Result<void> {
        if (auto going = context.proceed(); !going)
            return going;
        neutral.clear();
        for (qsizetype i = 0; i < row.size(); ++i)
            neutral.append(row.at(i)
                               ? std::optional(Tables::toNeutral(*row.at(i), kinds.at(i), engine, buffers[i]))
                               : std::nullopt);
        content.add(neutral);
        context.advance(content.rows());
        return each(neutral);
    });
    if (!read)
        return read.error();
    return Tables::TableSummary{table.name, content.rows(), content.hex()};
}

} // namespace Backup
