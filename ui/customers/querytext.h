// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerquery.h"

namespace Gui {

/// Which customers a query means, in the user's words: "Incomplete, containing “ann”, Email containing
/// “example.com”". The order is left out. Empty: every customer.
[[nodiscard]] QString queryText(const Customers::CustomerQuery &query);

} // namespace Gui
