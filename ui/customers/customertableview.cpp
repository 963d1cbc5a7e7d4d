// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customertableview.h"

#include "ui/customers/customertablemodel.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>

#include <algorithm>
#include <array>
#include <limits>

namespace Gui {

namespace {

constexpr int maxCopiedCells = 50'000;
/// Usual widths in characters, by Customers::Field.
constexpr std::array usualWidths = {24, 28, 18, 34, 34, 18, 18, 18, 9};

QString csvField(QString text)
{
    // RFC 4180
    if (text.contains(QLatin1Char('"')) || text.contains(QLatin1Char(',')) ||
        text.contains(QLatin1Char('\n')) || text.contains(QLatin1Char('\r')))
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
}

QString tabField(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

} // namespace

CustomerTableView::CustomerTableView(QWidget *parent)
    : QTableView(parent)
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setAlternatingRowColors(false);
    setShowGrid(true);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move in it
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    // Before any model: afterwards each of these looks at every row.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->hide();
    setMetrics();
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSortIndicator(0, Qt::AscendingOrder);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setAccessibleName(tr("Columns"));
    connect(header, &QHeaderView::customContextMenuRequested, this, &CustomerTableView::showHeaderMenu);
}

void CustomerTableView::setModel(QAbstractItemModel *newModel)
{
    QTableView::setModel(newModel);
    if (!newModel)
        return;
    setSortingEnabled(true);
    resetColumns();
}

void CustomerTableView::setMetrics()
{
    verticalHeader()->setDefaultSectionSize(int(fontMetrics().height() * 1.6));
    verticalHeader()->setMinimumSectionSize(fontMetrics().height());
}

void CustomerTableView::resetColumns()
{
    for (int column = 0; column < model()->columnCount() && column < int(usualWidths.size()); ++column) {
        setColumnHidden(column, false);
        setColumnWidth(column, usualWidths.at(size_t(column)) * fontMetrics().averageCharWidth());
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), column);
    }
    setColumnHidden(CustomerTableModel::column(Customers::Field::DeletedAt), true);
}

int CustomerTableView::selectedRowCount() const
{
    int count = 0;
    if (selectionModel())
        for (const QItemSelectionRange &range : selectionModel()->selection())
            count += range.height();
    return count;
}

QList<int> CustomerTableView::selectedRowNumbers(int limit) const
{
    QList<int> rows;
    if (!selectionModel())
        return rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection)
        for (int row = range.top(); row <= range.bottom() && rows.size() < limit; ++row)
            rows.append(row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

QList<int> CustomerTableView::visibleColumns() const
{
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual)
        if (const int logical = horizontalHeader()->logicalIndex(visual); !isColumnHidden(logical))
            columns.append(logical);
    return columns;
}

void CustomerTableView::selectOnly(const QModelIndex &index)
{
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void CustomerTableView::copySelection()
{
    const QList<int> columns = visibleColumns();
    const qint64 cells = qint64(selectedRowCount()) * columns.size();
    if (cells == 0)
        return;
    if (cells > maxCopiedCells)
        return void(Q_EMIT copyRefused(int(std::min<qint64>(cells, std::numeric_limits<int>::max()))));
    QString text;
    QString csv;
    QString html = QStringLiteral("<table>");
    const auto addRow = [&](const QStringList &values, const QString &tag) {
        QStringList tabs;
        QStringList commas;
        html += QStringLiteral("<tr>");
        for (const QString &value : values) {
            tabs.append(tabField(value));
            commas.append(csvField(value));
            html += QLatin1Char('<') + tag + QLatin1Char('>') + value.toHtmlEscaped() + QStringLiteral("</") +
                    tag + QLatin1Char('>');
        }
        html += QStringLiteral("</tr>");
        text += tabs.join(QLatin1Char('\t')) + QLatin1Char('\n');
        csv += commas.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    };
    QStringList values;
    for (const int column : columns)
        values.append(model()->headerData(column, Qt::Horizontal).toString());
    addRow(values, QStringLiteral("th"));
    const QList<int> rows = selectedRowNumbers(maxCopiedCells);
    for (const int row : rows) {
        values.clear();
        for (const int column : columns) {
            const QModelIndex index = model()->index(row, column);
            const QString edit = index.data(Qt::EditRole).toString();
            const auto field = CustomerTableModel::field(column);
            values.append(Customers::isTime(field) ? index.data(Qt::DisplayRole).toString() : edit);
        }
        addRow(values, QStringLiteral("td"));
    }
    auto *copied = new QMimeData;
    copied->setText(text);
    copied->setHtml(html + QStringLiteral("</table>"));
    copied->setData(QStringLiteral("text/csv"), csv.toUtf8());
    QApplication::clipboard()->setMimeData(copied);
}

QByteArray CustomerTableView::saveColumns() const
{
    return horizontalHeader()->saveState();
}

void CustomerTableView::restoreColumns(const QByteArray &state)
{
    if (state.isEmpty() || !horizontalHeader()->restoreState(state))
        resetColumns();
}

void CustomerTableView::showHeaderMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int shown = int(visibleColumns().size());
    for (int column = 0; column < model()->columnCount(); ++column) {
        QAction *action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(isColumnHidden(column) || shown > 1);
        connect(action, &QAction::toggled, this,
                [this, column](bool show) { setColumnHidden(column, !show); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Usual columns")), &QAction::triggered, this,
            &CustomerTableView::resetColumns);
    menu->popup(horizontalHeader()->viewport()->mapToGlobal(position));
}

void CustomerTableView::keyPressEvent(QKeyEvent *event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && event->key() == Qt::Key_Delete)
        return void(Q_EMIT removeRequested());
    if (plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        state() != EditingState) {
        edit(currentIndex());
        return;
    }
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    const bool jumps = event->modifiers() == Qt::ControlModifier &&
                       (event->key() == Qt::Key_Home || event->key() == Qt::Key_End);
    if (jumps && model()->rowCount() > 0) {
        // The same column of the first or last row; Qt would also change the column.
        const int row = event->key() == Qt::Key_Home ? 0 : model()->rowCount() - 1;
        return selectOnly(model()->index(row, std::max(0, currentIndex().column())));
    }
    QTableView::keyPressEvent(event);
}

void CustomerTableView::contextMenuEvent(QContextMenuEvent *event)
{
    const QPoint cell = visualRect(currentIndex()).bottomLeft();
    Q_EMIT contextMenuRequested(event->reason() == QContextMenuEvent::Keyboard ? viewport()->mapToGlobal(cell)
                                                                               : event->globalPos());
}

void CustomerTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        setMetrics();
}

} // namespace Gui
