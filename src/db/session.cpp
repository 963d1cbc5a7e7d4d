// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/session.h"

#include "core/trace.h"
#include "db/retrypolicy.h"

#include <QCoreApplication>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

Result<void> checkValues(const QList<Statement> &statements)
{
    for (const Statement &statement : statements)
        for (const Value &value : statement.values)
            if (const auto *text = std::get_if<QString>(&value); text && !isStorable(*text))
                return Error{
                    ErrorKind::Constraint,
                    QCoreApplication::translate(
                        "Db", "The database does not accept one of the values. Nothing was changed."),
                    {},
                    {}};
    return {};
}

} // namespace

Result<QList<RowSet>> Transaction::run(const QList<Statement> &statements)
{
    if (auto checked = checkValues(statements); !checked)
        return checked.error();
    if (m_begun)
        return m_backend.proceed(statements);
    m_begun = true;
    return m_backend.begin(statements, m_limits);
}

Result<RowSet> Transaction::run(const Statement &statement)
{
    auto sets = run(QList<Statement>{statement});
    if (!sets)
        return sets.error();
    return sets->first();
}

Result<void> Transaction::beginBulk()
{
    if (!m_begun)
        if (auto begun = run(QList<Statement>()); !begun)
            return begun.error();
    m_isRepeatable = false;
    return {};
}

Result<qint64> Transaction::load(const QString &table, const QStringList &columns, const RowSupply &supply,
                                 const QList<bool> &blobs)
{
    if (auto begun = beginBulk(); !begun)
        return begun.error();
    return m_backend.load({table, columns, blobs}, supply);
}

Result<qint64> Transaction::stream(const Statement &query, const EachRow &each)
{
    if (auto checked = checkValues({query}); !checked)
        return checked.error();
    if (auto begun = beginBulk(); !begun)
        return begun.error();
    return m_backend.stream(query, each);
}

Result<RowSet> Snapshot::run(const Statement &statement)
{
    if (auto checked = checkValues({statement}); !checked)
        return checked.error();
    auto sets = m_backend.proceed({statement});
    if (!sets)
        return sets.error();
    return sets->first();
}

Result<qint64> Snapshot::stream(const Statement &query, const EachRow &each)
{
    if (auto checked = checkValues({query}); !checked)
        return checked.error();
    return m_backend.stream(query, each);
}

Result<QString> Snapshot::exportedName()
{
    if (m_engine == Engine::SQLite)
        return Error{
            ErrorKind::Unsupported,
            QCoreApplication::translate("Db", "Other programs cannot share a moment of an SQLite file."),
            {},
            {}};
    auto name = run({QStringLiteral("select pg_export_snapshot()"), {}});
    if (!name)
        return name.error();
    return name->rows.first().text(0);
}

Session::Session(ConnectionSpec spec, SessionOptions options)
    : m_spec(std::move(spec))
    , m_options(std::move(options))
    , m_backend(makeBackend(m_spec.engine))
{
    m_backend->setRecorder(StatementRecorder(m_options));
}

Session::~Session()
{
    close();
}

void Session::observe(std::function<void(const LineInfo &)> opened,
                      std::function<void(const Error &, int)> retrying)
{
    m_opened = std::move(opened);
    m_retrying = std::move(retrying);
}

bool Session::gateIsClosed() const
{
    return m_options.gate && !m_options.gate->allowsWriting();
}

Result<LineInfo> Session::openOnce()
{
    // An SQLite file was opened as the gate stood then; when it has moved, the file is opened anew.
    const bool asWanted = !isSqlite() || m_openedForReading == gateIsClosed();
    if (m_backend->isOpen() && m_line && asWanted && m_backend->settle())
        return *m_line;
    close();
    const Core::Trace::Span span("connect");
    ConnectionSpec spec = m_spec;
    m_openedForReading = gateIsClosed();
    if (isSqlite() && m_openedForReading)
        spec.openMode = SqliteOpenMode::ReadOnly;
    auto line = m_backend->open(spec);
    if (!line) {
        m_backend->close();
        return line;
    }
    // A closed gate is no property of the database.
    if (isSqlite() && m_openedForReading && m_spec.openMode == SqliteOpenMode::ReadWrite)
        line->readOnly = false;
    m_line = *line;
    m_hadLine = true;
    if (m_opened)
        m_opened(*m_line);
    return line;
}

Result<LineInfo> Session::open()
{
    RetryPolicy policy;
    for (;;) {
        auto line = openOnce();
        if (line)
            return line;
        if (!waitToRetry(policy, line.error()))
            return reasonOf(line.error());
    }
}

bool Session::waitToRetry(RetryPolicy &policy, const Error &error)
{
    const auto pause = policy.next(error, m_hadLine);
    if (!pause)
        return false;
    // The first repetition comes at once and is nobody's business.
    if (m_retrying && pause->count() > 0)
        m_retrying(error, policy.failures());
    std::unique_lock lock(m_stopMutex);
    return !m_stopped.wait_for(lock, *pause, [this] { return m_stopRequested; });
}

void Session::forgetStop()
{
    const std::lock_guard lock(m_stopMutex);
    m_stopRequested = false;
}

void Session::interrupt()
{
    {
        const std::lock_guard lock(m_stopMutex);
        m_stopRequested = true;
    }
    m_stopped.notify_all();
    m_backend->interrupt();
}

void Session::sever()
{
    m_backend->sever();
}

void Session::severStalled()
{
    m_isStalled = true;
    m_backend->sever();
}

Error Session::reasonOf(const Error &error)
{
    const bool isBroken = error.kind == ErrorKind::Connection || error.kind == ErrorKind::Timeout;
    if (m_isStalled && isBroken)
        return Error{ErrorKind::Timeout,
                     QCoreApplication::translate("Db",
                                                 "The server stopped answering in the middle of the work, "
                                                 "and the connection was closed. Nothing was changed; "
                                                 "check the network, then try again."),
                     error.detail, error.code};
    const std::lock_guard lock(m_stopMutex);
    if (m_stopRequested && (isBroken || error.kind == ErrorKind::Busy))
        return Error{ErrorKind::Cancelled, QCoreApplication::translate("Db", "Stopped."), error.detail,
                     error.code};
    return error;
}

void Session::close()
{
    m_backend->close();
    m_line.reset();
}

bool Session::isOpen() const
{
    return m_line && m_backend->isOpen();
}

Result<QList<RowSet>> Session::select(const QList<Statement> &statements, const Limits &limits)
{
    if (auto checked = checkValues(statements); !checked)
        return checked.error();
    RetryPolicy policy;
    for (;;) {
        auto line = openOnce();
        auto sets = line ? m_backend->read(statements, limits) : Result<QList<RowSet>>(line.error());
        if (sets)
            return sets;
        if (!waitToRetry(policy, sets.error()))
            return reasonOf(sets.error());
    }
}

Result<RowSet> Session::select(const Statement &statement, const Limits &limits)
{
    auto sets = select(QList<Statement>{statement}, limits);
    if (!sets)
        return sets.error();
    return sets->first();
}

Result<void> Session::beginSnapshot(const Limits &limits)
{
    RetryPolicy policy;
    for (;;) {
        auto line = openOnce();
        auto begun = line ? m_backend->beginSnapshot(limits) : Result<void>(line.error());
        if (begun)
            return begun;
        m_backend->rollback();
        if (!waitToRetry(policy, begun.error()))
            return reasonOf(begun.error());
    }
}

Result<void> Session::onSnapshot(const std::function<Result<void>(Snapshot &)> &work, const Limits &limits)
{
    m_isStalled = false;
    if (auto begun = beginSnapshot(limits); !begun)
        return begun;
    Snapshot snapshot(*m_backend, engine());
    auto done = work(snapshot);
    m_backend->rollback(); // there is nothing to keep
    return done ? done : reasonOf(done.error());
}

Result<void> Session::replaceBy(SqliteFile &source, Core::JobContext &context)
{
    if (auto may = beforeWrite(); !may)
        return may;
    auto replaced = m_backend->replaceBy(source, context);
    // The next use opens the file anew: what this connection knows of it may be of the old content.
    if (replaced)
        close();
    return replaced;
}

Result<void> Session::beforeWrite()
{
    const auto refusal = [](const QString &summary) { return Error{ErrorKind::ReadOnly, summary, {}, {}}; };
    if (gateIsClosed())
        return refusal(QCoreApplication::translate(
            "Db", "This database is locked against changes. Nothing was changed; unlock it first."));
    auto line = openOnce();
    if (!line)
        return line.error();
    if (line->readOnly)
        return refusal(QCoreApplication::translate(
            "Db", "This database is open for reading only. Nothing was changed."));
    return {};
}

Result<void> Session::writeRepeatedly(const std::function<Result<void>(Transaction &)> &work,
                                      const Limits &limits)
{
    m_isStalled = false;
    RetryPolicy policy;
    for (;;) {
        auto done = beforeWrite();
        if (done) {
            Transaction transaction(*m_backend, limits);
            done = work(transaction);
            if (transaction.m_begun) {
                if (done)
                    done = commit();
                else
                    m_backend->rollback();
            }
            if (!done && !transaction.m_isRepeatable)
                return reasonOf(done.error());
        }
        // Every error but OutcomeUnknown means that nothing was committed.
        if (done || done.error().kind == ErrorKind::OutcomeUnknown)
            return done;
        if (m_isStalled || !waitToRetry(policy, done.error()))
            return reasonOf(done.error());
    }
}

Result<RowSet> Session::runOutsideTransaction(const Statement &statement)
{
    if (auto checked = checkValues({statement}); !checked)
        return checked.error();
    if (auto ready = beforeWrite(); !ready)
        return ready.error();
    auto sets = m_backend->proceed({statement});
    if (!sets)
        return sets.error();
    return sets->first();
}

Result<void> Session::commit()
{
    auto committed = m_backend->commit();
    if (committed || committed.error().kind != ErrorKind::OutcomeUnknown)
        return committed;
    const Error unknown = committed.error();
    m_backend->close();
    if (auto line = open(); !line)
        return unknown;
    auto did = m_backend->didCommit();
    if (!did)
        return unknown;
    if (*did)
        return {};
    return Error{ErrorKind::Connection,
                 QCoreApplication::translate(
                     "Db", "The connection broke while saving. The server kept the old state; save again."),
                 unknown.detail, unknown.code};
}

} // namespace Db
