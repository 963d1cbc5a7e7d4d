// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"
#include "db/session.h"

#include <QDateTime>

namespace Customers {

/// Customers to look around with; the same for the same `now`, which is the time of the newest.
[[nodiscard]] QList<Customer> sampleCustomers(const QDateTime &now, int count = 320);

/// Adds `customers` with their own times, in one transaction; the database gives them ids. Returns how many.
/// Error: as Session::write(); nothing was written then.
[[nodiscard]] Core::Result<int> insertCustomers(Db::Session &session, const QList<Customer> &customers);

} // namespace Customers
