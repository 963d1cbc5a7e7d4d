// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connection.h"

#include "db/interrupter.h"

#include <QCoreApplication>

#include <atomic>

namespace Db {

using Core::Error;
using Core::ErrorKind;

namespace {

Error stoppedError(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Closed:
        return {kind, QCoreApplication::translate("Db", "The connection was closed."), {}, {}};
    case ErrorKind::Timeout:
        return {kind,
                QCoreApplication::translate(
                    "Db", "The database took too long to answer and was stopped. Try again, "
                          "or check the connection."),
                {},
                {}};
    default:
        return {ErrorKind::Cancelled, QCoreApplication::translate("Db", "Stopped."), {}, {}};
    }
}

} // namespace

struct Connection::Ticket
{
    quint64 id = 0;
    std::atomic_bool cancelled = false;
};

class Connection::Worker final : public QObject
{
public:
    /// `owner` outlives the worker's thread; its signals reach the receivers' threads by themselves.
    Worker(const ConnectionSpec &spec, const SessionOptions &options, Connection *owner)
        : m_session(spec, options)
        , m_interrupter(m_session.interruptible())
    {
        m_session.observe(
            [owner](const LineInfo &line) { Q_EMIT owner->lineOpened(line); },
            [owner](const Error &reason, int failures) { Q_EMIT owner->retrying(reason, failures); });
    }

    void run(Job &job, const Ticket &ticket, std::chrono::milliseconds limit)
    {
        if (m_closing)
            return job.finish(stoppedError(ErrorKind::Closed));
        if (ticket.cancelled)
            return job.finish(stoppedError(ErrorKind::Cancelled));
        m_current = ticket.id; // first, so that beginClosing() misses no task that starts meanwhile
        m_session.forgetStop();
        m_interrupter.begin(ticket.id, limit);
        // A cancel between the check above and begin() would find nothing running.
        if (ticket.cancelled || m_closing)
            m_interrupter.cancel(ticket.id);
        job.execute(m_session);
        m_current = 0;
        std::optional<Error> stopped;
        if (const auto reason = m_interrupter.end())
            stopped = stoppedError(m_closing                                  ? ErrorKind::Closed
                                   : *reason == Interrupter::Reason::TimedOut ? ErrorKind::Timeout
                                                                              : ErrorKind::Cancelled);
        job.finish(stopped);
    }

    void cancel(Ticket &ticket)
    {
        ticket.cancelled = true;
        m_interrupter.cancel(ticket.id);
    }

    void beginClosing()
    {
        m_closing = true;
        m_interrupter.cancel(m_current);
    }

    void closeSession() { m_session.close(); }

    quint64 nextId() { return ++m_lastId; }

private:
    Session m_session;
    Interrupter m_interrupter;
    std::atomic_bool m_closing = false;
    std::atomic<quint64> m_current = 0;
    quint64 m_lastId = 0; // GUI thread only
};

Connection::Connection(const ConnectionSpec &spec, const SessionOptions &options, QObject *parent)
    : QObject(parent)
    , m_spec(spec)
    , m_worker(std::make_shared<Worker>(spec, options, this))
{
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("db"));
    m_thread.start();
}

Connection::~Connection()
{
    m_worker->beginClosing();
    // Queued behind the waiting tasks, which answer Closed at once.
    QMetaObject::invokeMethod(
        m_worker.get(),
        [worker = m_worker.get(), thread = &m_thread] {
            worker->closeSession();
            thread->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

Core::Task<LineInfo> Connection::open()
{
    return run<LineInfo>([](Session &session) { return session.open(); });
}

std::function<void()> Connection::enqueue(std::unique_ptr<Job> job, std::chrono::milliseconds limit)
{
    auto ticket = std::make_shared<Ticket>();
    ticket->id = m_worker->nextId();
    QMetaObject::invokeMethod(
        m_worker.get(),
        [worker = m_worker.get(), job = std::shared_ptr<Job>(std::move(job)), ticket, limit] {
            worker->run(*job, *ticket, limit);
        },
        Qt::QueuedConnection);
    return [weak = std::weak_ptr<Worker>(m_worker), ticket] {
        if (const auto worker = weak.lock())
            worker->cancel(*ticket);
    };
}

} // namespace Db
