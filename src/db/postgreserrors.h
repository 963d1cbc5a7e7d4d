// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace Db {

/// Turns a SQLSTATE into an Error; https://www.postgresql.org/docs/current/errcodes-appendix.html.
/// `serverText` is the primary message only: DETAIL carries customer rows and stays out.
[[nodiscard]] Core::Error postgresError(const QString &sqlState, const QString &serverText);

/// libpq reports no SQLSTATE while connecting; the text is all there is. `code` is filled where only one
/// state has that text, else it is empty.
[[nodiscard]] Core::Error postgresConnectError(const QString &libpqText, const QString &host);

/// Whether the same reading may work when it is tried again in a moment: the line broke or was ended, the
/// server starts or is full, two transactions met. A line that could not be opened counts, too: trying that
/// again helps where it had been open before. Never for what a certificate, a login or a full disk causes,
/// and never where nobody knows whether a COMMIT happened.
[[nodiscard]] bool isTransient(const Core::Error &error);

/// Whether the server is on its way up: a suspended database that is being woken, or a start or restart.
/// Each of these is transient as well.
[[nodiscard]] bool isWaking(const Core::Error &error);

} // namespace Db
