// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customerrepository.h"

#include "core/trace.h"

#include <QCoreApplication>

#include <algorithm>

namespace Customers {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Session;
using Db::Statement;
using Db::Transaction;

namespace {

/// How many rows are looked at in their order before all are looked at in the table's: PostgreSQL reads a row
/// by the index nearly as quickly as by a scan, SQLite ten times slower.
int probeDepth(const Session &session)
{
    return session.isSqlite() ? 6'000 : 24'000;
}

constexpr qsizetype idsPerStatement = 500;
constexpr std::chrono::seconds outlineLimit{120};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Customers::CustomerRepository)
};

QList<Customer> customersIn(const Db::RowSet &set)
{
    QList<Customer> customers;
    customers.reserve(set.rows.size());
    for (const Db::Row &row : set.rows)
        customers.append(CustomerSql::customerFrom(row));
    return customers;
}

Result<QList<Customer>> readCustomers(Session &session, const Statement &statement, bool reversed = false)
{
    auto set = session.select(statement);
    if (!set)
        return set.error();
    QList<Customer> customers = customersIn(*set);
    if (reversed)
        std::reverse(customers.begin(), customers.end());
    return customers;
}

Result<QList<Customer>> readByIds(Session &session, const CustomerSql &sql, const QList<qint64> &ids)
{
    QList<Customer> customers;
    for (qsizetype at = 0; at < ids.size(); at += idsPerStatement) {
        auto some = readCustomers(session, sql.byIds(ids.mid(at, idsPerStatement)));
        if (!some)
            return some.error();
        customers += *some;
    }
    return customers;
}

const Customer *findById(const QList<Customer> &customers, qint64 id)
{
    const auto it =
        std::find_if(customers.begin(), customers.end(), [id](const Customer &c) { return c.id == id; });
    return it == customers.end() ? nullptr : &*it;
}

Result<QList<Conflict>> conflictsOf(Session &session, const CustomerSql &sql, const QList<RowChange> &changes)
{
    QList<qint64> ids;
    for (const RowChange &change : changes)
        ids.append(change.id());
    auto now = readByIds(session, sql, ids);
    if (!now)
        return now.error();
    QList<Conflict> conflicts;
    for (const RowChange &change : changes) {
        const Customer *theirs = findById(*now, change.id());
        conflicts.append({change, theirs ? std::optional(*theirs) : std::nullopt});
    }
    return conflicts;
}

/// After a commit whose outcome the server could not tell: the rows themselves know, except for new ones.
Result<SaveOutcome> resolveByReading(Session &session, const CustomerSql &sql,
                                     const QList<RowChange> &changes, const Error &unknown)
{
    QList<qint64> ids;
    for (const RowChange &change : changes) {
        if (change.isNew())
            return unknown;
        ids.append(change.id());
    }
    auto now = readByIds(session, sql, ids);
    if (!now)
        return unknown;
    SaveOutcome outcome;
    for (const RowChange &change : changes) {
        const Customer *row = findById(*now, change.id());
        if (!row || row->texts != change.current.texts || row->isDeleted != change.current.isDeleted)
            return Error{
                ErrorKind::Connection,
                Text::tr("The connection broke while saving. The server kept the old state; save again."),
                unknown.detail, unknown.code};
        outcome.saved.append(*row);
    }
    return outcome;
}

Result<SaveOutcome> saveChanges(Session &session, const CustomerSql &sql, const QList<RowChange> &changes)
{
    const Core::Trace::Span span("save");
    QList<Statement> statements;
    for (const RowChange &change : changes)
        statements.append(change.isNew() ? sql.insert(change.current) : sql.update(change));

    QList<RowChange> refused;
    auto outcome = session.write<SaveOutcome>([&](Transaction &transaction) -> Result<SaveOutcome> {
        refused.clear();
        auto sets = transaction.run(statements);
        if (!sets)
            return sets.error();
        SaveOutcome saved;
        for (qsizetype i = 0; i < sets->size(); ++i) {
            if (sets->at(i).rows.isEmpty())
                refused.append(changes.at(i));
            else
                saved.saved.append(CustomerSql::customerFrom(sets->at(i).rows.first()));
        }
        if (!refused.isEmpty())
            return Error{ErrorKind::Conflict, {}, {}, {}};
        return saved;
    });
    if (outcome)
        return outcome;
    if (outcome.error().kind == ErrorKind::OutcomeUnknown)
        return resolveByReading(session, sql, changes, outcome.error());
    if (outcome.error().kind != ErrorKind::Conflict)
        return outcome;
    auto conflicts = conflictsOf(session, sql, refused);
    if (!conflicts)
        return conflicts.error();
    return SaveOutcome{{}, *conflicts};
}

Result<QList<Dependents>> countDependents(Session &session, const CustomerSql &sql,
                                          const QList<Db::Reference> &references, const QList<qint64> &ids)
{
    QList<Dependents> found;
    if (ids.isEmpty())
        return found;
    for (const Db::Reference &reference : references) {
        Dependents dependents{reference.table, 0};
        for (qsizetype at = 0; at < ids.size(); at += idsPerStatement) {
            auto set = session.select(sql.referenceCount(reference, ids.mid(at, idsPerStatement)));
            if (!set)
                return set.error();
            dependents.count += set->rows.first().integer(0);
        }
        if (dependents.count > 0)
            found.append(dependents);
    }
    return found;
}

Error refusedByReferences(const QList<Dependents> &dependents, const Error &original)
{
    QStringList parts;
    for (const Dependents &d : dependents)
        parts.append(d.table == QLatin1String("Job")
                         ? Text::tr("%n job(s)", nullptr, int(d.count))
                         : Text::tr("%n row(s) in %1", nullptr, int(d.count)).arg(d.table));
    return {ErrorKind::Constraint,
            Text::tr("Nothing was deleted, because these customers still have %1.")
                .arg(parts.join(QStringLiteral(", "))),
            original.detail, original.code};
}

} // namespace

CustomerRepository::CustomerRepository(Db::Connection &interactive, Db::Connection &background,
                                       const Db::Catalogue &catalogue)
    : m_interactive(interactive)
    , m_background(background)
    , m_catalogue(catalogue)
    , m_sql(interactive.spec().engine, catalogue)
    , m_rules(catalogue)
{}

void CustomerRepository::setCatalogue(const Db::Catalogue &catalogue)
{
    m_catalogue = catalogue;
    m_sql = CustomerSql(m_interactive.spec().engine, catalogue);
    m_rules = Rules(catalogue);
}

Core::Task<QList<Customer>> CustomerRepository::firstPage(const CustomerQuery &query)
{
    return m_interactive.run<QList<Customer>>(
        [sql = m_sql, query](Session &session) -> Result<QList<Customer>> {
            const Core::Trace::Span span(query.needsScan() ? "search" : "first rows");
            if (query.needsScan() && !sql.isIndexed(query)) {
                auto near = readCustomers(session, sql.probe(query, pageSize, probeDepth(session)));
                if (!near || near->size() == pageSize)
                    return near;
            }
            return readCustomers(session, sql.edge(query, pageSize, false));
        });
}

Core::Task<QList<Customer>> CustomerRepository::lastPage(const CustomerQuery &query, int rows)
{
    return m_interactive.run<QList<Customer>>([statement = m_sql.edge(query, rows, true)](Session &session) {
        const Core::Trace::Span span("page");
        return readCustomers(session, statement, true);
    });
}

Core::Task<QList<Customer>> CustomerRepository::page(const CustomerQuery &query, CustomerSql::Seek seek,
                                                     const SortKey &key)
{
    return m_interactive.run<QList<Customer>>(
        [statement = m_sql.page(query, seek, key, pageSize), seek](Session &session) {
            const Core::Trace::Span span("page");
            return readCustomers(session, statement, seek == CustomerSql::Seek::Before);
        });
}

Core::Task<Outline> CustomerRepository::outline(const CustomerQuery &query)
{
    return m_background.run<Outline>(
        [sql = m_sql, query](Session &session) -> Result<Outline> {
            const Core::Trace::Span span("outline");
            Db::Limits limits;
            limits.statement = outlineLimit;
            auto sets = session.select(sql.outline(query, pageSize), limits);
            if (!sets)
                return sets.error();
            Outline outline;
            const int numberColumn = sql.keySize(query);
            outline.anchors.reserve(sets->first().rows.size());
            for (const Db::Row &row : sets->first().rows) {
                outline.total = row.integer(numberColumn);
                if (outline.total % pageSize == 1)
                    outline.anchors.append(sql.keyFrom(query, row));
            }
            if (sets->size() > 1)
                outline.total = sets->last().rows.first().integer(0);
            return outline;
        },
        outlineLimit);
}

Core::Task<qint64> CustomerRepository::count(CustomerQuery::View view)
{
    return m_background.run<qint64>(
        [statement = m_sql.count(view)](Session &session) -> Result<qint64> {
            auto set = session.select(statement);
            if (!set)
                return set.error();
            return set->rows.first().integer(0);
        },
        outlineLimit);
}

Core::Task<QList<Customer>> CustomerRepository::byIds(const QList<qint64> &ids)
{
    return m_interactive.run<QList<Customer>>(
        [sql = m_sql, ids](Session &session) { return readByIds(session, sql, ids); });
}

Core::Task<SaveOutcome> CustomerRepository::save(const QList<RowChange> &changes)
{
    return m_interactive.run<SaveOutcome>(
        [sql = m_sql, changes](Session &session) { return saveChanges(session, sql, changes); });
}

Core::Task<qint64> CustomerRepository::purge(const QList<Customer> &customers)
{
    return m_interactive.run<qint64>([sql = m_sql, customers, references = m_catalogue.references](
                                         Session &session) -> Result<qint64> {
        QList<Statement> statements;
        QList<qint64> ids;
        for (const Customer &customer : customers) {
            statements.append(sql.erase(customer));
            ids.append(customer.id);
        }
        auto purged = session.write<qint64>([&](Transaction &transaction) -> Result<qint64> {
            auto sets = transaction.run(statements);
            if (!sets)
                return sets.error();
            for (const Db::RowSet &set : *sets)
                if (set.rows.isEmpty())
                    return Error{
                        ErrorKind::Conflict,
                        Text::tr(
                            "Somebody changed one of these customers meanwhile. Nothing was deleted; look at "
                            "the list again."),
                        {},
                        {}};
            return qint64(sets->size());
        });
        if (purged || purged.error().kind != ErrorKind::Constraint)
            return purged;
        auto dependents = countDependents(session, sql, references, ids);
        return dependents && !dependents->isEmpty() ? refusedByReferences(*dependents, purged.error())
                                                    : purged.error();
    });
}

Core::Task<QList<Dependents>> CustomerRepository::dependents(const QList<qint64> &ids)
{
    return m_interactive.run<QList<Dependents>>(
        [sql = m_sql, ids, references = m_catalogue.references](Session &session) {
            return countDependents(session, sql, references, ids);
        });
}

} // namespace Customers
