// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqlitebackend.h"

#include "db/databasefile.h"
#include "db/sqliteerrors.h"
#include "db/sqlitefile.h"
#include "db/sqlitefunctions.h"
#include "db/sqliteonlinebackup.h"
#include "db/sqlitestatement.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QUrl>
#include <QVariant>

#include <sqlite3.h>

#include <atomic>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

Error fromDriver(const QSqlError &error, const QString &file)
{
    return sqliteError(error.nativeErrorCode().toInt(), error.databaseText(), file);
}

QVariant toVariant(const Value &value)
{
    struct Visitor
    {
        QVariant operator()(std::monostate) const { return QVariant(QMetaType(QMetaType::QString)); }
        QVariant operator()(bool b) const { return b ? 1 : 0; }
        QVariant operator()(qint64 i) const { return QVariant(qlonglong(i)); }
        QVariant operator()(const QString &s) const
        {
            if (s.isNull())
                return QVariant(QLatin1String(""));
            // SQLite takes a first U+FEFF for a mark of the byte order, and only the first.
            return s.startsWith(QChar(QChar::ByteOrderMark)) ? QVariant(QString(QChar::ByteOrderMark + s))
                                                             : QVariant(s);
        }
    };
    return std::visit(Visitor(), value);
}

Cell toCell(const QVariant &value)
{
    if (value.isNull())
        return std::nullopt;
    if (value.typeId() == QMetaType::Double)
        return QString::number(value.toDouble(), 'g', 17);
    return value.toString();
}

/// The statement in the one form that QSQLITE binds reliably: plain question marks in the order of the text.
/// It takes $1 for a name, and sorts the values of ?1 … ?10 by where they stand.
Statement withQuestionMarks(const Statement &statement)
{
    // Names and literals may hold a $1 of their own.
    static const QRegularExpression dollar(QStringLiteral(R"('[^']*'|"[^"]*"|\$(\d+))"));
    Statement plain;
    qsizetype copied = 0;
    auto matches = dollar.globalMatch(statement.sql);
    while (matches.hasNext()) {
        const auto match = matches.next();
        if (match.capturedLength(1) == 0)
            continue;
        plain.sql += QStringView(statement.sql).mid(copied, match.capturedStart() - copied);
        plain.sql += QLatin1Char('?');
        plain.values.append(statement.values.at(match.capturedView(1).toInt() - 1));
        copied = match.capturedEnd();
    }
    plain.sql += QStringView(statement.sql).mid(copied);
    return plain;
}

/// Five seconds altogether.
int waitForLock(void *isInterrupted, int tries)
{
    constexpr int most = 250;
    constexpr int pause = 20; // milliseconds
    if (tries >= most || *static_cast<std::atomic_bool *>(isInterrupted))
        return 0;
    sqlite3_sleep(pause);
    return 1;
}

QString uriOf(const QString &file, SqliteOpenMode mode)
{
    const QString path =
        QString::fromLatin1(QUrl::toPercentEncoding(QFileInfo(file).absoluteFilePath(), "/"));
    return QStringLiteral("file:") + path +
           (mode == SqliteOpenMode::ReadOnly ? QLatin1String("?mode=ro") : QLatin1String("?mode=rw"));
}

} // namespace

SqliteBackend::SqliteBackend()
{
    static std::atomic_int counter = 0;
    m_name = QStringLiteral("gsc-sqlite-%1").arg(++counter);
}

SqliteBackend::~SqliteBackend()
{
    SqliteBackend::close();
}

Result<LineInfo> SqliteBackend::open(const ConnectionSpec &spec)
{
    m_file = spec.file;
    if (auto usable = checkDatabaseFile(m_file); !usable)
        return usable.error();
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setDatabaseName(uriOf(m_file, spec.openMode));
    m_database.setConnectOptions(QLatin1String("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=5000") +
                                 (spec.openMode == SqliteOpenMode::ReadOnly
                                      ? QLatin1String(";QSQLITE_OPEN_READONLY")
                                      : QLatin1String()));
    if (!m_database.open())
        return fromDriver(m_database.lastError(), m_file);
    if (auto ready = prepareLine(); !ready)
        return ready.error();

    LineInfo line;
    line.engine = Engine::SQLite;
    line.serverVersion = QLatin1String(sqlite3_libversion());
    line.host = QFileInfo(m_file).absoluteFilePath();
    line.database = QFileInfo(m_file).fileName();
    line.readOnly = sqlite3_db_readonly(m_handle, "main") != 0;
    return line;
}

Result<void> SqliteBackend::prepareLine()
{
    // Qt registers no name for sqlite3*; the driver documents that the variant holds one.
    const QVariant handle = m_database.driver()->handle();
    if (qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return Error{ErrorKind::Internal, QStringLiteral("QSQLITE gave no handle"), {}, {}};
    auto *sqlite = *static_cast<sqlite3 *const *>(handle.constData());
    // Two copies of SQLite in one process would not see each other's locks:
    // https://www.sqlite.org/howtocorrupt.html 2.2.1
    auto version = runOne({QStringLiteral("select sqlite_source_id()"), {}, true});
    if (!version)
        return version.error();
    if (version->rows.first().text(0) != QLatin1String(sqlite3_sourceid()))
        return Error{
            ErrorKind::Unsupported,
            QCoreApplication::translate("Db", "Qt's SQLite driver and this program use different copies of "
                                              "SQLite. Install both from the same distribution."),
            version->rows.first().text(0),
            {}};
    setHandle(sqlite);
    // Qt's own way of waiting for a lock cannot be interrupted.
    sqlite3_busy_handler(sqlite, waitForLock, &m_interrupted);
    if (const int code = addSqliteFunctions(sqlite); code != SQLITE_OK)
        return sqliteError(code, QString(), m_file);
    for (const char *sql : {"pragma foreign_keys=on", "pragma trusted_schema=off",
                            "pragma cell_size_check=on", "pragma mmap_size=0", "pragma cache_size=-16384",
                            // The first statement that reads the file: garbage and locks show here.
                            "select count(*) from sqlite_schema"})
        if (auto done = runOne({QLatin1String(sql), {}, true}); !done)
            return done.error();
    return {};
}

void SqliteBackend::setHandle(sqlite3 *handle)
{
    const std::lock_guard lock(m_handleMutex);
    m_handle = handle;
}

void SqliteBackend::close()
{
    setHandle(nullptr);
    if (!m_database.isValid())
        return;
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

bool SqliteBackend::isOpen() const
{
    return m_handle != nullptr;
}

Result<RowSet> SqliteBackend::runOne(const Statement &statement)
{
    m_interrupted = false;
    const auto sent = StatementRecorder::Clock::now();
    auto set = execute(statement);
    if (set)
        m_recorder.answered(statement, sent, *set);
    else
        m_recorder.failed(statement, sent, set.error());
    return set;
}

Result<RowSet> SqliteBackend::execute(const Statement &statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    const Statement plain = withQuestionMarks(statement);
    if (!query.prepare(plain.sql)) {
        Error error = fromDriver(query.lastError(), m_file);
        // In bytes; -1: the fault is nowhere in particular.
        if (const int offset = m_handle ? sqlite3_error_offset(m_handle) : -1; offset >= 0)
            error.position = int(QString::fromUtf8(plain.sql.toUtf8().left(offset)).size()) + 1;
        return error;
    }
    for (const Value &value : plain.values)
        query.addBindValue(toVariant(value));
    if (!query.exec())
        return fromDriver(query.lastError(), m_file);
    RowSet set;
    const int columns = query.record().count();
    while (query.next()) {
        QList<Cell> cells;
        cells.reserve(columns);
        for (int i = 0; i < columns; ++i)
            cells.append(toCell(query.value(i)));
        set.rows.append(Row(std::move(cells)));
    }
    // An error in the middle of a scan looks like its end.
    if (query.lastError().isValid())
        return fromDriver(query.lastError(), m_file);
    set.affected = query.isSelect() ? set.rows.size() : query.numRowsAffected();
    return set;
}

Result<QList<RowSet>> SqliteBackend::proceed(const QList<Statement> &statements)
{
    QList<RowSet> sets;
    for (const Statement &statement : statements) {
        auto set = runOne(statement);
        if (!set)
            return set.error();
        sets.append(std::move(*set));
    }
    return sets;
}

Result<QList<RowSet>> SqliteBackend::read(const QList<Statement> &statements, const Limits &)
{
    if (statements.size() == 1)
        return proceed(statements);
    if (auto begun = runOne({QStringLiteral("begin"), {}, true}); !begun)
        return begun.error();
    auto sets = proceed(statements);
    rollback();
    return sets;
}

Result<QList<RowSet>> SqliteBackend::begin(const QList<Statement> &statements, const Limits &)
{
    // Immediate: a deferred transaction that reads first fails at once when another writer was quicker.
    if (auto begun = runOne({QStringLiteral("begin immediate"), {}, true}); !begun)
        return begun.error();
    return proceed(statements);
}

Result<void> SqliteBackend::commit()
{
    auto done = runOne({QStringLiteral("commit"), {}, true});
    if (done)
        return {};
    rollback();
    return done.error();
}

void SqliteBackend::rollback()
{
    if (!m_handle || sqlite3_get_autocommit(m_handle) != 0)
        return;
    (void)runOne({QStringLiteral("rollback"), {}, true});
    // Interrupts are repeated, and one may have hit this statement, too.
    if (sqlite3_get_autocommit(m_handle) == 0)
        close();
}

Result<void> SqliteBackend::beginSnapshot(const Limits &)
{
    // BEGIN alone does not read: the moment is that of the first statement.
    for (const char *sql : {"begin", "select count(*) from sqlite_schema"})
        if (auto done = runOne({QLatin1String(sql), {}, true}); !done)
            return done.error();
    return {};
}

Result<void> SqliteBackend::goOn() const
{
    if (!m_interrupted)
        return {};
    return sqliteError(SQLITE_INTERRUPT, {}, m_file);
}

Result<qint64> SqliteBackend::inBulk(const Statement &statement, const std::function<Result<qint64>()> &work)
{
    if (!isOpen())
        return sqliteError(SQLITE_CANTOPEN, {}, m_file);
    m_interrupted = false;
    const auto sent = StatementRecorder::Clock::now();
    auto count = work();
    RowSet moved;
    moved.affected = count ? *count : 0;
    if (count)
        m_recorder.answered(statement, sent, moved);
    else
        m_recorder.failed(statement, sent, count.error());
    return count;
}

Result<qint64> SqliteBackend::stream(const Statement &query, const EachRow &each)
{
    return inBulk(query, [&]() -> Result<qint64> {
        auto statement = SqliteStatement::prepare(m_handle, query.sql, m_file);
        if (!statement)
            return statement.error();
        return (*statement)->stream(query.values, [&](const RawRow &row) -> Result<void> {
            if (auto may = goOn(); !may)
                return may;
            return each(row);
        });
    });
}

Result<qint64> SqliteBackend::load(const LoadTarget &target, const RowSupply &supply)
{
    QStringList columns;
    for (const QString &column : target.columns)
        columns.append(quoted(column));
    const QString names = columns.join(QLatin1String(", "));
    const QString marks = QStringList(columns.size(), QStringLiteral("?")).join(QLatin1String(", "));
    const QString sql = QStringLiteral("insert into %1 (%2) values (%3)").arg(target.table, names, marks);
    return inBulk({sql, {}}, [&]() -> Result<qint64> {
        auto statement = SqliteStatement::prepare(m_handle, sql, m_file);
        if (!statement)
            return statement.error();
        auto shape = SqliteStatement::prepare(
            m_handle, QStringLiteral("select %1 from %2").arg(names, target.table), m_file);
        if (!shape)
            return shape.error();
        const SqliteStatement::Forms forms = {target.blobs, (*shape)->realColumns()};
        RawRow row;
        for (qint64 count = 0;; ++count) {
            if (auto may = goOn(); !may)
                return may.error();
            auto more = supply(row);
            if (!more)
                return more.error();
            if (!*more)
                return count;
            if (auto added = (*statement)->run(row, forms); !added)
                return added.error();
        }
    });
}

Result<void> SqliteBackend::replaceBy(SqliteFile &source, Core::JobContext &context)
{
    const QString name = QFileInfo(source.fileName()).fileName();
    const Statement noted = {QStringLiteral("-- online backup from “%1”").arg(name), {}};
    auto pages = inBulk(noted, [&] { return replaceWithPagesOf(source, context); });
    return pages ? Result<void>() : pages.error();
}

Result<qint64> SqliteBackend::replaceWithPagesOf(SqliteFile &source, Core::JobContext &context)
{
    const QString pageSize = QStringLiteral("page_size");
    const auto theirs = pragmaNumber(source.handle(), pageSize, source.fileName());
    const auto ours = pragmaNumber(m_handle, pageSize, m_file);
    auto mode = execute({QStringLiteral("pragma journal_mode"), {}});
    if (!theirs || !ours || !mode)
        return !theirs ? theirs : !ours ? ours : Result<qint64>(mode.error());
    const bool hasLog = mode->rows.first().text(0) == QLatin1String("wal");
    if (*theirs == *ours || !hasLog)
        return copyOnline(source.handle(), source.fileName(), m_handle, m_file, context);

    // A log takes pages of one size only, and cannot be left while somebody else has the file open.
    const QTemporaryDir folder;
    auto copy = SqliteFile::open(folder.filePath(QStringLiteral("pages.db")), SqliteFile::Use::Create);
    if (!copy)
        return copy.error();
    if (auto copied = source.copyTo(**copy, context); !copied)
        return copied.error();
    const Core::JobContext::Stopper stopper(context, [&copy] { (*copy)->interrupt(); });
    for (const QString &sql : {QStringLiteral("pragma page_size=%1").arg(*ours), QStringLiteral("vacuum")})
        if (auto done = (*copy)->execute(sql); !done)
            return done.error();
    return copyOnline((*copy)->handle(), (*copy)->fileName(), m_handle, m_file, context);
}

Result<bool> SqliteBackend::didCommit()
{
    // SQLite tells the outcome of COMMIT itself; it never stays unknown.
    return false;
}

void SqliteBackend::interrupt()
{
    m_interrupted = true;
    const std::lock_guard lock(m_handleMutex);
    if (m_handle)
        sqlite3_interrupt(m_handle);
}

void SqliteBackend::sever()
{
    interrupt();
}

} // namespace Db
