// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/postgrescatalogue.h"

#include "tables/conventions.h"
#include "tables/definitionwriter.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

// Partitions are read through the table they belong to; what an extension brings comes with it.
const char *const question = R"sql(
with t as materialized (
    select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                      and d.deptype = 'e'))
select json_build_object(
'tables', (select json_agg(t.relname) from t),
'columns', (
    select json_agg(json_build_object(
        'table', t.relname, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'base', coalesce(b.typname, y.typname), 'notNull', a.attnotnull, 'identity', a.attidentity,
        'generated', a.attgenerated, 'default', pg_get_expr(d.adbin, d.adrelid),
        'collation', case when a.attcollation <> y.typcollation
            then quote_ident(cn.nspname) || '.' || quote_ident(co.collname) end)
        order by t.oid, a.attnum)
    from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    join pg_type y on y.oid = a.atttypid
    left join pg_type b on b.oid = y.typbasetype
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_collation co on co.oid = a.attcollation
    left join pg_namespace cn on cn.oid = co.collnamespace),
'constraints', (
    select json_agg(json_build_object(
        'table', t.relname, 'name', k.conname, 'kind', k.contype, 'text', pg_get_constraintdef(k.oid),
        'columns', (select json_agg(a.attname order by p.place)
                    from unnest(k.conkey) with ordinality as p(attnum, place)
                    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum),
        'other', o.relname,
        'otherColumns', (select json_agg(a.attname order by p.place)
                         from unnest(k.confkey) with ordinality as p(attnum, place)
                         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.attnum),
        'onDelete', k.confdeltype, 'onUpdate', k.confupdtype, 'match', k.confmatchtype,
        'deferrable', k.condeferrable, 'deferred', k.condeferred, 'validated', k.convalidated)
        order by t.oid, k.contype, k.conname)
    from t join pg_constraint k on k.conrelid = t.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
    left join t o on o.oid = k.confrelid),
'indexes', (
    select json_agg(json_build_object(
        'table', t.relname, 'name', ic.relname, 'unique', i.indisunique,
        'columns', (select json_agg(a.attname order by p.place)
                    from unnest(i.indkey::int2[]) with ordinality as p(attnum, place)
                    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = p.attnum
                    where p.place <= i.indnkeyatts),
        'condition', pg_get_expr(i.indpred, i.indrelid),
        'tail', substr(pg_get_indexdef(i.indexrelid), 1 + length(
            'CREATE ' || case when i.indisunique then 'UNIQUE ' else '' end || 'INDEX '
            || quote_ident(ic.relname) || ' ON ' || case when ic.relkind = 'I' then 'ONLY ' else '' end
            || quote_ident($1) || '.' || quote_ident(t.relname))))
        order by t.oid, ic.relname)
    from t join pg_index i on i.indrelid = t.oid and i.indisvalid
    join pg_class ic on ic.oid = i.indexrelid
    where not exists (select from pg_constraint k where k.conindid = i.indexrelid
                      and k.contype in ('p', 'u', 'x'))),
'extensions', (
    select json_agg(distinct e.extname)
    from pg_depend d join pg_extension e on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid
    where d.deptype = 'e' and (
        (d.classid = 'pg_opclass'::regclass and d.objid in (
            select unnest(i.indclass::oid[]) from pg_index i join t on t.oid = i.indrelid))
        or (d.classid = 'pg_type'::regclass and d.objid in (
            select a.atttypid from pg_attribute a join t on t.oid = a.attrelid where a.attnum > 0))))
)::text)sql";

QStringList strings(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &text : array)
        texts.append(text.toString());
    return texts;
}

QString actionOf(const QString &letter)
{
    switch (letter.isEmpty() ? u'a' : letter.front().unicode()) {
    case u'r':
        return QStringLiteral("RESTRICT");
    case u'c':
        return QStringLiteral("CASCADE");
    case u'n':
        return QStringLiteral("SET NULL");
    case u'd':
        return QStringLiteral("SET DEFAULT");
    default:
        return QStringLiteral("NO ACTION");
    }
}

QString deferralOf(const QJsonObject &constraint)
{
    if (!constraint.value(QLatin1String("deferrable")).toBool())
        return {};
    return constraint.value(QLatin1String("deferred")).toBool()
               ? QStringLiteral("DEFERRABLE INITIALLY DEFERRED")
               : QStringLiteral("DEFERRABLE");
}

ColumnModel columnFrom(const QJsonObject &json)
{
    ColumnModel column;
    column.name = json.value(QLatin1String("name")).toString();
    column.type = json.value(QLatin1String("type")).toString();
    column.kind = kindOnPostgres(json.value(QLatin1String("base")).toString(), column.type);
    column.notNull = json.value(QLatin1String("notNull")).toBool();
    column.collation = json.value(QLatin1String("collation")).toString();
    const QString expression = json.value(QLatin1String("default")).toString();
    const QString generated = json.value(QLatin1String("generated")).toString();
    const QString identity = json.value(QLatin1String("identity")).toString();
    column.isGenerated = !generated.isEmpty();
    if (column.isGenerated)
        column.generation =
            QLatin1Char('(') + expression +
            (generated == QLatin1String("v") ? QStringLiteral(") VIRTUAL") : QStringLiteral(") STORED"));
    else
        column.defaultValue = expression;
    if (identity == QLatin1String("a"))
        column.numbering = Numbering::Always;
    else if (identity == QLatin1String("d"))
        column.numbering = Numbering::ByDefault;
    else if (!column.isGenerated && expression.startsWith(QLatin1String("nextval(")))
        column.numbering = Numbering::Serial;
    column.isIdentity = column.numbering != Numbering::None;
    return column;
}

void addConstraint(TableModel &table, const QJsonObject &json)
{
    const QString name = json.value(QLatin1String("name")).toString();
    const QString text = json.value(QLatin1String("text")).toString();
    const QStringList columns = strings(json.value(QLatin1String("columns")));
    const QString kind = json.value(QLatin1String("kind")).toString();
    if (kind == QLatin1String("p")) {
        table.primaryKey = columns;
        table.primaryKeyName = name;
    } else if (kind == QLatin1String("u")) {
        const QString nulls = text.contains(QLatin1String("NULLS NOT DISTINCT"))
                                  ? QStringLiteral("NULLS NOT DISTINCT ")
                                  : QString();
        table.uniques.append({name, columns, QString(nulls + deferralOf(json)).trimmed()});
    } else if (kind != QLatin1String("f")) {
        table.checks.append(constraint(name) + text);
    } else if (const QJsonValue other = json.value(QLatin1String("other")); other.isString()) {
        ForeignKey key;
        key.name = name;
        key.columns = columns;
        key.table = other.toString();
        key.otherColumns = strings(json.value(QLatin1String("otherColumns")));
        key.onDelete = actionOf(json.value(QLatin1String("onDelete")).toString());
        key.onUpdate = actionOf(json.value(QLatin1String("onUpdate")).toString());
        QStringList options;
        if (json.value(QLatin1String("match")).toString() == QLatin1String("f"))
            options.append(QStringLiteral("MATCH FULL"));
        if (const QString deferral = deferralOf(json); !deferral.isEmpty())
            options.append(deferral);
        if (!json.value(QLatin1String("validated")).toBool())
            options.append(QStringLiteral("NOT VALID"));
        key.options = options.join(QLatin1Char(' '));
        table.foreignKeys.append(key);
    }
}

IndexModel indexFrom(const TableModel &table, const QJsonObject &json)
{
    IndexModel index;
    index.name = json.value(QLatin1String("name")).toString();
    index.isUnique = json.value(QLatin1String("unique")).toBool();
    index.columns = strings(json.value(QLatin1String("columns")));
    if (index.columns.contains(QString()))
        index.columns.clear();
    index.condition = json.value(QLatin1String("condition")).toString();
    // What follows the table's name, where the catalogue puts the schema's: USING …
    index.definition = indexHead(index, QString(), table.name) + json.value(QLatin1String("tail")).toString();
    return index;
}

} // namespace

Db::Statement postgresSchemaQuestion(const QString &schemaName)
{
    return {QString::fromLatin1(question), {schemaName}};
}

Result<SchemaModel> postgresSchemaFrom(const QString &answer)
{
    const QJsonObject json = QJsonDocument::fromJson(answer.toUtf8()).object();
    if (json.isEmpty())
        return Error{ErrorKind::Internal,
                     QCoreApplication::translate(
                         "Tables", "The server did not say which tables it has. Nothing was changed."),
                     {},
                     {}};
    SchemaModel schema;
    schema.engine = Db::Engine::PostgreSQL;
    schema.extensions = strings(json.value(QLatin1String("extensions")));
    const QStringList names = strings(json.value(QLatin1String("tables")));
    for (const QString &name : names) {
        TableModel table;
        table.name = name;
        schema.tables.append(table);
    }
    const auto each = [&](const char *key, const auto &handle) {
        const QJsonArray array = json.value(QLatin1String(key)).toArray();
        for (const QJsonValue &value : array) {
            const QJsonObject object = value.toObject();
            const qsizetype at = names.indexOf(object.value(QLatin1String("table")).toString());
            if (at >= 0)
                handle(schema.tables[at], object);
        }
    };
    each("columns", [](TableModel &table, const QJsonObject &o) { table.columns.append(columnFrom(o)); });
    each("constraints", addConstraint);
    each("indexes",
         [](TableModel &table, const QJsonObject &o) { table.indexes.append(indexFrom(table, o)); });
    // PostgreSQL allows tables without columns; they hold nothing, and SQLite has none.
    schema.tables.removeIf([](const TableModel &table) { return table.columns.isEmpty(); });
    sortTables(schema);
    return schema;
}

} // namespace Tables
