// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QMutex>
#include <QString>

#include <chrono>
#include <deque>

namespace Db {

/// One statement that the program sent, and how it went.
struct QueryRecord
{
    quint64 number = 0;                    ///< given by the log, counts up from 1
    QDateTime time;                        ///< when it was sent, UTC
    QString connection;                    ///< "Staging · interactive"
    QString statement;                     ///< with placeholders; never a password
    QStringList values;                    ///< as text; empty where values are hidden
    std::chrono::microseconds duration{0}; ///< from sending to its answer
    qint64 rows = 0;                       ///< read or changed
    QString code;                          ///< SQLSTATE or SQLite's number; empty: it succeeded
    QString error;                         ///< redacted; empty: it succeeded
    bool isFraming = false; ///< BEGIN, COMMIT, settings: the program's own frame around the work

    [[nodiscard]] bool failed() const { return !error.isEmpty() || !code.isEmpty(); }
    [[nodiscard]] bool isSlow() const { return duration > std::chrono::seconds(1); }
};

/// What the program did, for the query log panel: the latest records, bounded in number, in the length of
/// each and in bytes altogether. Any thread. Readers poll: lastNumber() is cheap, and since() gives what is
/// new.
class QueryLog final
{
public:
    static constexpr int maximalRecords = 5000;
    static constexpr qsizetype maximalText = 4000;      ///< characters of a statement, an error or one value
    static constexpr qsizetype maximalValues = 200;     ///< values of one record; "…" stands for the rest
    static constexpr qsizetype maximalBatch = 16'000;   ///< characters of its values, but for the last one
    static constexpr qsizetype maximalBytes = 32 << 20; ///< of all records together

    QueryLog() = default;
    Q_DISABLE_COPY_MOVE(QueryLog)

    /// Statement, values and error are cut to maximalText and redacted here, once for all readers.
    void add(QueryRecord record);
    [[nodiscard]] quint64 lastNumber() const;
    /// Number of the oldest record that is still kept; lastNumber() + 1 when there is none.
    [[nodiscard]] quint64 firstNumber() const;
    /// Records with a number above `number`, oldest first.
    [[nodiscard]] QList<QueryRecord> since(quint64 number) const;

private:
    mutable QMutex m_mutex;
    std::deque<QueryRecord> m_records;
    quint64 m_lastNumber = 0;
    qsizetype m_bytes = 0; ///< of m_records
};

} // namespace Db
