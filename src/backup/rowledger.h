// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/neutralrows.h"
#include "backup/rowtext.h"
#include "db/sqlitefile.h"

#include <QSet>

#include <vector>

namespace Backup {

/// The rows of one table in a backup and in the database, by key and hash, and what a restore has to do with
/// each. It lies in a file, so that a million rows cost no memory, and set operations decide. Preview and
/// restore use the same one: what was shown is what is done.
class RowLedger final
{
public:
    /// `file` is shared by the ledgers of all tables; `number` tells them apart. `file` and `plan` outlive
    /// this. `ids`: only rows with these keys count; empty: all.
    RowLedger(Db::SqliteFile &file, int number, const TablePlan &plan, RestoreMode mode, QStringList ids);
    Q_DISABLE_COPY_MOVE(RowLedger)

    [[nodiscard]] const TablePlan &plan() const { return m_plan; }
    /// Of the table that holds the rows to be removed: (k, stays).
    [[nodiscard]] QString removals() const { return name('g'); }

    /// Notes every row of the backup. Returns them counted and hashed as a verification does. Error: Corrupt
    /// (a key is missing or there twice), those of the source.
    [[nodiscard]] Core::Result<Tables::TableSummary> addBackup(Tables::TableSource &source,
                                                               Core::JobContext &context);
    /// Notes every row of the database, in place of what was noted of it before, and decides what becomes of
    /// each. Returns them counted and hashed.
    [[nodiscard]] Core::Result<Tables::TableSummary> addDatabase(const Reader &reader, Db::Engine engine,
                                                                 Core::JobContext &context);

    [[nodiscard]] Core::Result<TableChange> change();
    /// By place in the backup's source: whether a row is written, and whether it replaces one.
    struct Wanted
    {
        std::vector<bool> added;
        std::vector<bool> changed;
        qint64 count = 0;
    };
    [[nodiscard]] Core::Result<Wanted> wanted();
    /// The key, in one piece, of each row that is to be removed and can be; or of those that cannot.
    [[nodiscard]] Core::Result<void>
    eachRemoval(bool unremovable, const std::function<Core::Result<void>(QByteArrayView)> &each);
    /// The keys of rows that differ, in order, at most `limit`, with where they are. For showing.
    struct Difference
    {
        QByteArray key;
        bool isInBackup = false;
        bool isInDatabase = false;
        qint64 place = -1; ///< in the backup's source
    };
    [[nodiscard]] Core::Result<QList<Difference>> differences(int limit);

    /// After the changes: whether the database holds exactly what was decided, row by row.
    [[nodiscard]] Core::Result<bool> isAsDecided(const Reader &reader, Db::Engine engine,
                                                 Core::JobContext &context);

private:
    [[nodiscard]] QString name(char letter) const;
    /// `sql` with {b}, {d}, {g} and {a} for this table's names and {key} for the key's declaration.
    [[nodiscard]] QString filled(const char *sql) const;
    [[nodiscard]] Core::Result<void> execute(const char *sql);
    [[nodiscard]] Core::Result<qint64> number(const char *sql);
    [[nodiscard]] bool isChosen(QByteArrayView key) const;
    [[nodiscard]] Core::Result<void> decide();

    Db::SqliteFile &m_file;
    int m_number;
    const TablePlan &m_plan;
    RestoreMode m_mode;
    QSet<QByteArray> m_ids;
    RowText m_text;
    qint64 m_backupRows = 0;
};

} // namespace Backup
