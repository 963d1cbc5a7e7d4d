// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <QJsonObject>

namespace Db {

/// What a connection string means, for scripts. Keys: engine, file, host, port, database, user, hasPassword,
/// sslmode (the effective one), trustServerCertificate, provider, pooled, directHost, parameters, dropped,
/// warnings. What does not apply, or is left to the server's or libpq's default, is null. Several hosts are
/// joined by commas, and the port is then the first one's. Never contains the password.
[[nodiscard]] QJsonObject explanation(const ConnectionSpec &spec);

/// The same for people: one aligned line a fact, translated, each ended by a line feed.
[[nodiscard]] QString explanationText(const ConnectionSpec &spec);

} // namespace Db
