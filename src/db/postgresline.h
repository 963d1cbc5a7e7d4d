// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "db/statement.h"

#include <libpq-fe.h>

#include <memory>

/// What all code that talks over a PGconn needs.
namespace Db::PostgresLine {

using ResultPointer = std::unique_ptr<PGresult, decltype(&PQclear)>;

[[nodiscard]] inline ResultPointer nextResult(PGconn *connection)
{
    return {PQgetResult(connection), PQclear};
}
[[nodiscard]] QString fromServer(const char *text);
/// What the server says about a statement that failed.
[[nodiscard]] Core::Error errorOf(const PGresult *result);
/// What libpq says about a line that broke.
[[nodiscard]] Core::Error lostError(const PGconn *connection);
/// Sends an unnamed statement with its values bound, and does not wait.
[[nodiscard]] bool send(PGconn *connection, const Statement &statement);

} // namespace Db::PostgresLine
