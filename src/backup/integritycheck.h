// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <QByteArray>
#include <QString>

#include <thread>

namespace Backup {

/// Reads an SQLite file in a thread of its own: once from its beginning to its end, then its pages, keys and
/// indexes. It takes about as long as reading all rows of the database and of the file, which goes on
/// meanwhile. What the first pass has read is in the system's memory then: the check of an index asks for one
/// page here and one there, which a disk would take three times as long for.
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
    /// Waits for its end. The SHA-256 of the file. Error: those of hashOfFile(), SqliteFile::open() and
    /// checkIntegrity(), Cancelled.
    [[nodiscard]] Core::Result<QByteArray> result();

private:
    Core::JobContext &m_context;
    std::thread m_thread;
    bool m_isStarted = false;
    Core::Result<QByteArray> m_result = QByteArray();
};

} // namespace Backup
