// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/session.h"

namespace Db {

/// A session of a job: made in the job's thread, and stopped when the job is. What runs is asked to stop again
/// and again until it does; a line that does not react is cut.
class JobSession final
{
public:
    JobSession(const ConnectionSpec &spec, const SessionOptions &options, Core::JobContext &context);
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
