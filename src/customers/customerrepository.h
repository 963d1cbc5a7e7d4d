// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customersql.h"
#include "customers/rules.h"
#include "db/connection.h"

namespace Customers {

/// Total and sort keys of every page's first row: what makes a jump to any row one quick step.
struct Outline
{
    qint64 total = 0;
    QList<SortKey> anchors; ///< of rows 0, pageSize, 2 * pageSize, …
};

/// Somebody else changed or removed the row meanwhile.
struct Conflict
{
    RowChange mine;
    std::optional<Customer> theirs; ///< nullopt: gone for good
};

/// All changes were saved, or none was and the conflicts say why.
struct SaveOutcome
{
    QList<Customer> saved; ///< as the database has them now, in the order of the changes
    QList<Conflict> conflicts;
};

/// How many rows of one table refer to some customers.
struct Dependents
{
    QString table;
    qint64 count = 0;
};

/// All reading and writing of customers. Interactive work and long background work go over two connections,
/// so that counting never delays typing; both belong to the caller.
class CustomerRepository final
{
public:
    static constexpr int pageSize = 256;

    CustomerRepository(Db::Connection &interactive, Db::Connection &background,
                       const Db::Catalogue &catalogue);

    [[nodiscard]] const Rules &rules() const { return m_rules; }
    [[nodiscard]] const Db::Catalogue &catalogue() const { return m_catalogue; }
    /// After the schema was changed: what is read and written from now on goes by the new one.
    void setCatalogue(const Db::Catalogue &catalogue);
    [[nodiscard]] SortKey keyOf(const CustomerQuery &query, const Customer &customer) const
    {
        return m_sql.keyOf(query, customer);
    }

    [[nodiscard]] Core::Task<QList<Customer>> firstPage(const CustomerQuery &query);
    [[nodiscard]] Core::Task<QList<Customer>> lastPage(const CustomerQuery &query, int rows);
    [[nodiscard]] Core::Task<QList<Customer>> page(const CustomerQuery &query, CustomerSql::Seek seek,
                                                   const SortKey &key);
    /// In the background; takes as long as a full scan.
    [[nodiscard]] Core::Task<Outline> outline(const CustomerQuery &query);
    /// How many customers a view has, counted in the background.
    [[nodiscard]] Core::Task<qint64> count(CustomerQuery::View view);
    [[nodiscard]] Core::Task<QList<Customer>> byIds(const QList<qint64> &ids);

    /// What answers these columns ("Name", "IsDeleted") of every customer of the query, in its order and
    /// without pages: for an export, which streams it over a line of its own.
    [[nodiscard]] Db::Statement exportStatement(const CustomerQuery &query, const QStringList &columns) const
    {
        return m_sql.whole(query, columns);
    }

    /// Writes all changes in one transaction, changed columns only, each with its version check.
    /// Error: Constraint, ReadOnly, Permission, Connection (nothing was written), OutcomeUnknown.
    [[nodiscard]] Core::Task<SaveOutcome> save(const QList<RowChange> &changes);
    /// Deletes for good, all or none.
    /// Error: Constraint with the number of referring rows; Conflict when one was changed meanwhile.
    [[nodiscard]] Core::Task<qint64> purge(const QList<Customer> &customers);
    /// What refers to these customers; tables without such rows are left out.
    [[nodiscard]] Core::Task<QList<Dependents>> dependents(const QList<qint64> &ids);

private:
    Db::Connection &m_interactive;
    Db::Connection &m_background;
    Db::Catalogue m_catalogue;
    CustomerSql m_sql;
    Rules m_rules;
};

} // namespace Customers
