// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/rawrow.h"

#include <functional>
#include <memory>

struct sqlite3;

namespace Db {

/// One SQLite file by SQLite's C API, for work on whole files: copying, reading or writing all rows. The
/// database that staff edit belongs to a Session; a file may be open in both, since both use the same copy of
/// SQLite. One thread at a time, but for interrupt().
class SqliteFile final
{
public:
    enum class Use {
        Create, ///< new, for its owner only; fails where something of that name has content
        Read,   ///< read-only; the file may come from anywhere: defensive, schema untrusted, no triggers, no
              ///< views, no virtual tables, limits, no mmap. With its own write-ahead log where it is in use
        Write, ///< existing file that this program made
    };

    /// Otherwise never through a link, but the folder may be one. Leaves nothing beside a file that nobody
    /// else uses. Error: as Db::checkDatabaseFile(), Unsupported (a link), Constraint (Create: there is
    /// something), Corrupt (no SQLite database, or an empty one to read), Busy, Io.
    [[nodiscard]] static Core::Result<std::unique_ptr<SqliteFile>> open(const QString &file, Use use);
    ~SqliteFile();
    Q_DISABLE_COPY_MOVE(SqliteFile)

    /// One statement without a result; `values` are bound to $1, $2 … as text, nullopt as NULL.
    [[nodiscard]] Core::Result<void> execute(const QString &sql, const RawRow &values = {});
    /// Calls `each` for every row: integers and text as text, a finite REAL as the shortest text that gives
    /// it back, a BLOB as "\x" and lower-case hex digits. An Error of `each` ends the scan and is returned.
    /// Returns the number of rows. Error: Busy also where somebody changed an idle file meanwhile.
    [[nodiscard]] Core::Result<qint64> stream(const QString &sql, const RawRow &values,
                                              const std::function<Core::Result<void>(const RawRow &)> &each);

    /// One statement prepared once and run for very many rows.
    class Inserter final
    {
    public:
        ~Inserter();
        Q_DISABLE_COPY_MOVE(Inserter)
        /// Binds `row` as text (nullopt: NULL) and runs. `blobs`: columns whose "\x…" text is bound as a
        /// BLOB.
        [[nodiscard]] Core::Result<void> add(const RawRow &row);

    private:
        friend class SqliteFile;
        struct Private;
        explicit Inserter(std::unique_ptr<Private> p);
        std::unique_ptr<Private> d;
    };
    /// `blobs`: columns whose "\x…" text is bound as a BLOB. `reals`: columns that hold REAL; SQLite's own
    /// reading of a number's text may miss by the last bit.
    [[nodiscard]] Core::Result<std::unique_ptr<Inserter>>
    inserter(const QString &sql, const QList<bool> &blobs, const QList<bool> &reals = {});

    /// Copies this database whole into `destination` by SQLite's online backup in one read transaction, so
    /// that other writers neither wait long nor get into the copy (in the one that is open on this object,
    /// where there is one); phase and pages go to `context`. Leaves `destination` on disk, synced, with
    /// journal mode DELETE; as it was after an Error: Busy, Io, Cancelled.
    [[nodiscard]] Core::Result<void> copyTo(SqliteFile &destination, Core::JobContext &context);

    /// PRAGMA integrity_check (quick_check where `quick`) and foreign_key_check. Error: Corrupt with the
    /// first finding as detail.
    [[nodiscard]] Core::Result<void> checkIntegrity(bool quick = false);

    /// For its pages; 16 MB unless asked for otherwise. Who reads every page once needs hardly any.
    /// checkIntegrity() takes what it needs and goes back to the 16 MB. Error: that of the statement.
    [[nodiscard]] Core::Result<void> useMemory(int kilobytes);

    [[nodiscard]] QString fileName() const;
    /// Stops what runs and whatever is asked of this object from now on. Any thread.
    void interrupt();
    /// For src/db only.
    [[nodiscard]] sqlite3 *handle() const;

private:
    SqliteFile();
    [[nodiscard]] Core::Result<void> connect(Use use);
    [[nodiscard]] Core::Result<void> check(const QString &pragma, const QString &good);
    [[nodiscard]] Core::Result<void> findDamage(bool quick);
    /// Error: Busy where a file that was read without locks changed.
    [[nodiscard]] Core::Result<void> unchanged() const;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Db
