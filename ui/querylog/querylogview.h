// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace Gui {

/// A table that grows at its end and loses rows at its beginning while somebody reads it. It follows the
/// end as long as the end is in sight; otherwise the rows in sight stay where they are.
class QueryLogView final : public QTableView
{
    Q_OBJECT

public:
    explicit QueryLogView(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(QueryLogView)

    void setModel(QAbstractItemModel *model) override;
    void doItemsLayout() override;

    /// In the order in which they are shown.
    [[nodiscard]] QList<int> selectedRowNumbers() const;
    [[nodiscard]] QByteArray saveColumns() const;
    /// The usual columns where `state` cannot be read.
    void restoreColumns(const QByteArray &state);

protected:
    void changeEvent(QEvent *event) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;

private:
    void setMetrics();
    void resetColumns();
    void notePlace();
    void sortChanged();
    [[nodiscard]] bool isNewestLast() const;

    QPersistentModelIndex m_top; ///< the uppermost row in sight before a change that is not laid out yet
    bool m_isAtEnd = true;
    bool m_isLayingOut = false;
};

} // namespace Gui
