// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

#include <QObject>

#include <atomic>
#include <chrono>
#include <list>
#include <thread>

namespace Core {

/// How far long work has come.
struct JobProgress
{
    enum class Unit { None, Rows, Bytes, Pages };

    QString phase; ///< translated: "Copying the customers"
    qint64 done = 0;
    qint64 total = 0; ///< 0: not known
    Unit unit = Unit::None;
};

/// What long work asks and tells while it goes on. The work is straight code that takes a context: it runs
/// the same in a Job's thread, behind a headless verb, and in a test without a thread.
class JobContext final
{
public:
    using Listener = std::function<void(const JobProgress &)>;

    /// `listener` is called in the work's thread: for each phase, and within one not before `interval` has
    /// passed since the last time.
    explicit JobContext(Listener listener = {}, std::chrono::milliseconds interval = tellingInterval);
    Q_DISABLE_COPY_MOVE(JobContext)

    void enter(const QString &phase, JobProgress::Unit unit = JobProgress::Unit::None, qint64 total = 0);
    /// `done` so far in this phase.
    void advance(qint64 done);

    /// Asks the work to stop, and stops what it waits for. Any thread.
    void requestStop();
    [[nodiscard]] bool isStopRequested() const { return m_stopRequested; }
    /// Error: Cancelled once a stop was requested.
    [[nodiscard]] Result<void> proceed() const;

    /// For as long as it lives, requestStop() calls `stop`, in the thread that asks: it interrupts a
    /// statement or ends a child process. Called at once where the stop was requested before.
    class Stopper final
    {
    public:
        Stopper(JobContext &context, std::function<void()> stop);
        ~Stopper();
        Q_DISABLE_COPY_MOVE(Stopper)

    private:
        JobContext &m_context;
        std::list<std::function<void()>>::iterator m_place;
    };

private:
    static constexpr std::chrono::milliseconds tellingInterval{100};

    Listener m_listener;
    std::chrono::milliseconds m_interval;
    JobProgress m_progress;
    std::chrono::steady_clock::time_point m_told;
    std::atomic_bool m_stopRequested = false;
    std::mutex m_mutex;
    std::list<std::function<void()>> m_stoppers; ///< guarded
};

/// Long work in a thread of its own, seen from the GUI thread. One piece of work each.
class Job final : public QObject
{
    Q_OBJECT

public:
    explicit Job(QObject *parent = nullptr);
    /// Stops the work and waits for its end.
    ~Job() override;
    Q_DISABLE_COPY_MOVE(Job)

    template <typename T>
    [[nodiscard]] Task<T> start(std::function<Result<T>(JobContext &)> work)
    {
        Q_ASSERT(!m_thread.joinable());
        auto state = std::make_shared<TaskState<T>>();
        state->setCanceller([context = m_context] { context->requestStop(); });
        m_thread = std::thread(
            [state, context = m_context, work = std::move(work)] { state->answer(work(*context)); });
        return Task<T>(state);
    }
    void cancel() { m_context->requestStop(); }

Q_SIGNALS:
    void progressed(const Core::JobProgress &progress);

private:
    std::shared_ptr<JobContext> m_context;
    std::thread m_thread;
};

} // namespace Core
