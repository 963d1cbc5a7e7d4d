// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/changeset.h"
#include "customers/customerquery.h"
#include "db/catalogue.h"

namespace Customers {

/// Writes every statement about customers, for both engines, from what the catalogue says. Holds no
/// connection.
class CustomerSql final
{
public:
    enum class Seek { AtOrAfter, After, Before };

    CustomerSql(Db::Engine engine, const Db::Catalogue &catalogue);

    /// The first or last `limit` rows. The last ones come in reverse order.
    [[nodiscard]] Db::Statement edge(const CustomerQuery &query, int limit, bool last) const;
    /// `limit` rows from `key` on; with Before in reverse order.
    [[nodiscard]] Db::Statement page(const CustomerQuery &query, Seek seek, const SortKey &key,
                                     int limit) const;
    /// The first rows of a search, as far as the first `depth` rows of the order hold them: quick when hits
    /// are frequent. Fewer than `limit` rows: use edge().
    [[nodiscard]] Db::Statement probe(const CustomerQuery &query, int limit, int depth) const;
    /// Whether the server finds the search's rows by an index, so that probe() would only cost time.
    [[nodiscard]] bool isIndexed(const CustomerQuery &query) const;
    /// The sort key of every `stride`-th row and its row number (from 1). Where a second statement follows,
    /// it answers the total; else the last row is among the first's, too.
    [[nodiscard]] QList<Db::Statement> outline(const CustomerQuery &query, int stride) const;
    [[nodiscard]] Db::Statement count(CustomerQuery::View view) const;
    [[nodiscard]] Db::Statement byIds(const QList<qint64> &ids) const;
    /// These columns of all rows, in the query's order.
    [[nodiscard]] Db::Statement whole(const CustomerQuery &query, const QStringList &columns) const;

    /// Each of these answers the row as it is afterwards, or nothing when the row is not the one it was based
    /// on.
    [[nodiscard]] Db::Statement update(const RowChange &change) const;
    [[nodiscard]] Db::Statement insert(const Customer &customer) const;
    [[nodiscard]] Db::Statement erase(const Customer &customer) const;
    /// How many rows of `reference` point to these customers.
    [[nodiscard]] Db::Statement referenceCount(const Db::Reference &reference,
                                               const QList<qint64> &ids) const;

    [[nodiscard]] static Customer customerFrom(const Db::Row &row);
    [[nodiscard]] SortKey keyOf(const CustomerQuery &query, const Customer &customer) const;
    /// The key in an outline's row.
    [[nodiscard]] SortKey keyFrom(const CustomerQuery &query, const Db::Row &row) const;
    [[nodiscard]] int keySize(const CustomerQuery &query) const { return int(keyParts(query).size()); }

private:
    class Builder;
    enum class PartKind { IsNull, Text, Time, Id };
    struct KeyPart
    {
        PartKind kind;
        QString expression;
    };

    [[nodiscard]] bool isSqlite() const { return m_engine == Db::Engine::SQLite; }
    [[nodiscard]] QList<KeyPart> keyParts(const CustomerQuery &query) const;
    [[nodiscard]] QString order(const CustomerQuery &query, bool reversed) const;
    [[nodiscard]] QString condition(const CustomerQuery &query, Builder &builder) const;
    [[nodiscard]] QString viewCondition(const CustomerQuery &query) const;
    [[nodiscard]] QString contains(const QList<Field> &fields, const QString &needle, Builder &builder) const;
    [[nodiscard]] QString postgresContains(const QList<Field> &fields, const QString &needle,
                                           Builder &builder) const;
    [[nodiscard]] QString phoneContains(const QString &digits, Builder &builder) const;
    [[nodiscard]] bool hasTrigrams(const QList<Field> &fields, const QString &needle) const;
    [[nodiscard]] QString selection(const CustomerQuery &query, const QString &from,
                                    const QString &where) const;
    [[nodiscard]] QString table(const CustomerQuery &query) const;
    [[nodiscard]] QString now(Field field) const;
    [[nodiscard]] QString timeParameter(Field field, const QString &parameter) const;
    [[nodiscard]] QString unchanged(const Customer &base, Builder &builder) const;

    Db::Engine m_engine;
    Db::Catalogue m_catalogue;
    QString m_columns; ///< the list that customerFrom() reads
};

} // namespace Customers
