// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace Db {

/// Turns a SQLSTATE into an Error; https://www.postgresql.org/docs/current/errcodes-appendix.html.
/// `serverText` is the primary message only: DETAIL carries customer rows and stays out.
[[nodiscard]] Core::Error postgresError(const QString &sqlState, const QString &serverText);

/// libpq reports no SQLSTATE while connecting; the text is all there is.
[[nodiscard]] Core::Error postgresConnectError(const QString &libpqText, const QString &host);

} // namespace Db
