// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/querylog.h"

#include "core/log.h"

#include <QMutexLocker>

#include <algorithm>
#include <iterator>

namespace Db {

namespace {

constexpr QChar ellipsis(0x2026);
constexpr qsizetype maximalWord = 100; // characters of a connection's name and of a code

QString cut(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    const bool splitsPair = text.at(limit - 1).isHighSurrogate() && text.at(limit).isLowSurrogate();
    return text.left(splitsPair ? limit - 1 : limit) + ellipsis;
}

// Redacts before it cuts: half of a secret no longer looks like one. What it looks at is bounded as well, so
// that a statement of megabytes costs no more than one of pages.
QString bounded(const QString &text)
{
    constexpr qsizetype window = 2 * QueryLog::maximalText;
    QString clean = Core::redacted(text.left(window));
    if (text.size() > window && clean.size() <= QueryLog::maximalText) {
        // So much was hidden that the end of the window would show: its last word may be the first half of
        // a secret.
        while (!clean.isEmpty() && !clean.back().isSpace())
            clean.chop(1);
        return clean + ellipsis;
    }
    return cut(clean, QueryLog::maximalText);
}

QStringList bounded(const QStringList &values)
{
    QStringList result;
    qsizetype room = QueryLog::maximalBatch;
    for (const QString &value : values) {
        if (result.size() == QueryLog::maximalValues || room <= 0) {
            result.append(ellipsis);
            break;
        }
        result.append(bounded(value));
        room -= result.constLast().size();
    }
    return result;
}

qsizetype bytesOf(const QueryRecord &record)
{
    const auto bytes = [](const QString &text) { return qsizetype(sizeof(QChar)) * text.size(); };
    qsizetype sum = qsizetype(sizeof(QueryRecord)) + bytes(record.connection) + bytes(record.statement) +
                    bytes(record.code) + bytes(record.error);
    for (const QString &value : record.values)
        sum += qsizetype(sizeof(QString)) + bytes(value);
    return sum;
}

} // namespace

void QueryLog::add(QueryRecord record)
{
    // Outside of the lock: whoever adds is in a hurry, and so are the others.
    record.connection = cut(record.connection, maximalWord);
    record.code = cut(record.code, maximalWord);
    record.statement = bounded(record.statement);
    record.values = bounded(record.values);
    record.error = bounded(record.error);
    const qsizetype bytes = bytesOf(record);

    const QMutexLocker lock(&m_mutex);
    record.number = ++m_lastNumber;
    m_records.push_back(std::move(record));
    m_bytes += bytes;
    while (m_records.size() > maximalRecords || m_bytes > maximalBytes) {
        m_bytes -= bytesOf(m_records.front());
        m_records.pop_front();
    }
}

quint64 QueryLog::lastNumber() const
{
    const QMutexLocker lock(&m_mutex);
    return m_lastNumber;
}

quint64 QueryLog::firstNumber() const
{
    const QMutexLocker lock(&m_mutex);
    return m_lastNumber - m_records.size() + 1;
}

QList<QueryRecord> QueryLog::since(quint64 number) const
{
    const QMutexLocker lock(&m_mutex);
    // Numbers have no gaps, so the place follows from the number.
    const quint64 wanted = number < m_lastNumber ? m_lastNumber - number : 0;
    const auto count = std::ptrdiff_t(std::min(wanted, quint64(m_records.size())));
    return {std::prev(m_records.cend(), count), m_records.cend()};
}

} // namespace Db
