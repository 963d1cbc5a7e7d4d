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
        if (line || !waitToRetry(policy, line.error()))
            return line;
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
        if (sets || !waitToRetry(policy, sets.error()))
            return sets;
    }
}

Result<RowSet> Session::select(const Statement &statement, const Limits &limits)
{
    auto sets = select(QList<Statement>{statement}, limits);
    if (!sets)
        return sets.error();
    return sets->first();
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
        }
        // Every error but OutcomeUnknown means that nothing was committed.
        if (done || done.error().kind == ErrorKind::OutcomeUnknown || !waitToRetry(policy, done.error()))
            return done;
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
