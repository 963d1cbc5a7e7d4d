// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/backend.h"

#include "db/postgresbackend.h"
#include "db/sqlitebackend.h"

namespace Db {

std::unique_ptr<Backend> makeBackend(Engine engine)
{
    if (engine == Engine::SQLite)
        return std::make_unique<SqliteBackend>();
    return std::make_unique<PostgresBackend>();
}

} // namespace Db
