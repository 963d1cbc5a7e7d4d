// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace Schema {

/// Who made the tables of a database, as its history tells.
enum class Lineage {
    Empty,   ///< nobody yet
    Own,     ///< this program
    Web,     ///< the web application as it is now
    OldWeb,  ///< the web application of before 16 December 2025, whose migrations no longer exist
    Foreign, ///< something that left no history this program knows
};

/// The ids that the web application has now, in order; and those it had before.
[[nodiscard]] const QStringList &webMigrations();
[[nodiscard]] const QStringList &oldWebMigrations();
[[nodiscard]] bool isWebMigration(const QString &id);

/// `history`: the ids in "__EFMigrationsHistory".
[[nodiscard]] Lineage lineageOf(const QStringList &history, bool hasCustomerTable);
/// Whether the tables come from the web application, now or before.
[[nodiscard]] bool isOfWeb(Lineage lineage);

/// What the lineage means, for people; translated, one paragraph. For OldWeb with what has to be done to the
/// history before the web application of today starts on this database.
[[nodiscard]] QString explanationOf(Lineage lineage);

} // namespace Schema
