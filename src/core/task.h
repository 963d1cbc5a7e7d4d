// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QCoreApplication>
#include <QMutex>
#include <QMutexLocker>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

namespace Core {

/// What a Task and the one who answers it share. Answered exactly once; later answers are dropped.
template <typename T>
class TaskState : public std::enable_shared_from_this<TaskState<T>>
{
public:
    using Handler = std::function<void(Result<T>)>;

    /// Any thread. The first answer wins; the handler runs in the GUI thread.
    void answer(Result<T> result)
    {
        const QMutexLocker lock(&m_mutex);
        if (m_answered)
            return;
        m_answered = true;
        m_result.emplace(std::move(result));
        if (m_handler)
            deliver();
    }

    /// GUI thread, once.
    void setHandler(QObject *context, Handler handler)
    {
        const QMutexLocker lock(&m_mutex);
        m_context = context;
        m_handler = std::move(handler);
        if (m_answered)
            deliver();
    }

    void setCanceller(std::function<void()> canceller)
    {
        const QMutexLocker lock(&m_mutex);
        m_canceller = std::move(canceller);
    }

    void cancel()
    {
        std::function<void()> canceller;
        {
            const QMutexLocker lock(&m_mutex);
            if (m_answered)
                return;
            canceller = m_canceller;
        }
        if (canceller)
            canceller();
    }

    [[nodiscard]] bool isAnswered() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_answered;
    }

private:
    // The application object is the relay: it lives in the GUI thread for as long as the program, so posting
    // to it from a worker can never race with the context's destruction.
    void deliver()
    {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self = this->shared_from_this()] {
                Handler handler;
                std::optional<Result<T>> result;
                {
                    const QMutexLocker lock(&self->m_mutex);
                    handler = std::move(self->m_handler);
                    result = std::move(self->m_result);
                    self->m_handler = nullptr;
                    self->m_canceller = nullptr;
                }
                if (self->m_context && handler && result)
                    handler(std::move(*result));
            },
            Qt::QueuedConnection);
    }

    mutable QMutex m_mutex;
    bool m_answered = false;
    std::optional<Result<T>> m_result;
    QPointer<QObject> m_context;
    Handler m_handler;
    std::function<void()> m_canceller;
};

/// The GUI side of work that runs elsewhere. It answers exactly once: with a value, or with an Error of kind
/// Cancelled, Timeout, Closed or what went wrong. `then` is the only way to read it.
template <typename T>
class Task
{
public:
    Task() = default;
    explicit Task(std::shared_ptr<TaskState<T>> state)
        : m_state(std::move(state))
    {}

    /// Calls `handler(Result<T>)` in the GUI thread, never from within this call, and not at all once
    /// `context` is gone. Call it once, from the GUI thread.
    void then(QObject *context, typename TaskState<T>::Handler handler)
    {
        Q_ASSERT(m_state);
        m_state->setHandler(context, std::move(handler));
    }

    /// Asks the work to stop. The answer still arrives; usually it is Cancelled.
    void cancel()
    {
        if (m_state)
            m_state->cancel();
    }

    [[nodiscard]] bool isRunning() const { return m_state && !m_state->isAnswered(); }

private:
    std::shared_ptr<TaskState<T>> m_state;
};

} // namespace Core
