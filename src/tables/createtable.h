// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/schemamodel.h"

#include <QHash>

namespace Tables {

/// What only the text of SQLite's CREATE TABLE tells: SQLite's own catalogue knows no names of constraints,
/// no checks, and no AUTOINCREMENT.
struct CreateTable
{
    QString primaryKeyName;
    bool isAutoincrement = false;
    bool isWithoutRowId = false;
    QHash<QString, QString> generations; ///< by column in lower case: "(…) STORED"
    QList<UniqueModel> uniques;
    QStringList foreignKeyNames; ///< one for each foreign key in the order of the text; empty: none given
    QStringList foreignKeyOptions;
    QStringList checks;
};

/// `sql`: as in sqlite_schema. What it cannot understand it leaves out.
[[nodiscard]] CreateTable readCreateTable(const QString &sql);
/// The condition of a CREATE INDEX; empty: none.
[[nodiscard]] QString conditionOfIndex(const QString &sql);

} // namespace Tables
