// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcessEnvironment>
#include <QString>

#include <optional>

namespace App {

/// Where the connection string came from, and the string.
struct ConnectionSource
{
    QString text;
    QString description; ///< for the window: "from DATABASE_URL"
};

/// The order in which places are asked: the argument, DATABASE_URL, ConnectionStrings__DefaultConnection (the
/// web application's own order), the database used last. nullopt: none names a database.
[[nodiscard]] std::optional<ConnectionSource>
connectionSource(const QString &argument, const QProcessEnvironment &environment, const QString &lastUsed);

/// Takes every variable that libpq reads out of this process's environment: a PGHOSTADDR or PGOPTIONS of the
/// shell would silently lead to another server. Call before any thread starts.
void clearLibpqEnvironment();

} // namespace App
