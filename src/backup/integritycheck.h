// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <QString>

#include <thread>

namespace Backup {

/// Checks an SQLite file's pages, keys and indexes in a thread of its own. It takes about as long as reading
/// all rows of the database and of the file, which goes on meanwhile.
class IntegrityCheck final
{
public:
    /// `context` stops it, and outlives it.
    explicit IntegrityCheck(Core::JobContext &context)
        : m_context(context)
    {}
    ~IntegrityCheck();
    Q_DISABLE_COPY_MOVE(IntegrityCheck)

    /// `file` lies on the disk as it will stay. Once.
    void start(const QString &file);
    [[nodiscard]] bool isStarted() const { return m_isStarted; }
    /// Waits for its end. Error: those of SqliteFile::open() and checkIntegrity(), Cancelled.
    [[nodiscard]] Core::Result<void> result();

private:
    Core::JobContext &m_context;
    std::thread m_thread;
    bool m_isStarted = false;
    Core::Result<void> m_result;
};

} // namespace Backup
