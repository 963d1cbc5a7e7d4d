// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/accessgate.h"
#include "db/querylog.h"

#include <memory>

namespace Db {

/// What a connection shares with its window beside the address.
struct SessionOptions
{
    std::shared_ptr<AccessGate> gate; ///< null: writing is allowed, unless the specification is read-only
    std::shared_ptr<QueryLog> log;    ///< null: statements are not logged
    QString name;                     ///< names the connection in the log
    bool logsValues = false;          ///< whether parameter values may be shown: outside Local they may not
};

} // namespace Db
