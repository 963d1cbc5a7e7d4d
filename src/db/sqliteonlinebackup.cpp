// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqliteonlinebackup.h"

#include "db/sqliteerrors.h"
#include "db/sqlitestatement.h"

#include <QCoreApplication>

#include <sqlite3.h>

namespace Db {

using Core::Error;
using Core::JobProgress;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

/// Of 4 kB: often enough for a progress bar, and a cancel is noticed soon.
constexpr int pagesPerStep = 1024;
constexpr std::chrono::seconds busyLimit{5};
constexpr int busyPause = 25; // milliseconds

Error errorOf(sqlite3 *database, const QString &file)
{
    return sqliteError(sqlite3_extended_errcode(database), QString::fromUtf8(sqlite3_errmsg(database)), file);
}

/// Keeps one moment of a database for as long as it lives.
class ReadTransaction final
{
public:
    explicit ReadTransaction(sqlite3 *database)
        : m_database(database)
        , m_isOurs(sqlite3_get_autocommit(database) != 0)
    {}
    ~ReadTransaction()
    {
        if (m_isOurs && sqlite3_get_autocommit(m_database) == 0)
            sqlite3_exec(m_database, "rollback", nullptr, nullptr, nullptr);
    }
    Q_DISABLE_COPY_MOVE(ReadTransaction)

    /// BEGIN alone does not read yet.
    [[nodiscard]] bool begin()
    {
        const char *sql =
            m_isOurs ? "begin; select count(*) from sqlite_schema" : "select count(*) from sqlite_schema";
        return sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    }

private:
    sqlite3 *m_database;
    bool m_isOurs;
};

bool isBusy(int code)
{
    return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED;
}

} // namespace

Result<qint64> pragmaNumber(sqlite3 *database, const QString &pragma, const QString &file)
{
    auto statement = SqliteStatement::prepare(database, QStringLiteral("pragma ") + pragma, file);
    if (!statement)
        return statement.error();
    qint64 number = 0;
    auto done = (*statement)->stream(RawRow(), [&](const RawRow &row) {
        number = row.first() ? row.first()->toLongLong() : 0;
        return Result<void>();
    });
    return done ? Result<qint64>(number) : done;
}

Result<qint64> copyOnline(sqlite3 *from, const QString &fromFile, sqlite3 *to, const QString &toFile,
                          Core::JobContext &context)
{
    if (auto may = context.proceed(); !may)
        return may.error();
    ReadTransaction moment(from);
    if (!moment.begin())
        return errorOf(from, fromFile);
    auto pages = pragmaNumber(from, QStringLiteral("page_count"), fromFile);
    if (!pages)
        return pages;
    // Finishing before the last page takes everything back.
    const std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)> backup(
        sqlite3_backup_init(to, "main", from, "main"), sqlite3_backup_finish);
    if (!backup)
        return errorOf(to, toFile);
    context.enter(Text::tr("Copying the database"), JobProgress::Unit::Pages, *pages);
    using Clock = std::chrono::steady_clock;
    auto waitsUntil = Clock::now() + busyLimit;
    for (;;) {
        const int code = sqlite3_backup_step(backup.get(), pagesPerStep);
        const int total = sqlite3_backup_pagecount(backup.get());
        if (code == SQLITE_DONE)
            return total;
        if (auto may = context.proceed(); !may)
            return may.error();
        if (code == SQLITE_OK) {
            const int done = total - sqlite3_backup_remaining(backup.get());
            context.advance(done);
            waitsUntil = Clock::now() + busyLimit;
        } else if (!isBusy(code) || Clock::now() > waitsUntil) {
            // The target is what may be busy or full: the moment of the source is held already.
            return sqliteError(code, QString::fromUtf8(sqlite3_errstr(code)),
                               (code & 0xff) == SQLITE_CORRUPT ? fromFile : toFile);
        } else {
            sqlite3_sleep(busyPause);
        }
    }
}

} // namespace Db
