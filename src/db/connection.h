// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "db/session.h"

#include <QObject>
#include <QThread>

#include <chrono>

namespace Db {

/// The GUI's handle of one connection. It owns a thread whose event loop is the queue: tasks run one after
/// another, in the order in which they were given. Each task answers exactly once, also when the connection
/// is closed.
class Connection final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds defaultLimit = std::chrono::seconds(35);

    explicit Connection(const ConnectionSpec &spec, const SessionOptions &options = {},
                        QObject *parent = nullptr);
    /// Stops the running task, answers the waiting ones with Closed, and ends the thread.
    ~Connection() override;
    Q_DISABLE_COPY_MOVE(Connection)

    [[nodiscard]] const ConnectionSpec &spec() const { return m_spec; }

    /// Opens the line now instead of with the first task.
    [[nodiscard]] Core::Task<LineInfo> open();

    /// Runs `work` in the connection's thread. After `limit` it is stopped and answers Timeout. Work that
    /// came to its end in spite of a cancel or the limit keeps its value: it happened. OutcomeUnknown is
    /// kept, too.
    template <typename T>
    [[nodiscard]] Core::Task<T> run(std::function<Core::Result<T>(Session &)> work,
                                    std::chrono::milliseconds limit = defaultLimit);

Q_SIGNALS:
    /// A line was opened: the first, or a new one after the old broke.
    void lineOpened(const Db::LineInfo &line);
    /// A try failed with what passes by itself; after a pause another one follows.
    void retrying(const Core::Error &reason, int failures);

private:
    class Worker;
    struct Ticket;

    /// Work without its type: executed once or not at all, then always finished.
    struct Job
    {
        Job() = default;
        virtual ~Job() = default;
        Q_DISABLE_COPY_MOVE(Job)
        virtual void execute(Session &session) = 0;
        /// `stopped`: why the job was not run or was interrupted.
        virtual void finish(const std::optional<Core::Error> &stopped) = 0;
    };

    template <typename T>
    struct JobOf final : Job
    {
        std::shared_ptr<Core::TaskState<T>> state = std::make_shared<Core::TaskState<T>>();
        std::function<Core::Result<T>(Session &)> work;
        std::optional<Core::Result<T>> result;

        void execute(Session &session) override { result.emplace(work(session)); }
        void finish(const std::optional<Core::Error> &stopped) override
        {
            // That nobody knows whether it happened is more than that it was stopped.
            const bool tells = result && (result->has_value() || !stopped ||
                                          result->error().kind == Core::ErrorKind::OutcomeUnknown);
            if (tells)
                state->answer(std::move(*result));
            else
                state->answer(*stopped);
        }
    };

    [[nodiscard]] std::function<void()> enqueue(std::unique_ptr<Job> job, std::chrono::milliseconds limit);

    ConnectionSpec m_spec;
    QThread m_thread;
    std::shared_ptr<Worker> m_worker;
};

template <typename T>
Core::Task<T> Connection::run(std::function<Core::Result<T>(Session &)> work, std::chrono::milliseconds limit)
{
    auto job = std::make_unique<JobOf<T>>();
    job->work = std::move(work);
    auto state = job->state;
    state->setCanceller(enqueue(std::move(job), limit));
    return Core::Task<T>(state);
}

} // namespace Db
