// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/tablecolumns.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace Export {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Export::TableColumns)
};

/// Each answers name, type, whether it is generated, and its place in the primary key from 1.
Db::Statement question(Db::Engine engine, const QString &table)
{
    // to_regclass follows the search_path, as the application's own unqualified names do. The key's numbers
    // are an array that begins with 0.
    if (engine == Db::Engine::PostgreSQL)
        return {QStringLiteral(R"sql(
            select a.attname, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null),
                   a.attgenerated <> '', coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid
            join pg_type t on t.oid = a.atttypid
            left join pg_index i on i.indrelid = c.oid and i.indisprimary
            where c.oid = to_regclass($1) and c.relkind in ('r', 'p', 'v', 'm', 'f')
              and a.attnum > 0 and not a.attisdropped
            order by a.attnum)sql"),
                {Db::quoted(table)}};
    // hidden is 1 for what virtual tables hide, 2 and 3 for generated columns.
    return {QStringLiteral(R"sql(
            select c.name, c.type, c.hidden > 1, c.pk
            from sqlite_schema m join pragma_table_xinfo(m.name) c
            where m.name = $1 and m.type in ('table', 'view') and c.hidden <> 1
            order by c.cid)sql"),
            {table}};
}

ColumnKind kindOnPostgres(const QString &type)
{
    static const QHash<QString, ColumnKind> kinds{
        {QStringLiteral("smallint"), ColumnKind::Integer},
        {QStringLiteral("integer"), ColumnKind::Integer},
        {QStringLiteral("bigint"), ColumnKind::Integer},
        {QStringLiteral("numeric"), ColumnKind::Decimal},
        {QStringLiteral("real"), ColumnKind::Decimal},
        {QStringLiteral("double precision"), ColumnKind::Decimal},
        {QStringLiteral("boolean"), ColumnKind::Boolean},
        {QStringLiteral("timestamp with time zone"), ColumnKind::Timestamp},
        {QStringLiteral("timestamp without time zone"), ColumnKind::Timestamp},
    };
    return kinds.value(type, ColumnKind::Text);
}

/// Whether `name` is `prefix` and then a word of its own: "IsDeleted", not "Issue".
bool beginsWithWord(const QString &name, const QString &prefix)
{
    return name.startsWith(prefix) && name.size() > prefix.size() && name.at(prefix.size()).isUpper();
}

ColumnKind kindOnSqlite(const QString &declaredType, const QString &name)
{
    const QString type = declaredType.toUpper();
    const auto has = [&type](const char *word) { return type.contains(QLatin1String(word)); };
    if (has("BOOL"))
        return ColumnKind::Boolean;
    if (has("INT"))
        return beginsWithWord(name, QStringLiteral("Is")) || beginsWithWord(name, QStringLiteral("Has"))
                   ? ColumnKind::Boolean
                   : ColumnKind::Integer;
    if (has("DATETIME") || has("TIMESTAMP"))
        return ColumnKind::Timestamp;
    if (has("CHAR") || has("CLOB") || has("TEXT"))
        return name.endsWith(QLatin1String("At")) ? ColumnKind::Timestamp : ColumnKind::Text;
    if (has("REAL") || has("FLOA") || has("DOUB") || has("NUMERIC") || has("DECIMAL"))
        return ColumnKind::Decimal;
    return ColumnKind::Text;
}

} // namespace

Result<QList<TableColumn>> readColumns(Db::Snapshot &snapshot, Db::Engine engine, const QString &table)
{
    auto answer = snapshot.run(question(engine, table));
    if (!answer)
        return answer.error();
    QList<TableColumn> columns;
    for (const Db::Row &row : answer->rows) {
        const ColumnKind kind = engine == Db::Engine::PostgreSQL ? kindOnPostgres(row.text(1))
                                                                 : kindOnSqlite(row.text(1), row.text(0));
        columns.append({row.text(0), kind, row.boolean(2), int(row.integer(3))});
    }
    if (columns.isEmpty())
        return Error{ErrorKind::NotFound,
                     Text::tr("This database has no table “%1”. Nothing was written.").arg(table),
                     {},
                     {}};
    return columns;
}

} // namespace Export
