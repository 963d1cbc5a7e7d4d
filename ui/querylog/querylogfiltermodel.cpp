// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogfiltermodel.h"

#include "ui/querylog/querylogmodel.h"

#include <algorithm>
#include <tuple>

namespace Gui {

using Db::QueryRecord;

QueryLogFilterModel::QueryLogFilterModel(QueryLogModel &model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(&model);
}

void QueryLogFilterModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateRowsFilter();
}

void QueryLogFilterModel::setProblemsOnly(bool only)
{
    m_problemsOnly = only;
    invalidateRowsFilter();
}

void QueryLogFilterModel::setSlowOnly(bool only)
{
    m_slowOnly = only;
    invalidateRowsFilter();
}

void QueryLogFilterModel::setShowsFraming(bool shows)
{
    m_showsFraming = shows;
    invalidateRowsFilter();
}

const QueryRecord &QueryLogFilterModel::record(int row) const
{
    return m_model.record(mapToSource(index(row, 0)).row());
}

bool QueryLogFilterModel::hasText(const QueryRecord &record) const
{
    const auto has = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    return has(record.statement) || has(record.connection) || has(record.code) || has(record.error) ||
           std::any_of(record.values.cbegin(), record.values.cend(), has);
}

bool QueryLogFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const QueryRecord &record = m_model.record(row);
    const bool isRoutine = record.isFraming && !record.failed() && !record.isSlow();
    return (m_showsFraming || !isRoutine) && (!m_problemsOnly || record.failed()) &&
           (!m_slowOnly || record.isSlow()) && (m_text.isEmpty() || hasText(record));
}

bool QueryLogFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QueryRecord &a = m_model.record(left.row());
    const QueryRecord &b = m_model.record(right.row());
    switch (left.column()) {
    case QueryLogModel::Connection:
        return std::tie(a.connection, a.number) < std::tie(b.connection, b.number);
    case QueryLogModel::Duration:
        return std::tie(a.duration, a.number) < std::tie(b.duration, b.number);
    case QueryLogModel::Rows:
        return std::tie(a.rows, a.number) < std::tie(b.rows, b.number);
    case QueryLogModel::Code:
        return std::tie(a.code, a.number) < std::tie(b.code, b.number);
    case QueryLogModel::Statement:
        return std::tie(a.statement, a.number) < std::tie(b.statement, b.number);
    default:
        return a.number < b.number;
    }
}

} // namespace Gui
