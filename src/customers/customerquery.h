// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

#include <QMap>

namespace Customers {

/// Which customers, in which order. The order is always completed by the Id, so that it is total.
struct CustomerQuery
{
    enum class View { Active, Incomplete, NewThisWeek, Trash, All };

    View view = View::Active;
    QString search;               ///< contained in any text field; empty: everything
    QMap<Field, QString> filters; ///< contained in that field
    Field sort = Field::Name;
    bool descending = false;

    /// Whether rows have to be looked at one by one.
    [[nodiscard]] bool needsScan() const { return !search.trimmed().isEmpty() || !filters.isEmpty(); }

    friend bool operator==(const CustomerQuery &, const CustomerQuery &) = default;
};

/// The place of a row in a query's order: the values of its sort expressions, none of them NULL.
using SortKey = QList<Db::Value>;

} // namespace Customers
