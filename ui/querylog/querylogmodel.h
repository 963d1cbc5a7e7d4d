// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/querylog.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>

namespace Gui {

/// What the log keeps, as rows, oldest first. It asks the log now and then, but only while somebody looks.
class QueryLogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Connection, Duration, Rows, Code, Statement, ColumnCount };
    static constexpr std::chrono::milliseconds interval{400};

    explicit QueryLogModel(std::shared_ptr<const Db::QueryLog> log, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(QueryLogModel)

    /// Whether rows can be seen. Becoming so brings the model up to date at once.
    void setWatched(bool watched);
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] bool isPolling() const { return m_timer.isActive(); }
    /// Forgets the rows; the log itself keeps its records.
    void clear();
    [[nodiscard]] bool wasCleared() const { return m_wasCleared; }

    [[nodiscard]] const Db::QueryRecord &record(int row) const { return m_records.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    void update();
    void poll();
    [[nodiscard]] QString text(const Db::QueryRecord &record, int column) const;

    const std::shared_ptr<const Db::QueryLog> m_log;
    QList<Db::QueryRecord> m_records;
    quint64 m_lastNumber = 0; ///< read so far
    bool m_watched = false;
    bool m_paused = false;
    bool m_wasCleared = false;
    QTimer m_timer;
};

} // namespace Gui
