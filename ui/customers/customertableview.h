// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace Gui {

/// The grid: calm rows, columns the user arranges, and a copy that other programs understand. It never looks
/// at more rows than are visible or selected, so that a million rows cost nothing.
class CustomerTableView final : public QTableView
{
    Q_OBJECT

public:
    explicit CustomerTableView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

    /// Makes this cell the current one and its row the only selected one.
    void goToIndex(const QModelIndex &index);
    [[nodiscard]] int selectedRowCount() const;
    /// The selected rows in order, at most `limit` of them.
    [[nodiscard]] QList<int> selectedRowNumbers(int limit) const;
    /// The model's columns that are not hidden, from left to right.
    [[nodiscard]] QList<int> visibleColumns() const;
    /// Puts the selection on the clipboard as text, CSV and HTML.
    void copySelection();

    [[nodiscard]] QByteArray saveColumns() const;
    /// An empty or foreign state gives the columns their usual widths.
    void restoreColumns(const QByteArray &state);

Q_SIGNALS:
    void removeRequested();
    void contextMenuRequested(const QPoint &globalPosition);
    /// Too many cells for a clipboard.
    void copyRefused(int cells);
    /// Some selected rows are still being read; nothing was copied, because it would have gaps.
    void copyNotReady();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setMetrics();
    void resetColumns();
    void showHeaderMenu(const QPoint &position);
};

} // namespace Gui
