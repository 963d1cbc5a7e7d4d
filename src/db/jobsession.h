// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/session.h"

namespace Db {

/// A session of a job: made in the job's thread, and stopped when the job is. What runs is asked to stop
/// again and again until it does; a line that does not react is cut. Of no use after the job was asked to
/// stop. Where rows move, or where a statement has a limit, a line on which nothing moves for a long time is
/// cut, too, and the work ends with an Error of kind Timeout. Use limitsOfJobs().
class JobSession final
{
public:
    static constexpr std::chrono::milliseconds defaultPatience = std::chrono::seconds(60);

    /// `patience`: how long nothing may move on the line. `context` outlives this.
    JobSession(const ConnectionSpec &spec, const SessionOptions &options, Core::JobContext &context,
               std::chrono::milliseconds patience = defaultPatience);
    ~JobSession();
    Q_DISABLE_COPY_MOVE(JobSession)

    Session *operator->() { return &m_session; }
    Session &operator*() { return m_session; }

private:
    Session m_session;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Db
