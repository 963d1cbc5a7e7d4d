// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr std::array neededColumns = {"Id",    "Name",      "Email",     "Phone",     "Address",
                                      "Notes", "CreatedAt", "UpdatedAt", "IsDeleted", "DeletedAt"};

QList<Statement> postgresQuestions()
{
    // to_regclass follows the search_path, as the web application's own unqualified names do.
    return {
        {QStringLiteral(R"sql(
            select a.attname, format_type(a.atttypid, null), not a.attnotnull,
                   case when a.atttypid in ('varchar'::regtype, 'bpchar'::regtype) and a.atttypmod > 4
                        then a.atttypmod - 4 end
            from pg_attribute a
            where a.attrelid = to_regclass('"Customer"') and a.attnum > 0 and not a.attisdropped
            order by a.attnum)sql"),
         {}},
        {QStringLiteral(R"sql(
            select n.nspname, c.relname, a.attname
            from pg_constraint f
            join pg_class c on c.oid = f.conrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
            where f.contype = 'f' and f.confrelid = to_regclass('"Customer"') and f.conparentid = 0
            order by n.nspname, c.relname)sql"),
         {}},
        {QStringLiteral(R"sql(select to_regclass('"__EFMigrationsHistory"') is not null)sql"), {}},
        {QStringLiteral(R"sql(
            select distinct a.attname
            from pg_index i
            cross join lateral unnest(i.indclass::oid[]) with ordinality as o(opclass, position)
            join pg_opclass p on p.oid = o.opclass
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[o.position - 1]
            where i.indrelid = to_regclass('"Customer"') and i.indisvalid and p.opcname like '%trgm_ops')sql"),
         {}},
        {QStringLiteral(R"sql(
            select greatest(reltuples, 0)::bigint from pg_class where oid = to_regclass('"Customer"'))sql"),
         {}},
    };
}

QList<Statement> sqliteQuestions()
{
    return {
        {QStringLiteral(R"sql(select name, type, "notnull" = 0, null from pragma_table_info('Customer'))sql"),
         {}},
        {QStringLiteral(R"sql(
            select '', m.name, f."from" from sqlite_schema m join pragma_foreign_key_list(m.name) f
            where m.type = 'table' and f."table" = 'Customer' collate nocase order by m.name)sql"),
         {}},
        {QStringLiteral(
             "select count(*) from sqlite_schema where type = 'table' and name = '__EFMigrationsHistory'"),
         {}},
        {QStringLiteral("select 1 where 0"), {}},
    };
}

std::optional<int> lengthInType(const QString &type)
{
    static const QRegularExpression length(QStringLiteral(R"(\((\d+)\))"));
    const auto match = length.match(type);
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

Catalogue fromAnswers(const QList<RowSet> &answers, Engine engine)
{
    Catalogue catalogue;
    for (const Row &row : answers.at(0).rows) {
        Column column{row.text(0), row.text(1), row.boolean(2), std::nullopt};
        if (engine == Engine::SQLite)
            column.maxLength = lengthInType(column.type);
        else if (row.cell(3))
            column.maxLength = int(row.integer(3));
        catalogue.columns.append(column);
    }
    catalogue.hasCustomerTable = !catalogue.columns.isEmpty();
    for (const Row &row : answers.at(1).rows)
        catalogue.references.append({row.text(0), row.text(1), row.text(2)});
    catalogue.hasMigrationHistory = answers.at(2).rows.first().boolean(0);
    for (const Row &row : answers.at(3).rows)
        catalogue.trigramColumns.append(row.text(0));
    return catalogue;
}

} // namespace

const Column *Catalogue::column(const QString &name) const
{
    const auto it =
        std::find_if(columns.begin(), columns.end(), [&](const Column &c) { return c.name == name; });
    return it == columns.end() ? nullptr : &*it;
}

Result<Catalogue> readCatalogue(Session &session)
{
    auto answers = session.select(session.isSqlite() ? sqliteQuestions() : postgresQuestions());
    if (!answers)
        return answers.error();
    Catalogue catalogue = fromAnswers(*answers, session.engine());
    if (!catalogue.hasCustomerTable)
        return catalogue;
    for (const char *name : neededColumns)
        if (!catalogue.column(QLatin1String(name)))
            return Error{
                ErrorKind::NotFound,
                QCoreApplication::translate("Db", "The table Customer has no column “%1”, which this program "
                                                  "needs. Nothing was changed; choose another database.")
                    .arg(QLatin1String(name)),
                {},
                {}};
    if (session.isSqlite()) {
        // The highest row number is on the right edge of the table's tree: one step, where a count is a full
        // scan.
        auto highest =
            session.select(Statement{QStringLiteral("select coalesce(max(rowid), 0) from \"Customer\""), {}});
        if (!highest)
            return highest.error();
        catalogue.estimatedRows = highest->rows.first().integer(0);
    } else {
        catalogue.estimatedRows = answers->at(4).rows.first().integer(0);
    }
    return catalogue;
}

} // namespace Db
