// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"

namespace Db {

/// One column of the Customer table as the database has it.
struct Column
{
    QString name;
    QString type; ///< as the catalogue writes it: "character varying", "TEXT", …
    bool nullable = true;
    std::optional<int> maxLength; ///< characters; nullopt: the catalogue sets no limit
};

/// A foreign key of another table that points to Customer.
struct Reference
{
    QString schema; ///< empty on SQLite
    QString table;
    QString column;
};

/// What the opened database really has. A database is taken as it is: nothing here is assumed.
struct Catalogue
{
    bool hasCustomerTable = false;
    QList<Column> columns; ///< of Customer
    QList<Reference> references;
    bool hasMigrationHistory = false;
    QStringList trigramColumns; ///< columns of Customer under a pg_trgm index
    qint64 estimatedRows = 0;   ///< quick and rough, for the scroll bar until the count is there

    [[nodiscard]] const Column *column(const QString &name) const;
};

/// Reads the catalogue in one round trip.
/// Error: NotFound with a summary naming the column, when Customer exists but lacks one that is needed.
[[nodiscard]] Core::Result<Catalogue> readCatalogue(Session &session);

} // namespace Db
