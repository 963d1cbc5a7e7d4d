// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/adonetstring.h"
#include "db/connectionspec.h"

namespace Db::Npgsql {

/// The meaning of an Npgsql keyword string, translated to what libpq has for it; keywords without an
/// equivalent are dropped, with a warning where that changes the meaning. Error: Syntax, naming keyword or
/// position, never a value.
[[nodiscard]] Core::Result<ConnectionSpec> specFromPairs(const QList<AdoNet::Pair> &pairs);

} // namespace Db::Npgsql
