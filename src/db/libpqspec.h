// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

#include <QMap>
#include <QStringList>

namespace Db {

/// What a PostgreSQL connection string said, in libpq's keywords, before it is checked.
struct LibpqValues
{
    QMap<QString, QString> values;    ///< libpq keyword to value
    QMap<QString, QString> spellings; ///< how the string wrote a keyword, where that differs
    bool trustServerCertificate = false;
    QStringList dropped;  ///< already set aside
    QStringList warnings; ///< already said
};

/// The typed form: fields and whitelisted parameters are checked and taken over, the rest is dropped, with a
/// warning where that changes what the string meant. Refuses values that libpq would refuse before it opens a
/// socket. Error: Syntax, naming the keyword, never its value.
[[nodiscard]] Core::Result<ConnectionSpec> specFromLibpq(const LibpqValues &input);

} // namespace Db
