// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "tables/contenthash.h"

#include <QList>

namespace Tables {

/// Counts and hashes rows on their way, tells how far they are, and stops them when the job is.
class RowCounter final
{
public:
    explicit RowCounter(Core::JobContext &context)
        : m_context(context)
    {}

    /// `total`: about how many rows there will be in all tables; 0: not known.
    void enter(const QString &phase, qint64 total) { m_context.enter(phase, unit, total); }
    /// Error: Cancelled.
    [[nodiscard]] Core::Result<void> enter(const QString &phase)
    {
        m_context.enter(phase);
        return m_context.proceed();
    }
    void begin(const QString &table)
    {
        m_table = table;
        m_hash = ContentHash();
    }
    /// Error: Cancelled.
    [[nodiscard]] Core::Result<void> add(const Db::RawRow &neutralRow)
    {
        m_hash.add(neutralRow);
        constexpr qint64 rowsBetweenLooks = 256;
        if (++m_rows % rowsBetweenLooks != 0)
            return {};
        m_context.advance(m_rows);
        return m_context.proceed();
    }
    void end() { m_summaries.append({m_table, m_hash.rows(), m_hash.hex()}); }

    [[nodiscard]] const QList<TableSummary> &summaries() const { return m_summaries; }

private:
    static constexpr auto unit = Core::JobProgress::Unit::Rows;

    Core::JobContext &m_context;
    QString m_table;
    ContentHash m_hash;
    qint64 m_rows = 0;
    QList<TableSummary> m_summaries;
};

} // namespace Tables
