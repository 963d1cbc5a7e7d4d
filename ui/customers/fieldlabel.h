// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

namespace Gui {

/// What people call an editable field, in their language. The database's name of it is
/// Customers::columnName().
[[nodiscard]] QString fieldLabel(Customers::Field field);

} // namespace Gui
