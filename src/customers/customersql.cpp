// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customersql.h"

#include "core/textmatch.h"

#include <algorithm>

namespace Customers {

using Db::Statement;

/// Collects values while SQL is written; bind() answers the placeholder.
class CustomerSql::Builder
{
public:
    QString bind(Db::Value value)
    {
        m_values.append(std::move(value));
        return QLatin1Char('$') + QString::number(m_values.size());
    }
    [[nodiscard]] Statement statement(const QString &sql) const { return {sql, m_values}; }

private:
    QList<Db::Value> m_values;
};

namespace {

const QString customerTable = QStringLiteral("\"Customer\"");

QString column(Field field)
{
    return Db::quoted(columnName(field));
}

Db::Value bindable(const Db::Cell &cell)
{
    return cell ? Db::Value(*cell) : Db::Value();
}

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

QString likePattern(QString needle)
{
    for (const char c : {'\\', '%', '_'})
        needle.replace(QLatin1Char(c), QLatin1Char('\\') + QString(QLatin1Char(c)));
    return QLatin1Char('%') + needle + QLatin1Char('%');
}

/// The longest part of `text` that is plain ASCII; empty when there is none.
QString longestAsciiRun(const QString &text)
{
    QString longest;
    QString run;
    for (const QChar c : text) {
        run = c.unicode() < 0x80 ? QString(run + c) : QString();
        if (run.size() > longest.size())
            longest = run;
    }
    return longest;
}

/// A regular expression that matches `needle` in any case without asking the database's locale, which may be
/// C.
QString casePattern(const QString &needle)
{
    QString pattern;
    for (const uint point : needle.toUcs4()) {
        const char32_t small = QChar::toLower(char32_t(point));
        const char32_t capital = QChar::toUpper(char32_t(point));
        const QString lower = QString::fromUcs4(&small, 1);
        const QString upper = QString::fromUcs4(&capital, 1);
        if (lower != upper)
            pattern += QLatin1Char('[') + lower + upper + QLatin1Char(']');
        else if (QStringLiteral("\\^$.|?*+()[]{}").contains(lower))
            pattern += QLatin1Char('\\') + lower;
        else
            pattern += lower;
    }
    return pattern;
}

QString idList(const QList<qint64> &ids)
{
    QStringList digits;
    digits.reserve(ids.size());
    for (const qint64 id : ids)
        digits.append(QString::number(id));
    return digits.join(QLatin1Char(','));
}

} // namespace

CustomerSql::CustomerSql(Db::Engine engine, const Db::Catalogue &catalogue)
    : m_engine(engine)
    , m_catalogue(catalogue)
{
    QStringList names = {column(Field::Id)};
    for (const Field field : editableFields)
        names.append(column(field));
    names << column(Field::CreatedAt) << column(Field::UpdatedAt) << QStringLiteral("\"IsDeleted\"")
          << column(Field::DeletedAt) << (isSqlite() ? QStringLiteral("''") : QStringLiteral("xmin"));
    m_columns = names.join(QStringLiteral(", "));
}

Customer CustomerSql::customerFrom(const Db::Row &row)
{
    Customer customer;
    customer.id = row.integer(0);
    for (int i = 0; i < editableFieldCount; ++i)
        customer.texts.at(size_t(i)) = row.cell(1 + i);
    customer.createdAt = row.text(6);
    customer.updatedAt = row.text(7);
    customer.isDeleted = row.boolean(8);
    customer.deletedAt = row.cell(9);
    customer.rowVersion = row.text(10);
    return customer;
}

QList<CustomerSql::KeyPart> CustomerSql::keyParts(const CustomerQuery &query) const
{
    const KeyPart id = {PartKind::Id, column(Field::Id)};
    if (query.sort == Field::Id)
        return {id};
    const QString name = column(query.sort);
    const PartKind kind = isTime(query.sort) ? PartKind::Time : PartKind::Text;
    const QString collation =
        isSqlite() && kind == PartKind::Text ? QStringLiteral(" collate nocase") : QString();
    const Db::Column *described = m_catalogue.column(columnName(query.sort));
    if (described && !described->nullable)
        return {{kind, name + collation}, id};
    // Row comparison knows no NULL: a flag carries it, and sorts it last on both engines.
    const QString empty = kind == PartKind::Text || isSqlite() ? QStringLiteral("''")
                                                               : QStringLiteral("'1970-01-01 00:00:00+00'");
    return {{PartKind::IsNull, QLatin1Char('(') + name + QStringLiteral(" is null)")},
            {kind, QStringLiteral("coalesce(") + name + QStringLiteral(", ") + empty + QLatin1Char(')') +
                       collation},
            id};
}

QString CustomerSql::order(const CustomerQuery &query, bool reversed) const
{
    const QString direction = query.descending != reversed ? QStringLiteral(" desc") : QString();
    QStringList parts;
    for (const KeyPart &part : keyParts(query))
        parts.append(part.expression + direction);
    return parts.join(QStringLiteral(", "));
}

QString CustomerSql::viewCondition(const CustomerQuery &query) const
{
    // The plus sign keeps SQLite from walking the live customers by name, row by row through the file, when
    // another order is asked for.
    const QString live = !isSqlite()                 ? QStringLiteral("not \"IsDeleted\"")
                         : query.sort == Field::Name ? QStringLiteral("\"IsDeleted\" = 0")
                                                     : QStringLiteral("+\"IsDeleted\" = 0");
    switch (query.view) {
    case CustomerQuery::View::Active:
        return live;
    case CustomerQuery::View::Incomplete:
        return live + QStringLiteral(" and (coalesce(\"Email\", '') = '' or coalesce(\"Phone\", '') = ''"
                                     " or coalesce(\"Address\", '') = '')");
    case CustomerQuery::View::NewThisWeek:
        return live + QStringLiteral(" and \"CreatedAt\" >= ") +
               (isSqlite() ? QString(QStringLiteral("strftime('%Y-%m-%d %H:%M:%S', 'now', '-7 days')"))
                           : QString(now(Field::CreatedAt) + QStringLiteral(" - interval '7 days'")));
    case CustomerQuery::View::Trash:
        return isSqlite() ? QStringLiteral("\"IsDeleted\" <> 0") : QStringLiteral("\"IsDeleted\"");
    case CustomerQuery::View::All:
        return QStringLiteral("true");
    }
    Q_UNREACHABLE();
}

bool CustomerSql::hasTrigrams(const QList<Field> &fields, const QString &needle) const
{
    // A trigram needs three characters, and digits without their punctuation stand in no index.
    return needle.size() >= 3 && Core::phoneDigits(needle).isEmpty() &&
           std::all_of(fields.begin(), fields.end(), [this](Field field) {
               return m_catalogue.trigramColumns.contains(columnName(field));
           });
}

bool CustomerSql::isIndexed(const CustomerQuery &query) const
{
    return hasTrigrams(QList<Field>(editableFields.begin(), editableFields.end()), query.search.trimmed());
}

QString CustomerSql::postgresContains(const QList<Field> &fields, const QString &needle,
                                      Builder &builder) const
{
    QStringList names;
    for (const Field field : fields)
        names.append(column(field));
    if (hasTrigrams(fields, needle)) {
        const QString comparison = isAscii(needle)
                                       ? QStringLiteral(" ilike ") + builder.bind(likePattern(needle))
                                       : QStringLiteral(" ~ ") + builder.bind(casePattern(needle));
        return names.join(comparison + QStringLiteral(" or ")) + comparison;
    }
    // Without an index one comparison of one text is quickest; no needle reaches across the separator. Under
    // collation C lower() folds ASCII only, several times faster than all scripts.
    const QString text = names.size() == 1 ? names.first()
                                           : QStringLiteral("concat_ws(chr(1), ") +
                                                 names.join(QStringLiteral(", ")) + QLatin1Char(')');
    const QString part = longestAsciiRun(needle).toLower();
    const QString exact = text + QStringLiteral(" ~ ");
    if (part.isEmpty())
        return exact + builder.bind(casePattern(needle));
    // LIKE, because the server takes its matches for rare and shares the scan among workers; of strpos() it
    // would expect a third of all rows.
    const QString near = QStringLiteral("lower(") + text + QStringLiteral(" collate \"C\") like ") +
                         builder.bind(likePattern(part));
    if (isAscii(needle))
        return near;
    // "case" keeps the order: the server would compare the dear pattern first.
    return near + QStringLiteral(" and case when ") + near + QStringLiteral(" then ") + exact +
           builder.bind(casePattern(needle)) + QStringLiteral(" else false end");
}

QString CustomerSql::phoneContains(const QString &digits, Builder &builder) const
{
    if (isSqlite())
        return QStringLiteral("gsc_contains_digits(") + builder.bind(digits) + QStringLiteral(", \"Phone\")");
    // First whether the digits are there in this order at all, which needs no rewritten text.
    QString loose = QStringLiteral("%");
    for (const QChar digit : digits)
        loose += digit + QStringLiteral("%");
    return QStringLiteral("\"Phone\" like ") + builder.bind(loose) +
           QStringLiteral(" collate \"C\" and regexp_replace(\"Phone\", '[^0-9]', '', 'g') like ") +
           builder.bind(likePattern(digits));
}

QString CustomerSql::contains(const QList<Field> &fields, const QString &needle, Builder &builder) const
{
    QStringList parts;
    if (isSqlite()) {
        QStringList names;
        for (const Field field : fields)
            names.append(column(field));
        parts.append(QStringLiteral("gsc_contains(") + builder.bind(needle) + QStringLiteral(", ") +
                     names.join(QStringLiteral(", ")) + QLatin1Char(')'));
    } else {
        parts.append(postgresContains(fields, needle, builder));
    }
    const QString digits = Core::phoneDigits(needle);
    if (!digits.isEmpty() && fields.contains(Field::Phone))
        parts.append(phoneContains(digits, builder));
    return QLatin1Char('(') + parts.join(QStringLiteral(" or ")) + QLatin1Char(')');
}

QString CustomerSql::condition(const CustomerQuery &query, Builder &builder) const
{
    QString sql = viewCondition(query);
    const QString needle = query.search.trimmed();
    if (!needle.isEmpty())
        sql += QStringLiteral(" and ") +
               contains(QList<Field>(editableFields.begin(), editableFields.end()), needle, builder);
    for (auto it = query.filters.cbegin(); it != query.filters.cend(); ++it)
        if (isEditable(it.key()) && !it.value().trimmed().isEmpty())
            sql += QStringLiteral(" and ") + contains({it.key()}, it.value().trimmed(), builder);
    return sql;
}

QString CustomerSql::table(const CustomerQuery &query) const
{
    // A scan in index order would fetch each row by itself; in table order it reads the file once.
    const bool looksAtEach = query.needsScan() || query.view == CustomerQuery::View::NewThisWeek;
    return isSqlite() && looksAtEach ? customerTable + QStringLiteral(" not indexed") : customerTable;
}

QString CustomerSql::selection(const CustomerQuery &query, const QString &from, const QString &where) const
{
    const QString plain = QStringLiteral("select ") + m_columns + QStringLiteral(" from ") + from +
                          QStringLiteral(" where ") + where;
    if (isSqlite() || !query.needsScan() || isIndexed(query))
        return plain;
    // The server would hope to meet enough matches early on a walk along the order's index, row by row
    // through the whole file; probe() has found out already that there are not.
    return QStringLiteral("with hits as materialized (") + plain + QStringLiteral(") select * from hits");
}

Statement CustomerSql::edge(const CustomerQuery &query, int limit, bool last) const
{
    Builder builder;
    const QString where = condition(query, builder);
    return builder.statement(selection(query, table(query), where) + QStringLiteral(" order by ") +
                             order(query, last) + QStringLiteral(" limit ") + QString::number(limit));
}

Statement CustomerSql::probe(const CustomerQuery &query, int limit, int depth) const
{
    Builder builder;
    CustomerQuery unfiltered;
    unfiltered.view = query.view;
    unfiltered.sort = query.sort;
    unfiltered.descending = query.descending;
    const QString inner = QStringLiteral("select ") + m_columns + QStringLiteral(" from ") + customerTable +
                          QStringLiteral(" where ") + condition(unfiltered, builder) +
                          QStringLiteral(" order by ") + order(query, false) + QStringLiteral(" limit ") +
                          QString::number(depth);
    const QString where = condition(query, builder);
    // Both engines pass the rows of the inner order on one by one; sorting them again would cost the early
    // end.
    return builder.statement(QStringLiteral("select * from (") + inner + QStringLiteral(") near where ") +
                             where + QStringLiteral(" limit ") + QString::number(limit));
}

Statement CustomerSql::page(const CustomerQuery &query, Seek seek, const SortKey &key, int limit) const
{
    Builder builder;
    QStringList expressions;
    QStringList parameters;
    const QList<KeyPart> parts = keyParts(query);
    for (qsizetype i = 0; i < parts.size(); ++i) {
        expressions.append(parts.at(i).expression);
        const QString parameter = builder.bind(key.at(i));
        parameters.append(parts.at(i).kind == PartKind::Time ? timeParameter(query.sort, parameter)
                                                             : parameter);
    }
    const bool backwards = seek == Seek::Before;
    QString comparison = query.descending != backwards ? QStringLiteral(" <") : QStringLiteral(" >");
    if (seek == Seek::AtOrAfter)
        comparison += QLatin1Char('=');
    // SQLite finds no place in an index by a row of values with a collation of their own, only by one value.
    const QString start = isSqlite() && parts.size() > 1
                              ? QStringLiteral(" and ") + expressions.first() + comparison.left(2) +
                                    QStringLiteral("= ") + parameters.first()
                              : QString();
    const QString where = condition(query, builder) + start + QStringLiteral(" and (") +
                          expressions.join(QStringLiteral(", ")) + QLatin1Char(')') + comparison +
                          QStringLiteral(" (") + parameters.join(QStringLiteral(", ")) + QLatin1Char(')');
    return builder.statement(selection(query, customerTable, where) + QStringLiteral(" order by ") +
                             order(query, backwards) + QStringLiteral(" limit ") + QString::number(limit));
}

QList<Statement> CustomerSql::outline(const CustomerQuery &query, int stride) const
{
    Builder builder;
    QStringList names;
    QStringList keys;
    for (const KeyPart &part : keyParts(query)) {
        names.append(QStringLiteral("k%1").arg(keys.size()));
        keys.append(part.expression + QStringLiteral(" as ") + names.last());
    }
    const QString where = condition(query, builder);
    // To look ahead for the last row costs SQLite more than a count of its own, unless each row is compared.
    const bool counts = isSqlite() && !query.needsScan();
    const QString from = QStringLiteral(" from ") + table(query) + QStringLiteral(" where ") + where;
    QList<Statement> statements = {builder.statement(
        QStringLiteral("select ") + names.join(QStringLiteral(", ")) + QStringLiteral(", rn from (select ") +
        keys.join(QStringLiteral(", ")) + QStringLiteral(", row_number() over w as rn") +
        (counts ? QString() : QStringLiteral(", lead(1) over w as more")) + from +
        QStringLiteral(" window w as (order by ") + order(query, false) +
        QStringLiteral(")) numbered where rn % ") + QString::number(stride) + QStringLiteral(" = 1") +
        (counts ? QString() : QStringLiteral(" or more is null")) + QStringLiteral(" order by rn"))};
    if (counts)
        statements.append(builder.statement(QStringLiteral("select count(*)") + from));
    return statements;
}

Statement CustomerSql::count(CustomerQuery::View view) const
{
    CustomerQuery query;
    query.view = view;
    return {QStringLiteral("select count(*) from ") + table(query) + QStringLiteral(" where ") +
                viewCondition(query),
            {}};
}

Statement CustomerSql::byIds(const QList<qint64> &ids) const
{
    return {QStringLiteral("select ") + m_columns + QStringLiteral(" from ") + customerTable +
                QStringLiteral(" where \"Id\" in (") + idList(ids) + QLatin1Char(')'),
            {}};
}

Statement CustomerSql::whole(const CustomerQuery &query, const QStringList &columns) const
{
    Builder builder;
    QStringList names;
    for (const QString &name : columns)
        names.append(Db::quoted(name));
    const QString where = condition(query, builder);
    return builder.statement(QStringLiteral("select ") + names.join(QStringLiteral(", ")) +
                             QStringLiteral(" from ") + table(query) + QStringLiteral(" where ") + where +
                             QStringLiteral(" order by ") + order(query, false));
}

QString CustomerSql::now(Field field) const
{
    if (isSqlite()) // EF Core writes no trailing zeros, and no point without a fraction.
        return QStringLiteral("rtrim(rtrim(strftime('%Y-%m-%d %H:%M:%f', 'now'), '0'), '.')");
    const Db::Column *described = m_catalogue.column(columnName(field));
    return described && described->type == QLatin1String("timestamp without time zone")
               ? QStringLiteral("(now() at time zone 'utc')")
               : QStringLiteral("now()");
}

QString CustomerSql::timeParameter(Field field, const QString &parameter) const
{
    if (isSqlite())
        return parameter;
    const Db::Column *described = m_catalogue.column(columnName(field));
    return parameter + QStringLiteral("::") + (described ? described->type : QStringLiteral("timestamptz"));
}

QString CustomerSql::unchanged(const Customer &base, Builder &builder) const
{
    QString sql = QStringLiteral(" where \"Id\" = ") + builder.bind(base.id);
    if (!isSqlite()) {
        // xmin alone could coincide after a dump and restore, UpdatedAt alone misses the web application's
        // deletions.
        return sql + QStringLiteral(" and xmin = ") + builder.bind(base.rowVersion) +
               QStringLiteral("::xid") + QStringLiteral(" and \"UpdatedAt\" is not distinct from ") +
               timeParameter(Field::UpdatedAt, builder.bind(base.updatedAt));
    }
    for (const Field field : editableFields)
        sql += QStringLiteral(" and ") + column(field) + QStringLiteral(" is ") +
               builder.bind(bindable(base.text(field)));
    return sql + QStringLiteral(" and \"UpdatedAt\" is ") + builder.bind(base.updatedAt) +
           QStringLiteral(" and \"DeletedAt\" is ") + builder.bind(bindable(base.deletedAt)) +
           QStringLiteral(" and \"IsDeleted\" = ") + builder.bind(base.isDeleted);
}

Statement CustomerSql::update(const RowChange &change) const
{
    Builder builder;
    QStringList sets;
    for (const Field field : change.changedFields())
        sets.append(column(field) + QStringLiteral(" = ") +
                    builder.bind(bindable(change.current.text(field))));
    if (change.deletes())
        sets << QStringLiteral("\"IsDeleted\" = ") + builder.bind(true)
             << QStringLiteral("\"DeletedAt\" = ") + now(Field::DeletedAt);
    if (change.restores())
        sets << QStringLiteral("\"IsDeleted\" = ") + builder.bind(false)
             << QStringLiteral("\"DeletedAt\" = null");
    // The server's clock, and always later than before, whatever that clock does.
    sets.append(isSqlite() ? QString(QStringLiteral("\"UpdatedAt\" = max(") + now(Field::UpdatedAt) +
                                     QStringLiteral(", \"UpdatedAt\")"))
                           : QString(QStringLiteral("\"UpdatedAt\" = greatest(") + now(Field::UpdatedAt) +
                                     QStringLiteral(", \"UpdatedAt\" + interval '1 microsecond')")));
    const QString where = unchanged(change.base, builder);
    return builder.statement(QStringLiteral("update ") + customerTable + QStringLiteral(" set ") +
                             sets.join(QStringLiteral(", ")) + where + QStringLiteral(" returning ") +
                             m_columns);
}

Statement CustomerSql::insert(const Customer &customer) const
{
    Builder builder;
    QStringList names;
    QStringList values;
    for (const Field field : editableFields) {
        names.append(column(field));
        values.append(builder.bind(bindable(customer.text(field))));
    }
    for (const Field field : {Field::CreatedAt, Field::UpdatedAt}) {
        names.append(column(field));
        values.append(now(field));
    }
    names.append(QStringLiteral("\"IsDeleted\""));
    values.append(builder.bind(false));
    return builder.statement(QStringLiteral("insert into ") + customerTable + QStringLiteral(" (") +
                             names.join(QStringLiteral(", ")) + QStringLiteral(") values (") +
                             values.join(QStringLiteral(", ")) + QStringLiteral(") returning ") + m_columns);
}

Statement CustomerSql::erase(const Customer &customer) const
{
    Builder builder;
    const QString where = unchanged(customer, builder);
    return builder.statement(QStringLiteral("delete from ") + customerTable + where +
                             QStringLiteral(" returning \"Id\""));
}

Statement CustomerSql::referenceCount(const Db::Reference &reference, const QList<qint64> &ids) const
{
    const QString schema =
        reference.schema.isEmpty() ? QString() : Db::quoted(reference.schema) + QLatin1Char('.');
    return {QStringLiteral("select count(*) from ") + schema + Db::quoted(reference.table) +
                QStringLiteral(" where ") + Db::quoted(reference.column) + QStringLiteral(" in (") +
                idList(ids) + QLatin1Char(')'),
            {}};
}

SortKey CustomerSql::keyOf(const CustomerQuery &query, const Customer &customer) const
{
    SortKey key;
    const Db::Cell value = customer.value(query.sort);
    for (const KeyPart &part : keyParts(query)) {
        switch (part.kind) {
        case PartKind::IsNull:
            key.append(!value.has_value());
            break;
        case PartKind::Text:
            key.append(value.value_or(QLatin1String("")));
            break;
        case PartKind::Time:
            key.append(value.value_or(isSqlite() ? QString() : QStringLiteral("1970-01-01 00:00:00+00")));
            break;
        case PartKind::Id:
            key.append(customer.id);
            break;
        }
    }
    return key;
}

SortKey CustomerSql::keyFrom(const CustomerQuery &query, const Db::Row &row) const
{
    SortKey key;
    const QList<KeyPart> parts = keyParts(query);
    for (int i = 0; i < parts.size(); ++i) {
        switch (parts.at(i).kind) {
        case PartKind::IsNull:
            key.append(row.boolean(i));
            break;
        case PartKind::Text:
        case PartKind::Time:
            key.append(row.text(i));
            break;
        case PartKind::Id:
            key.append(row.integer(i));
            break;
        }
    }
    return key;
}

} // namespace Customers
