// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogview.h"

#include "ui/querylog/querylogmodel.h"

#include <QEvent>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace Gui {

namespace {

/// Usual widths in characters, by QueryLogModel::Column.
constexpr std::array usualWidths = {15, 24, 20, 9, 18, 40};

} // namespace

QueryLogView::QueryLogView(QWidget *parent)
    : QTableView(parent)
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);           // Tab leaves the table; arrows move in it
    setVerticalScrollMode(ScrollPerItem); // the scroll bar's value is a row
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->hide();
    setMetrics();
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setSortIndicator(QueryLogModel::Time, Qt::AscendingOrder);
    header->setAccessibleName(tr("Columns"));
    connect(header, &QHeaderView::sortIndicatorChanged, this, &QueryLogView::sortChanged);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_isLayingOut)
            return;
        m_isAtEnd = value == verticalScrollBar()->maximum();
        m_top = QPersistentModelIndex();
    });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (!m_isLayingOut && m_isAtEnd && isNewestLast())
            verticalScrollBar()->setValue(maximum); // the window became smaller
    });
}

void QueryLogView::setModel(QAbstractItemModel *newModel)
{
    QTableView::setModel(newModel);
    if (!newModel)
        return;
    setSortingEnabled(true);
    resetColumns();
    connect(newModel, &QAbstractItemModel::rowsAboutToBeInserted, this, &QueryLogView::notePlace);
}

void QueryLogView::setMetrics()
{
    verticalHeader()->setDefaultSectionSize(int(fontMetrics().height() * 1.6));
    verticalHeader()->setMinimumSectionSize(fontMetrics().height());
}

void QueryLogView::resetColumns()
{
    for (int column = 0; column < int(usualWidths.size()); ++column)
        setColumnWidth(column, usualWidths.at(size_t(column)) * fontMetrics().averageCharWidth());
}

bool QueryLogView::isNewestLast() const
{
    return horizontalHeader()->sortIndicatorSection() == QueryLogModel::Time &&
           horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder;
}

void QueryLogView::sortChanged()
{
    // What the order was changed for is at its beginning, but the newest of an ascending list at its end.
    m_top = QPersistentModelIndex();
    m_isAtEnd = isNewestLast();
    if (m_isAtEnd)
        scrollToBottom();
    else
        scrollToTop();
}

void QueryLogView::notePlace()
{
    const bool isFollowing = isNewestLast() ? m_isAtEnd : verticalScrollBar()->value() == 0;
    if (!isFollowing && !m_top.isValid())
        m_top = model()->index(verticalScrollBar()->value(), 0);
}

void QueryLogView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    notePlace();
    // The base class would make the next row current, and select it, again and again while rows leave.
    if (const int current = currentIndex().row(); current >= first && current <= last)
        selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

void QueryLogView::doItemsLayout()
{
    // However many changes there were, the table is laid out once, and before it is painted.
    const QScopedValueRollback guard(m_isLayingOut, true);
    QTableView::doItemsLayout();
    if (m_top.isValid())
        verticalScrollBar()->setValue(m_top.row());
    else if (m_isAtEnd && isNewestLast())
        scrollToBottom();
    m_top = QPersistentModelIndex();
    m_isAtEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
}

void QueryLogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        setMetrics();
}

QList<int> QueryLogView::selectedRowNumbers() const
{
    QList<int> rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

QByteArray QueryLogView::saveColumns() const
{
    return horizontalHeader()->saveState();
}

void QueryLogView::restoreColumns(const QByteArray &state)
{
    if (state.isEmpty() || !horizontalHeader()->restoreState(state))
        resetColumns();
}

} // namespace Gui
