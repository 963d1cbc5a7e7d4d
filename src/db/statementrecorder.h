// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/sessionoptions.h"
#include "db/statement.h"

namespace Db {

/// Writes one connection's statements into the query log; does nothing where there is none.
class StatementRecorder final
{
public:
    using Clock = std::chrono::steady_clock;

    StatementRecorder() = default;
    explicit StatementRecorder(const SessionOptions &options);

    /// `sent`: when the statement left. Without an answer the line broke first, and `error` says how.
    void answered(const Statement &statement, Clock::time_point sent, const RowSet &rows) const;
    void failed(const Statement &statement, Clock::time_point sent, const Core::Error &error) const;

private:
    void add(const Statement &statement, Clock::time_point sent, qint64 rows, const Core::Error *error) const;

    std::shared_ptr<QueryLog> m_log;
    QString m_name;
    bool m_logsValues = false;
};

} // namespace Db
