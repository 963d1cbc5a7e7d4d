// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgresbackend.h"

#include "db/connectionstring.h"
#include "db/postgrescopy.h"
#include "db/postgreserrors.h"
#include "db/postgresline.h"
#include "db/tlswitness.h"

#include <QCoreApplication>
#include <QVarLengthArray>

#include <sys/socket.h>

#include <poll.h>
#include <thread>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using namespace PostgresLine;

namespace {

/// A flight is cut into parts of this many statements: libpq sends without reading, and neither side's
/// buffers may fill up meanwhile.
constexpr qsizetype statementsPerFlight = 64;
constexpr std::chrono::seconds connectLimit{15};
constexpr std::chrono::seconds settleLimit{3};

/// QString::fromUtf8 takes a first U+FEFF for a mark of the byte order and drops it.
QString cellText(const char *text, int length)
{
    QByteArrayView rest(text, length);
    qsizetype marks = 0;
    for (; rest.startsWith("\xef\xbb\xbf"); ++marks)
        rest = rest.sliced(3);
    const QString decoded = QString::fromUtf8(rest);
    return marks == 0 ? decoded : QString(QString(marks, QChar(QChar::ByteOrderMark)) + decoded);
}

void ignoreNotices(void *, const PGresult *) {}

RowSet rowsOf(const PGresult *result)
{
    RowSet set;
    const int columns = PQnfields(result);
    const int rows = PQntuples(result);
    set.rows.reserve(rows);
    for (int row = 0; row < rows; ++row) {
        QList<Cell> cells;
        cells.reserve(columns);
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, row, column))
                cells.append(std::nullopt);
            else
                cells.append(cellText(PQgetvalue(result, row, column), PQgetlength(result, row, column)));
        }
        set.rows.append(Row(std::move(cells)));
    }
    set.affected =
        QByteArray(PQcmdTuples(const_cast<PGresult *>(result))).toLongLong(); // NOLINT: libpq's signature
    return set;
}

enum class Purpose { Read, Write, Snapshot };

/// All that a transaction needs, by SET LOCAL semantics: gone at its end, so that nothing stays in a pool.
Statement settings(const Limits &limits, Purpose purpose)
{
    // jit: compiling a page's query takes longer than running it.
    QString sql =
        QStringLiteral("select set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, "
                       "true), set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, MDY', "
                       "true), set_config('jit', 'off', true)");
    if (purpose == Purpose::Write)
        sql += QStringLiteral(
            ", pg_current_xact_id()::text, extract(epoch from pg_postmaster_start_time())::text");
    // As pg_dump: a default of the database must not round what is copied or compared …
    if (purpose != Purpose::Read)
        sql += QStringLiteral(
            ", set_config('extra_float_digits', '3', true), set_config('IntervalStyle', 'postgres', true), "
            "set_config('bytea_output', 'hex', true)");
    // … nor hide rows from a backup, which this makes an error, nor end a long job in one of its pauses.
    if (purpose == Purpose::Snapshot)
        sql += QStringLiteral(", set_config('row_security', 'off', true)");
    if (limits.statement.count() == 0)
        sql += QStringLiteral(", set_config('idle_in_transaction_session_timeout', '0', true)");
    return {sql, {QString::number(limits.statement.count()), QString::number(limits.lock.count())}, true};
}

Statement framing(const char *sql)
{
    return {QString::fromLatin1(sql), {}, true};
}

TlsMode verifiedMode(const QString &sslmode)
{
    return tlsModeFromName(sslmode).value_or(TlsMode::Prefer);
}

} // namespace

PostgresBackend::~PostgresBackend()
{
    PostgresBackend::close();
}

Result<void> PostgresBackend::connect(const QMap<QString, QString> &parameters, const QString &host)
{
    QList<QByteArray> texts;
    QVarLengthArray<const char *, 32> keywords;
    QVarLengthArray<const char *, 32> values;
    texts.reserve(parameters.size() * 2);
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it) {
        texts.append(it.key().toUtf8());
        keywords.append(texts.last().constData());
        texts.append(it.value().toUtf8());
        values.append(texts.last().constData());
    }
    keywords.append(nullptr);
    values.append(nullptr);

    // Step by step instead of PQconnectdb, so that Cancel works while connecting. libpq's connect_timeout
    // does not apply to this way; the limit is ours.
    m_stopConnecting = false;
    m_connection = PQconnectStartParams(keywords.constData(), values.constData(), 0);
    if (!m_connection)
        return Error{ErrorKind::Internal, QStringLiteral("libpq is out of memory"), {}, {}};
    const TlsWitness witness;
    const auto deadline = std::chrono::steady_clock::now() + connectLimit;
    PostgresPollingStatusType state =
        PQstatus(m_connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
        pollfd descriptor = {PQsocket(m_connection), short(state == PGRES_POLLING_READING ? POLLIN : POLLOUT),
                             0};
        const int ready = ::poll(&descriptor, 1, 50);
        if (m_stopConnecting)
            return Error{ErrorKind::Cancelled, QCoreApplication::translate("Db", "Stopped."), {}, {}};
        if (std::chrono::steady_clock::now() > deadline)
            return postgresConnectError(QStringLiteral("timeout expired"), host);
        if (ready != 0)
            state = PQconnectPoll(m_connection);
    }
    if (state != PGRES_POLLING_OK)
        return postgresConnectError(witness.explained(fromServer(PQerrorMessage(m_connection))), host);
    return {};
}

Result<LineInfo> PostgresBackend::open(const ConnectionSpec &spec)
{
    const QMap<QString, QString> parameters = ConnectionString::toLibpqParameters(spec);
    const QString host = spec.hosts.isEmpty() || spec.hosts.first().host.isEmpty()
                             ? QCoreApplication::translate("Db", "this computer")
                             : spec.hosts.first().host;
    if (auto connected = connect(parameters, host); !connected)
        return connected.error();
    PQsetNoticeReceiver(m_connection, ignoreNotices, nullptr);
    {
        const std::lock_guard lock(m_stopMutex);
        m_canceller = std::make_shared<PostgresCanceller>(m_connection);
        m_socket = PQsocket(m_connection);
    }
    // No round trip here: what the server says at the start of the line is enough, and a pooler that answers
    // in place of a dead server shows with the first statement.
    LineInfo line;
    line.engine = Engine::PostgreSQL;
    line.serverVersion = fromServer(PQparameterStatus(m_connection, "server_version"));
    line.host = fromServer(PQhost(m_connection));
    line.database = fromServer(PQdb(m_connection));
    line.user = fromServer(PQuser(m_connection));
    line.readOnly = spec.openMode == SqliteOpenMode::ReadOnly ||
                    qstrcmp(PQparameterStatus(m_connection, "in_hot_standby"), "on") == 0 ||
                    qstrcmp(PQparameterStatus(m_connection, "default_transaction_read_only"), "on") == 0;
    line.encrypted = PQsslInUse(m_connection) != 0;
    if (line.encrypted) {
        line.tlsProtocol = fromServer(PQsslAttribute(m_connection, "protocol"));
        line.tlsCipher = fromServer(PQsslAttribute(m_connection, "cipher"));
        line.tls = verifiedMode(parameters.value(QStringLiteral("sslmode")));
    }
    return line;
}

void PostgresBackend::close()
{
    {
        const std::lock_guard lock(m_stopMutex);
        m_canceller.reset();
        m_socket = -1;
    }
    if (m_connection)
        PQfinish(std::exchange(m_connection, nullptr));
}

bool PostgresBackend::isOpen() const
{
    return m_connection && PQstatus(m_connection) == CONNECTION_OK;
}

std::shared_ptr<PostgresCanceller> PostgresBackend::canceller()
{
    const std::lock_guard lock(m_stopMutex);
    return m_canceller;
}

bool PostgresBackend::settle()
{
    const auto canceller = this->canceller();
    return !canceller || canceller->waitUntilSent(settleLimit);
}

PostgresLine::ResultPointer PostgresBackend::nextAnswer()
{
    // Without a limit the server may be silent for as long as the line stands.
    if (m_statementLimit.count() == 0)
        return nextResult(m_connection);
    const WaitMeter::Wait wait(m_waits, m_statementLimit);
    return nextResult(m_connection);
}

Result<QList<RowSet>> PostgresBackend::flight(const QList<Statement> &statements)
{
    if (!isOpen())
        return lostError(m_connection);
    if (PQenterPipelineMode(m_connection) != 1)
        return lostError(m_connection);
    for (const Statement &statement : statements)
        if (!send(m_connection, statement))
            return lostError(m_connection);
    if (PQpipelineSync(m_connection) != 1)
        return lostError(m_connection);

    const auto sent = StatementRecorder::Clock::now();
    QList<RowSet> sets;
    std::optional<Error> failed;
    const auto lost = [&](const Statement &statement) {
        const Error error =
            failed && failed->kind == ErrorKind::Connection ? *failed : lostError(m_connection);
        m_recorder.failed(statement, sent, error);
        return error;
    };
    for (qsizetype i = 0; i < statements.size(); ++i) {
        // One statement answers with its results and then a null.
        bool answered = false;
        QList<Row> ahead;
        for (;;) {
            const ResultPointer result = nextAnswer();
            if (!result)
                break;
            answered = true;
            const ExecStatusType status = PQresultStatus(result.get());
            if (status == PGRES_SINGLE_TUPLE) {
                // libpq forgets late that the statement before was asked for row by row.
                ahead += rowsOf(result.get()).rows;
            } else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
                sets.append(rowsOf(result.get()));
                if (!ahead.isEmpty())
                    sets.last().rows = std::exchange(ahead, {});
                m_recorder.answered(statements.at(i), sent, sets.last());
                // A transaction that failed earlier answers COMMIT with ROLLBACK, and calls that a success.
                if (statements.at(i).sql == QLatin1String("commit") &&
                    qstrcmp(PQcmdStatus(result.get()), "COMMIT") != 0)
                    failed = postgresError(QStringLiteral("40000"), QString());
            } else if (status != PGRES_PIPELINE_ABORTED && !failed) {
                failed = errorOf(result.get());
                m_recorder.failed(statements.at(i), sent, *failed);
            }
            if (PQstatus(m_connection) != CONNECTION_OK)
                return lost(statements.at(i));
        }
        if (!answered)
            return lost(statements.at(i));
    }
    const ResultPointer sync = nextAnswer();
    if (!sync || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(m_connection) != 1)
        return lostError(m_connection);
    if (failed)
        return *failed;
    return sets;
}

Result<QList<RowSet>> PostgresBackend::read(const QList<Statement> &statements, const Limits &limits)
{
    m_statementLimit = limits.statement;
    QList<Statement> all = {framing("begin isolation level repeatable read read only"),
                            settings(limits, Purpose::Read)};
    all += statements;
    all.append(framing("commit"));
    auto sets = flight(all);
    if (!sets) {
        rollback();
        return sets.error();
    }
    return sets->mid(2, statements.size());
}

Result<QList<RowSet>> PostgresBackend::begin(const QList<Statement> &statements, const Limits &limits)
{
    m_transactionId.clear();
    m_statementLimit = limits.statement;
    QList<Statement> first = {framing("begin isolation level read committed read write"),
                              settings(limits, Purpose::Write)};
    first += statements.mid(0, statementsPerFlight);
    auto sets = flight(first);
    if (!sets)
        return sets.error();
    m_transactionId = sets->at(1).rows.first().text(5);
    m_serverStart = sets->at(1).rows.first().text(6);
    QList<RowSet> answers = sets->mid(2);
    if (statements.size() > statementsPerFlight) {
        auto more = proceed(statements.mid(statementsPerFlight));
        if (!more)
            return more.error();
        answers += *more;
    }
    return answers;
}

Result<QList<RowSet>> PostgresBackend::proceed(const QList<Statement> &statements)
{
    // The limits went with the transaction that they were set in.
    if (PQtransactionStatus(m_connection) == PQTRANS_IDLE)
        m_statementLimit = std::chrono::milliseconds(0);
    QList<RowSet> answers;
    for (qsizetype at = 0; at < statements.size(); at += statementsPerFlight) {
        auto sets = flight(statements.mid(at, statementsPerFlight));
        if (!sets)
            return sets.error();
        answers += *sets;
    }
    return answers;
}

Result<void> PostgresBackend::commit()
{
    auto done = flight({framing("commit")});
    if (done)
        return {};
    // A server that ends our process says so after it has committed, too, and before the line looks closed.
    if (isOpen() && done.error().kind != ErrorKind::Connection) {
        rollback();
        return done.error();
    }
    // Cut before, during or after COMMIT: from here nobody can tell.
    return Error{ErrorKind::OutcomeUnknown,
                 QCoreApplication::translate("Db",
                                             "The connection broke while saving, and the server could not be "
                                             "asked whether it kept the changes. They stay here as drafts."),
                 done.error().detail, done.error().code};
}

void PostgresBackend::rollback()
{
    if (!isOpen() || PQtransactionStatus(m_connection) == PQTRANS_IDLE)
        return;
    // The request that ended the transaction's statement must not end this one.
    if (!settle() || !flight({framing("rollback")}))
        close();
}

Result<void> PostgresBackend::beginSnapshot(const Limits &limits)
{
    m_statementLimit = limits.statement;
    auto begun = flight(
        {framing("begin isolation level repeatable read read only"), settings(limits, Purpose::Snapshot)});
    return begun ? Result<void>() : begun.error();
}

Result<qint64> PostgresBackend::inBulk(const Statement &statement,
                                       const std::function<Result<qint64>(PostgresCopy &)> &work)
{
    if (!isOpen())
        return lostError(m_connection);
    m_interrupted = false;
    const auto sent = StatementRecorder::Clock::now();
    PostgresCopy copy(m_connection, canceller(), m_waits, m_interrupted);
    auto count = work(copy);
    if (count) {
        RowSet moved;
        moved.affected = *count;
        m_recorder.answered(statement, sent, moved);
        return count;
    }
    m_recorder.failed(statement, sent, count.error());
    if (PQtransactionStatus(m_connection) == PQTRANS_ACTIVE)
        close(); // rows that nobody reads are still under way
    return count;
}

Result<qint64> PostgresBackend::stream(const Statement &query, const EachRow &each)
{
    return inBulk(PostgresCopy::outOf(query), [&](PostgresCopy &copy) { return copy.out(query, each); });
}

Result<qint64> PostgresBackend::load(const LoadTarget &target, const RowSupply &supply)
{
    QStringList columns;
    for (const QString &column : target.columns)
        columns.append(quoted(column));
    const QString sql =
        QStringLiteral("copy %1 (%2) from stdin").arg(target.table, columns.join(QLatin1String(", ")));
    return inBulk({sql, {}}, [&](PostgresCopy &copy) { return copy.in(sql, columns.size(), supply); });
}

Result<void> PostgresBackend::replaceBy(SqliteFile &, Core::JobContext &)
{
    return Error{
        ErrorKind::Unsupported,
        QCoreApplication::translate("Db", "A PostgreSQL database cannot be replaced by an SQLite file as a "
                                          "whole. Nothing was changed."),
        {},
        {}};
}

Result<bool> PostgresBackend::didCommit()
{
    const Error unknown = {ErrorKind::OutcomeUnknown, {}, {}, {}};
    if (m_transactionId.isEmpty())
        return unknown;
    // The server may still be working on the COMMIT it received before the line broke.
    constexpr int tries = 50;
    for (int i = 0; i < tries; ++i) {
        auto sets = flight(
            {{QStringLiteral(
                  "select pg_xact_status($1::xid8), extract(epoch from pg_postmaster_start_time())::text"),
              {m_transactionId},
              true}});
        if (!sets)
            return unknown;
        const QString status = sets->first().rows.first().text(0);
        // After a crash the number may have been given to somebody else's transaction.
        if (status == QLatin1String("committed") && sets->first().rows.first().text(1) != m_serverStart)
            return unknown;
        if (status == QLatin1String("committed"))
            return true;
        if (status == QLatin1String("aborted"))
            return false;
        if (status.isEmpty())
            return unknown;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return unknown;
}

void PostgresBackend::interrupt()
{
    m_stopConnecting = true;
    m_interrupted = true;
    const std::lock_guard lock(m_stopMutex);
    if (m_canceller)
        PostgresCanceller::send(m_canceller);
}

void PostgresBackend::sever()
{
    m_stopConnecting = true;
    const std::lock_guard lock(m_stopMutex);
    if (m_socket >= 0)
        ::shutdown(m_socket, SHUT_RDWR);
}

} // namespace Db
