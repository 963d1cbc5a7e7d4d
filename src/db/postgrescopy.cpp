// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgrescopy.h"

#include "db/copytext.h"
#include "db/postgresline.h"

#include <QCoreApplication>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using namespace PostgresLine;

namespace {

/// Rows travel in parts of about this many bytes.
constexpr qsizetype partSize = 64 << 10;
constexpr std::chrono::seconds cancelLimit{3};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

Error unexpected(const PGresult *result)
{
    return {ErrorKind::Internal,
            Text::tr("The database did not understand a request of this program."),
            QString::fromLatin1(PQresStatus(PQresultStatus(result))),
            {}};
}

} // namespace

PostgresCopy::PostgresCopy(pg_conn *connection, std::shared_ptr<PostgresCanceller> canceller,
                           WaitMeter &meter, const std::atomic_bool &interrupted)
    : m_connection(connection)
    , m_canceller(std::move(canceller))
    , m_meter(meter)
    , m_interrupted(interrupted)
{}

Result<void> PostgresCopy::goOn() const
{
    if (!m_interrupted.load(std::memory_order_relaxed))
        return {};
    return Error{ErrorKind::Cancelled, Text::tr("Stopped."), {}, {}};
}

Statement PostgresCopy::outOf(const Statement &query)
{
    // The line break ends a comment at the end of the query.
    return query.values.isEmpty() ? Statement{QStringLiteral("copy (%1\n) to stdout").arg(query.sql), {}}
                                  : query;
}

Result<qint64> PostgresCopy::out(const Statement &query, const EachRow &each)
{
    return query.values.isEmpty() ? copyOut(outOf(query), each) : rowByRow(query, each);
}

Result<qint64> PostgresCopy::copyOut(const Statement &copy, const EachRow &each)
{
    if (!send(m_connection, copy))
        return lostError(m_connection);
    {
        const WaitMeter::Wait wait(m_meter);
        const ResultPointer started = nextResult(m_connection);
        if (!started)
            return lostError(m_connection);
        if (PQresultStatus(started.get()) != PGRES_COPY_OUT) {
            const Error error = PQresultStatus(started.get()) == PGRES_FATAL_ERROR
                                    ? errorOf(started.get())
                                    : unexpected(started.get());
            (void)finish();
            return error;
        }
    }
    RawRow row;
    qint64 count = 0;
    for (;;) {
        char *line = nullptr;
        int length = 0;
        {
            const WaitMeter::Wait wait(m_meter);
            length = PQgetCopyData(m_connection, &line, 0);
        }
        if (length <= 0)
            break; // the end or an error: finish() tells
        const std::unique_ptr<char, decltype(&PQfreemem)> owner(line, PQfreemem);
        auto done = goOn();
        if (done) {
            CopyText::decode(line, line + length - 1, row);
            done = each(row);
        }
        if (!done) {
            abandon();
            return done.error();
        }
        ++count;
    }
    if (auto finished = finish(); !finished)
        return finished.error();
    return count;
}

Result<qint64> PostgresCopy::rowByRow(const Statement &query, const EachRow &each)
{
    if (!send(m_connection, query) || PQsetSingleRowMode(m_connection) != 1)
        return lostError(m_connection);
    RawRow row;
    qint64 count = 0;
    for (;;) {
        ResultPointer result(nullptr, PQclear);
        {
            const WaitMeter::Wait wait(m_meter);
            result = nextResult(m_connection);
        }
        if (!result)
            return lostError(m_connection);
        if (PQresultStatus(result.get()) != PGRES_SINGLE_TUPLE) {
            const bool isEnd = PQresultStatus(result.get()) == PGRES_TUPLES_OK;
            const Error error = isEnd ? Error() : errorOf(result.get());
            auto finished = finish();
            if (!isEnd)
                return error;
            return finished ? Result<qint64>(count) : finished;
        }
        auto done = goOn();
        if (done) {
            const int columns = PQnfields(result.get());
            row.resize(columns);
            for (int i = 0; i < columns; ++i) {
                if (PQgetisnull(result.get(), 0, i))
                    row[i] = std::nullopt;
                else
                    row[i] = QByteArrayView(PQgetvalue(result.get(), 0, i), PQgetlength(result.get(), 0, i));
            }
            done = each(row);
        }
        if (!done) {
            abandon();
            return done.error();
        }
        ++count;
    }
}

Result<qint64> PostgresCopy::in(const QString &copy, qsizetype columns, const RowSupply &supply)
{
    // The simple protocol: poolers lose count of the answers when COPY FROM comes by the extended one.
    if (PQsendQuery(m_connection, copy.toUtf8().constData()) != 1)
        return lostError(m_connection);
    {
        const WaitMeter::Wait wait(m_meter);
        const ResultPointer started = nextResult(m_connection);
        if (!started)
            return lostError(m_connection);
        if (PQresultStatus(started.get()) != PGRES_COPY_IN) {
            const Error error = PQresultStatus(started.get()) == PGRES_FATAL_ERROR
                                    ? errorOf(started.get())
                                    : unexpected(started.get());
            (void)finish();
            return error;
        }
    }
    const auto fed = feed(columns, supply);
    const WaitMeter::Wait wait(m_meter);
    if (PQputCopyEnd(m_connection, fed ? nullptr : "stopped by the client") != 1)
        return fed ? lostError(m_connection) : fed.error();
    auto taken = finish();
    // A line that is gone is the reason for whatever else went wrong.
    if (!fed && (taken || taken.error().kind != ErrorKind::Connection))
        return fed.error();
    return taken;
}

Result<void> PostgresCopy::feed(qsizetype columns, const RowSupply &supply)
{
    QByteArray part;
    part.reserve(partSize * 2);
    RawRow row;
    for (;;) {
        auto more = supply(row);
        if (!more)
            return more.error();
        if (*more) {
            if (row.size() != columns)
                return Error{ErrorKind::Internal,
                             Text::tr("A row has another number of fields than its "
                                      "table. Nothing was changed."),
                             {},
                             {}};
            CopyText::append(part, row);
        }
        if (part.size() >= partSize || !*more) {
            if (auto sent = put(part); !sent)
                return sent.error();
            part.resize(0);
        }
        if (!*more)
            return {};
    }
}

Result<void> PostgresCopy::put(const QByteArray &bytes)
{
    if (auto mayGoOn = goOn(); !mayGoOn)
        return mayGoOn.error();
    // A message of libpq has a length in an int.
    constexpr qsizetype most = 512 << 20;
    for (qsizetype at = 0; at < bytes.size(); at += most) {
        const WaitMeter::Wait wait(m_meter);
        if (PQputCopyData(m_connection, bytes.constData() + at, int(std::min(most, bytes.size() - at))) != 1)
            return lostError(m_connection);
    }
    return {};
}

void PostgresCopy::abandon()
{
    // Without a cancel all the rows that nobody wants would still have to come over the line.
    PostgresCanceller::send(m_canceller);
    if (!m_canceller->waitUntilSent(cancelLimit))
        return; // still active, and hence of no use
    for (;;) {
        char *line = nullptr;
        const WaitMeter::Wait wait(m_meter);
        if (PQgetCopyData(m_connection, &line, 0) <= 0) // also where no COPY runs
            break;
        PQfreemem(line);
    }
    (void)finish();
}

Result<qint64> PostgresCopy::finish()
{
    Result<qint64> outcome = 0;
    for (;;) {
        const WaitMeter::Wait wait(m_meter);
        const ResultPointer result = nextResult(m_connection);
        if (!result)
            break;
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COPY_OUT || status == PGRES_COPY_IN)
            return lostError(m_connection); // libpq gave up in the middle and would say this for ever
        if (status == PGRES_FATAL_ERROR && outcome)
            outcome = errorOf(result.get());
        else if (status == PGRES_COMMAND_OK && outcome)
            outcome = QByteArray(PQcmdTuples(result.get())).toLongLong();
    }
    if (outcome && PQstatus(m_connection) != CONNECTION_OK)
        return lostError(m_connection);
    return outcome;
}

} // namespace Db
