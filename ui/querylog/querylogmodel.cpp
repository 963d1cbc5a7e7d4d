// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogmodel.h"

#include "ui/base/plaintooltip.h"
#include "ui/base/tone.h"
#include "ui/querylog/querylogtext.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>
#include <optional>

namespace Gui {

using Db::QueryRecord;

namespace {

/// The tone in which a cell stands out, if it does.
std::optional<Tone> toneOf(const QueryRecord &record, int column)
{
    if (record.failed() && (column == QueryLogModel::Code || column == QueryLogModel::Statement))
        return Tone::Problem;
    if (record.isSlow() && column == QueryLogModel::Duration)
        return Tone::Warning;
    return {};
}

} // namespace

QueryLogModel::QueryLogModel(std::shared_ptr<const Db::QueryLog> log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(std::move(log))
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &QueryLogModel::poll);
}

void QueryLogModel::setWatched(bool watched)
{
    m_watched = watched;
    update();
}

void QueryLogModel::setPaused(bool paused)
{
    m_paused = paused;
    update();
}

void QueryLogModel::update()
{
    if (!m_watched || m_paused)
        return m_timer.stop();
    poll();
    m_timer.start();
}

void QueryLogModel::poll()
{
    if (m_log->lastNumber() == m_lastNumber)
        return;
    QList<QueryRecord> fresh = m_log->since(m_lastNumber);
    m_lastNumber = fresh.constLast().number;
    // Keeping no more than the log keeps bounds the memory of both.
    const quint64 oldest = m_log->firstNumber();
    const auto isKept = [oldest](const QueryRecord &record) { return record.number >= oldest; };
    const auto firstKept = std::find_if(m_records.cbegin(), m_records.cend(), isKept);
    if (const auto gone = firstKept - m_records.cbegin(); gone > 0) {
        beginRemoveRows({}, 0, int(gone) - 1);
        m_records.remove(0, gone);
        endRemoveRows();
    }
    fresh.erase(fresh.begin(), std::find_if(fresh.begin(), fresh.end(), isKept));
    if (fresh.isEmpty())
        return;
    const int row = int(m_records.size());
    beginInsertRows({}, row, row + int(fresh.size()) - 1);
    m_records.append(std::move(fresh));
    endInsertRows();
}

void QueryLogModel::clear()
{
    beginResetModel();
    m_records.clear();
    m_lastNumber = m_log->lastNumber();
    m_wasCleared = m_lastNumber > 0;
    endResetModel();
}

int QueryLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int QueryLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString QueryLogModel::text(const QueryRecord &record, int column) const
{
    switch (column) {
    case Time:
        return QueryLogText::time(record.time);
    case Connection:
        return record.connection;
    case Duration: {
        const QString duration = QueryLogText::milliseconds(record.duration);
        return record.isSlow() ? tr("Slow: %1").arg(duration) : duration;
    }
    case Rows:
        return QLocale().toString(record.rows);
    case Code:
        return record.failed() ? tr("Failed: %1").arg(record.code.isEmpty() ? tr("no code") : record.code)
                               : QString();
    case Statement:
        return QueryLogText::headline(record);
    default:
        return {};
    }
}

QVariant QueryLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QueryRecord &record = m_records.at(index.row());
    const auto tone = toneOf(record, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(record, index.column());
    case Qt::AccessibleTextRole: {
        const QString words = text(record, index.column());
        const QString column = headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
        return words.isEmpty() ? QString(column + QStringLiteral(" —")) : words;
    }
    case Qt::ToolTipRole:
        return plainToolTip(text(record, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant(
            Qt::AlignVCenter |
            (index.column() == Duration || index.column() == Rows ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::DecorationRole:
        return tone && index.column() != Statement ? toneIcon(*tone) : QVariant();
    case Qt::ForegroundRole:
        return tone ? toneColor(*tone, QGuiApplication::palette()) : QVariant();
    default:
        return {};
    }
}

QVariant QueryLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter |
                        (section == Duration || section == Rows ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Connection:
        return tr("Connection");
    case Duration:
        return tr("Duration");
    case Rows:
        return tr("Rows");
    case Code:
        return tr("SQLSTATE");
    default:
        return tr("Statement");
    }
}

} // namespace Gui
