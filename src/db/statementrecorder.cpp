// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/statementrecorder.h"

namespace Db {

namespace {

QString textOf(const Value &value)
{
    struct Visitor
    {
        QString operator()(std::monostate) const { return QStringLiteral("null"); }
        QString operator()(bool b) const { return b ? QStringLiteral("true") : QStringLiteral("false"); }
        QString operator()(qint64 i) const { return QString::number(i); }
        QString operator()(const QString &s) const { return s; }
    };
    return std::visit(Visitor(), value);
}

} // namespace

StatementRecorder::StatementRecorder(const SessionOptions &options)
    : m_log(options.log)
    , m_name(options.name)
    , m_logsValues(options.logsValues)
{}

void StatementRecorder::answered(const Statement &statement, Clock::time_point sent, const RowSet &rows) const
{
    add(statement, sent, std::max<qint64>(rows.rows.size(), rows.affected), nullptr);
}

void StatementRecorder::failed(const Statement &statement, Clock::time_point sent,
                               const Core::Error &error) const
{
    add(statement, sent, 0, &error);
}

void StatementRecorder::add(const Statement &statement, Clock::time_point sent, qint64 rows,
                            const Core::Error *error) const
{
    if (!m_log)
        return;
    const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent);
    QueryRecord record;
    record.time = QDateTime::currentDateTimeUtc().addMSecs(-duration.count() / 1000);
    record.connection = m_name;
    record.statement = statement.sql;
    if (m_logsValues)
        for (const Value &value : statement.values)
            record.values.append(textOf(value));
    record.duration = duration;
    record.rows = rows;
    record.isFraming = statement.isFraming;
    if (error) {
        record.code = error->code;
        // The server's own words may quote what was sent.
        record.error = m_logsValues && !error->detail.isEmpty() ? error->detail : error->summary;
        if (record.error.isEmpty())
            record.error = error->detail;
    }
    m_log->add(std::move(record));
}

} // namespace Db
