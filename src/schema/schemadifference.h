// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/databasestate.h"
#include "schema/lineage.h"
#include "schema/migrationcatalogue.h"

namespace Schema {

/// One way in which a database is not as expected.
struct Difference
{
    enum class Kind {
        MissingTable,
        MissingColumn,
        OtherType,
        OtherLength,
        OtherNullability, ///< may be empty, or may not
        MissingIndex,
        InvalidIndex, ///< there, but an interrupted build left it unusable
        MissingKey,   ///< primary or foreign
    };

    Kind kind = Kind::MissingTable;
    QString table;
    QString name;     ///< of the column or the index
    QString sentence; ///< for people, translated
};

/// What the tables should be: those of the database's lineage, and what its applied migrations made of them.
/// What is there beyond that is nobody's fault.
[[nodiscard]] Tables::SchemaModel expectedSchema(const DatabaseState &state, Lineage lineage,
                                                 const QList<Migration> &catalogue);

/// What of `expected` is missing or other in `real`.
[[nodiscard]] QList<Difference> differences(const Tables::SchemaModel &expected,
                                            const Tables::SchemaModel &real);

/// The two together, and indexes that are not usable. For a database of foreign origin only what is missing.
[[nodiscard]] QList<Difference> differencesOf(const DatabaseState &state, Lineage lineage,
                                              const QList<Migration> &catalogue);

} // namespace Schema
