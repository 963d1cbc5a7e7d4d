// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/dataset.h"
#include "customers/customerlist.h"

#include <memory>

namespace Bench {

/// What the program holds for one opened database, without its window.
class Opened final
{
public:
    explicit Opened(const Target &target);
    ~Opened();
    Q_DISABLE_COPY_MOVE(Opened)

    [[nodiscard]] Customers::CustomerRepository &repository() { return *m_repository; }
    [[nodiscard]] Customers::CustomerList &list() { return *m_list; }

    /// From setQuery() to the reset signal, ms.
    double firstRows(const Customers::CustomerQuery &query);
    /// Lets the outline come.
    void awaitCount();
    /// From asking for a row that is not here to having it, ms.
    double jumpTo(int row);
    /// Asks for every page once. Answers the number of rows seen.
    qint64 scrollThrough();

private:
    Db::Connection m_interactive;
    Db::Connection m_background;
    std::unique_ptr<Customers::CustomerRepository> m_repository;
    std::unique_ptr<Customers::CustomerList> m_list;
};

} // namespace Bench
