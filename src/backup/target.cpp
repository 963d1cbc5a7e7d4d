// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/neutralrows.h"
#include "backup/restoreplan.h"
#include "backup/text.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Backup {

using Core::Result;

namespace {

// Tables of other schemas may refer to the application's, too; only the database knows them.
const auto foreignSchemas = QStringLiteral(R"sql(
    select n.nspname, c.relname,
           (select json_agg(a.attname order by k.position)::text
            from unnest(f.conkey) with ordinality as k(number, position)
            join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number),
           t.relname,
           (select json_agg(a.attname order by k.position)::text
            from unnest(f.confkey) with ordinality as k(number, position)
            join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number)
    from pg_constraint f
    join pg_class c on c.oid = f.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_class t on t.oid = f.confrelid
    join pg_namespace m on m.oid = t.relnamespace
    where f.contype = 'f' and f.conparentid = 0 and m.nspname = 'public' and n.nspname <> 'public')sql");

QStringList namesIn(const QString &json)
{
    QStringList names;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const QJsonValue &value : array)
        names.append(value.toString());
    return names;
}

Result<QList<Reference>> readReferences(Db::Snapshot &snapshot, const Target &target)
{
    QList<Reference> references;
    for (const Tables::TableModel &table : target.schema.tables)
        for (const Tables::ForeignKey &key : table.foreignKeys) {
            const Tables::TableModel *other = target.schema.table(key.table);
            if (!other)
                continue;
            // SQLite: a key that names no columns means the primary key.
            references.append({tableName(table.name, target.engine), table.name, key.columns, key.table,
                               key.otherColumns.isEmpty() ? other->primaryKey : key.otherColumns});
        }
    if (target.engine == Db::Engine::SQLite)
        return references;
    auto set = snapshot.run({foreignSchemas, {}});
    if (!set)
        return set.error();
    for (const Db::Row &row : std::as_const(set->rows))
        references.append({Db::quoted(row.text(0)) + QLatin1Char('.') + Db::quoted(row.text(1)),
                           {},
                           namesIn(row.text(2)),
                           row.text(3),
                           namesIn(row.text(4))});
    return references;
}

} // namespace

Result<Target> readTarget(Db::Session &session)
{
    return session.snapshot<Target>(
        [&](Db::Snapshot &snapshot) -> Result<Target> {
            auto source = Tables::sourceOf(snapshot, session.engine());
            if (!source)
                return source.error();
            Target target;
            target.engine = session.engine();
            target.schema = (*source)->schema();
            auto marks = Tables::marksOf(**source);
            if (!marks)
                return marks.error();
            target.marks = *marks;
            auto references = readReferences(snapshot, target);
            if (!references)
                return references.error();
            target.references = *references;
            return target;
        },
        Db::limitsOfJobs());
}

} // namespace Backup
