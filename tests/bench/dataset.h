// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <QString>

namespace Bench {

/// A filled database to measure on.
struct Target
{
    Db::ConnectionSpec spec;
    QString connection; ///< as a user would type it
    qint64 rows = 0;
    int runs = 3; ///< how often what takes seconds is measured

    /// Too little to measure anything: the run only shows that it works, and need not take its time.
    [[nodiscard]] bool isTrial() const { return rows < 100'000; }
    [[nodiscard]] bool isSqlite() const { return spec.engine == Db::Engine::SQLite; }
    [[nodiscard]] QString engine() const
    {
        return isSqlite() ? QStringLiteral("sqlite") : QStringLiteral("postgresql");
    }
};

[[nodiscard]] Target targetOf(const QString &connection, qint64 rows);

/// The program's tables, without rows.
void createSchema(const Target &target);

/// An SQLite database of `rows` customers in `folder`; made when it is not there yet.
[[nodiscard]] Target sqliteDataset(const QString &folder, qint64 rows);
/// The same customers in a new database of the test server. The text for COPY stays in `folder`.
[[nodiscard]] Target postgresDataset(const QString &folder, qint64 rows);

} // namespace Bench
