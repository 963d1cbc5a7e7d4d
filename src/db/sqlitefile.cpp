// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqlitefile.h"

#include "db/databasefile.h"
#include "db/sqliteerrors.h"
#include "db/sqliteonlinebackup.h"
#include "db/sqlitestatement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

constexpr int stepsBetweenLooks = 10'000;
constexpr int busyPause = 20; // milliseconds
constexpr int busyTries = 250;
constexpr int usualMemory = 16 * 1024; // kilobytes of pages
constexpr int memoryOfChecks = 32 * 1024;
constexpr off_t smallestPage = 512;
constexpr QLatin1String logSuffix("-wal");

Error refusal(ErrorKind kind, const QString &summary, const QString &file)
{
    return {kind, summary.arg(QDir::toNativeSeparators(file)), {}, {}};
}

/// A program was killed in the middle of a change, and who only reads cannot take that back.
Error unfinished(Error error, const QString &file)
{
    error.kind = ErrorKind::Busy;
    error.summary = Text::tr("The last change of “%1” was not finished. Open it once to be able to write, so "
                             "that it is put in order, then try again.")
                        .arg(QFileInfo(file).fileName());
    return error;
}

/// What tells whether somebody wrote into a file.
struct Stamp
{
    ino_t file = 0;
    off_t size = 0;
    time_t seconds = 0;
    long nanoseconds = 0;
    friend bool operator==(const Stamp &, const Stamp &) = default;
};

std::optional<Stamp> stampOf(const QString &file)
{
    struct stat status = {};
    if (::lstat(QFile::encodeName(file).constData(), &status) != 0)
        return std::nullopt;
    return Stamp{status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

/// Only the last part of a path must not be a link: somebody's documents may well lie behind one.
QString withRealFolder(const QString &file)
{
    const QFileInfo info(file);
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    return folder.isEmpty() ? info.absoluteFilePath() : QDir(folder).filePath(info.fileName());
}

/// The user's own database may lie behind a link, as for a Session.
QString realFile(const QString &file)
{
    const QString real = QFileInfo(file).canonicalFilePath();
    return real.isEmpty() ? file : real;
}

Result<void> checkNoLink(const QString &file)
{
    struct stat status = {};
    if (::lstat(QFile::encodeName(file).constData(), &status) == 0 && S_ISLNK(status.st_mode))
        return refusal(ErrorKind::Unsupported,
                       Text::tr("“%1” is a link to another file. Choose the file itself."), file);
    return {};
}

Result<void> checkFile(const QString &file, SqliteFile::Use use)
{
    if (auto plain = checkNoLink(file); !plain)
        return plain;
    if (use == SqliteFile::Use::Create && !stampOf(file))
        return createDatabaseFile(file);
    if (auto usable = checkDatabaseFile(file); !usable)
        return usable;
    const auto stamp = stampOf(file);
    const bool isEmpty = stamp && stamp->size == 0;
    const bool isTooShort = stamp && stamp->size < smallestPage;
    if (use == SqliteFile::Use::Create && !isEmpty)
        return refusal(ErrorKind::Constraint, Text::tr("“%1” exists already. It was left as it is."), file);
    // SQLite would take it for a database without tables: what is left where a disk was full.
    if (use == SqliteFile::Use::Read && isTooShort)
        return isEmpty ? refusal(ErrorKind::Corrupt, Text::tr("“%1” is empty: it holds no database."), file)
                       : sqliteError(SQLITE_NOTADB, {}, file);
    return {};
}

/// Whether the header says that the file's changes go through a write-ahead log. Read by SQLite's own handle:
/// opening and closing another one would drop the locks that this process holds on the file.
bool usesLog(sqlite3 *database)
{
    sqlite3_file *file = nullptr;
    std::array<unsigned char, 20> header = {};
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file &&
           file->pMethods && file->pMethods->xRead(file, header.data(), int(header.size()), 0) == SQLITE_OK &&
           header[18] == 2;
}

bool hasLog(const QString &file)
{
    const auto stamp = stampOf(file + logSuffix);
    return stamp && stamp->size > 0;
}

/// Settings for a file that somebody may have prepared: https://www.sqlite.org/security.html
void harden(sqlite3 *database)
{
    constexpr std::array<std::pair<int, int>, 7> switches{{
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
    }};
    for (const auto &[name, value] : switches)
        sqlite3_db_config(database, name, value, nullptr);
    constexpr std::array<std::pair<int, int>, 6> limits{{
        {SQLITE_LIMIT_LENGTH, 128 * 1024 * 1024},
        {SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},
        {SQLITE_LIMIT_COMPOUND_SELECT, 50},
        {SQLITE_LIMIT_VDBE_OP, 1'000'000},
        {SQLITE_LIMIT_ATTACHED, 0},
    }};
    for (const auto &[name, value] : limits)
        sqlite3_limit(database, name, value);
    sqlite3_drop_modules(database, nullptr);
}

} // namespace

struct SqliteFile::Private
{
    QString file;
    sqlite3 *database = nullptr;
    std::atomic_bool isInterrupted = false;
    std::optional<Stamp> unlocked; ///< what the file was when it was opened to be read without locks

    ~Private() { sqlite3_close_v2(database); }

    /// An interrupt that comes between two statements is forgotten by SQLite, so it is asked here as well.
    static int look(void *self) { return static_cast<Private *>(self)->isInterrupted ? 1 : 0; }
    static int wait(void *self, int tries)
    {
        if (static_cast<Private *>(self)->isInterrupted || tries >= busyTries)
            return 0;
        sqlite3_sleep(busyPause);
        return 1;
    }

    [[nodiscard]] Result<void> open(int flags, const char *query)
    {
        sqlite3_close_v2(std::exchange(database, nullptr));
        QByteArray uri = "file:" + QFile::encodeName(file).toPercentEncoding("/") + query;
        const int code =
            sqlite3_open_v2(uri.constData(), &database,
                            flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, nullptr);
        if (code != SQLITE_OK)
            return sqliteError(database ? sqlite3_extended_errcode(database) : code,
                               QString::fromUtf8(sqlite3_errstr(code)), file);
        sqlite3_extended_result_codes(database, 1);
        sqlite3_busy_handler(database, wait, this);
        sqlite3_progress_handler(database, stepsBetweenLooks, look, this);
        return {};
    }

    [[nodiscard]] Result<std::unique_ptr<SqliteStatement>> prepare(const QString &sql) const
    {
        if (isInterrupted)
            return sqliteError(SQLITE_INTERRUPT, {}, file);
        return SqliteStatement::prepare(database, sql, file);
    }
};

SqliteFile::SqliteFile()
    : d(std::make_unique<Private>())
{}

SqliteFile::~SqliteFile() = default;

Result<std::unique_ptr<SqliteFile>> SqliteFile::open(const QString &file, Use use)
{
    std::unique_ptr<SqliteFile> self(new SqliteFile);
    self->d->file = use == Use::Write ? realFile(file) : withRealFolder(file);
    if (auto usable = checkFile(self->d->file, use); !usable)
        return usable.error();
    if (auto connected = self->connect(use); !connected)
        return connected.error();
    return self;
}

Result<void> SqliteFile::connect(Use use)
{
    if (use == Use::Read) {
        // Somebody's file that lies alone is read without locks, so that nothing comes to lie beside it: a
        // reader of a log cannot take its files away again.
        if (auto opened = d->open(SQLITE_OPEN_READONLY, "?mode=ro&immutable=1"); !opened)
            return opened;
        const auto stamp = stampOf(d->file);
        if (usesLog(d->database) && !stampOf(d->file + logSuffix))
            d->unlocked = stamp;
        else if (auto again = d->open(SQLITE_OPEN_READONLY, "?mode=ro"); !again)
            return again;
        harden(d->database);
    } else if (auto opened = d->open(SQLITE_OPEN_READWRITE, "?mode=rw"); !opened) {
        return opened;
    }
    for (const char *sql : {"pragma cell_size_check=on", "pragma mmap_size=0",
                            // The first statement that reads the file: garbage and locks show here.
                            "select count(*) from sqlite_schema"})
        if (auto done = execute(QLatin1String(sql)); !done)
            return done.error().kind == ErrorKind::ReadOnly ? unfinished(done.error(), d->file) : done;
    return useMemory(usualMemory);
}

Result<void> SqliteFile::unchanged() const
{
    if (!d->unlocked || (stampOf(d->file) == d->unlocked && !hasLog(d->file)))
        return {};
    return sqliteError(SQLITE_BUSY, {}, d->file);
}

Result<void> SqliteFile::execute(const QString &sql, const RawRow &values)
{
    auto statement = d->prepare(sql);
    if (!statement)
        return statement.error();
    return (*statement)->run(values, {});
}

Result<qint64> SqliteFile::stream(const QString &sql, const RawRow &values,
                                  const std::function<Result<void>(const RawRow &)> &each)
{
    auto statement = d->prepare(sql);
    if (!statement)
        return statement.error();
    auto count = (*statement)->stream(values, each);
    if (auto same = unchanged(); !same)
        return same.error();
    return count;
}

struct SqliteFile::Inserter::Private
{
    std::unique_ptr<SqliteStatement> statement;
    SqliteStatement::Forms forms;
};

SqliteFile::Inserter::Inserter(std::unique_ptr<Private> p)
    : d(std::move(p))
{}

SqliteFile::Inserter::~Inserter() = default;

Result<void> SqliteFile::Inserter::add(const RawRow &row)
{
    return d->statement->run(row, d->forms);
}

Result<std::unique_ptr<SqliteFile::Inserter>>
SqliteFile::inserter(const QString &sql, const QList<bool> &blobs, const QList<bool> &reals)
{
    auto statement = d->prepare(sql);
    if (!statement)
        return statement.error();
    auto p = std::make_unique<Inserter::Private>();
    p->statement = std::move(*statement);
    p->forms = {blobs, reals};
    return std::unique_ptr<Inserter>(new Inserter(std::move(p)));
}

Result<void> SqliteFile::copyTo(SqliteFile &destination, Core::JobContext &context)
{
    auto copied = copyOnline(d->database, d->file, destination.d->database, destination.d->file, context);
    if (!copied)
        return copied.error();
    if (auto same = unchanged(); !same)
        return same;
    // Page 1 came along, and says that the copy has a log if the original has.
    return destination.check(QStringLiteral("pragma journal_mode=delete"), QStringLiteral("delete"));
}

Result<void> SqliteFile::check(const QString &pragma, const QString &good)
{
    QString found;
    auto rows = stream(pragma, {}, [&](const RawRow &row) -> Result<void> {
        if (found.isNull())
            found = QString::fromUtf8(row.first().value_or(QByteArrayView()));
        return {};
    });
    if (!rows)
        return rows.error();
    if (found == good)
        return {};
    Error error = sqliteError(SQLITE_CORRUPT, found, d->file);
    error.code.clear();
    return error;
}

Result<void> SqliteFile::useMemory(int kilobytes)
{
    return execute(QStringLiteral("pragma cache_size=-%1").arg(kilobytes));
}

Result<void> SqliteFile::checkIntegrity(bool quick)
{
    // Every row is looked up in every index, in an order that is as good as none: an index that does not stay
    // in memory is read again and again.
    if (auto more = useMemory(memoryOfChecks); !more)
        return more;
    auto sound = findDamage(quick);
    if (auto less = useMemory(usualMemory); !less && sound)
        return less;
    return sound;
}

Result<void> SqliteFile::findDamage(bool quick)
{
    // One finding is enough.
    auto whole =
        check(quick ? QStringLiteral("pragma quick_check(1)") : QStringLiteral("pragma integrity_check(1)"),
              QStringLiteral("ok"));
    if (!whole)
        return whole;
    QString finding;
    auto orphans = stream(QStringLiteral("pragma foreign_key_check"), {}, [&](const RawRow &row) {
        finding = QStringLiteral("foreign_key_check: %1, row %2, refers to a missing row of %3")
                      .arg(QString::fromUtf8(row.value(0).value_or("?")),
                           QString::fromUtf8(row.value(1).value_or("?")),
                           QString::fromUtf8(row.value(2).value_or("?")));
        return Result<void>(Error{ErrorKind::Corrupt, {}, {}, {}});
    });
    if (orphans)
        return {};
    // A key to a table or column that does not exist is an error of the check itself.
    const bool isFinding = !finding.isEmpty() || orphans.error().kind == ErrorKind::Syntax;
    if (!isFinding)
        return orphans.error();
    Error error = sqliteError(SQLITE_CORRUPT, finding.isEmpty() ? orphans.error().detail : finding, d->file);
    error.code.clear();
    return error;
}

QString SqliteFile::fileName() const
{
    return d->file;
}

void SqliteFile::interrupt()
{
    d->isInterrupted = true;
    sqlite3_interrupt(d->database);
}

sqlite3 *SqliteFile::handle() const
{
    return d->database;
}

} // namespace Db
