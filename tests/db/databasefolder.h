// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bulkfixture.h"
#include "db/sqlitefile.h"
#include "support/files.h"

#include <QDir>
#include <QTemporaryDir>

#include <memory>

namespace Tests {

/// All rows of a statement.
inline Core::Result<QList<StoredRow>> rowsOf(Db::SqliteFile &file, const QString &sql,
                                             const Db::RawRow &values = {})
{
    QList<StoredRow> rows;
    auto count = file.stream(sql, values, [&](const Db::RawRow &row) -> Core::Result<void> {
        rows.append(stored(row));
        return {};
    });
    if (!count)
        return count.error();
    return rows;
}

/// A folder for the databases of one test function.
class DatabaseFolder
{
protected:
    void renew() { m_directory = std::make_unique<QTemporaryDir>(); }
    [[nodiscard]] QString path(const QString &name) const { return m_directory->filePath(name); }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }
    /// Of one table "t" with an index.
    QString makeDatabase(const QString &name, int rows, bool withLog = false) const
    {
        const QString file = path(name);
        sqliteExecute(file, QStringLiteral("pragma journal_mode=%1; create table t (id integer primary key, "
                                           "v text); create index i on t (v); with recursive n(i) as (select "
                                           "1 union all select i + 1 from n where i < %2) insert into t "
                                           "select i, hex(randomblob(50)) from n")
                                .arg(withLog ? QStringLiteral("wal") : QStringLiteral("delete"))
                                .arg(rows));
        return file;
    }
    std::unique_ptr<QTemporaryDir> m_directory;
};

} // namespace Tests
