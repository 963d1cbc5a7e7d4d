// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

namespace Schema {

/// What a statement of a migration does to the schema, as far as people and the plan need to know it.
struct StatementMeaning
{
    enum class Act {
        CreateTable,
        DropTable,
        RenameTable,
        AddColumn,
        DropColumn,
        ChangeColumn,
        CreateIndex,
        DropIndex,
        CreateExtension,
        ChangeRows, ///< UPDATE
        AddRows,    ///< INSERT
        RemoveRows, ///< DELETE, TRUNCATE
        Other,
    };

    Act act = Act::Other;
    QString table; ///< empty: none, or not understood
    QString name;  ///< of the column, the index or the extension
    QString words; ///< for people, translated: "Adds the index “IX_Customer_Search” to “Customer”."
};

/// One meaning for each thing that the statement does: ALTER TABLE may do several.
[[nodiscard]] QList<StatementMeaning> meaningsOf(const QString &sql, Db::Engine dialect);

/// Whether the statement says in which schema something is: a scratch schema could not stand in for that.
[[nodiscard]] bool namesSchema(const QString &sql, Db::Engine dialect);

/// CREATE INDEX with CONCURRENTLY, and CREATE or DROP INDEX without it; others as they are. PostgreSQL.
[[nodiscard]] QString concurrently(const QString &sql);
[[nodiscard]] QString notConcurrently(const QString &sql);

} // namespace Schema
