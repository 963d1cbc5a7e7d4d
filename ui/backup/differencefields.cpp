// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/differencefields.h"

#include "ui/backup/differencemodel.h"
#include "ui/base/plaintooltip.h"

#include <QHeaderView>

namespace Gui {

using Backup::RowDifference;

DifferenceFields::DifferenceFields(QWidget *parent)
    : QTableWidget(parent)
{
    setObjectName(QStringLiteral("differenceFields"));
    setAccessibleName(tr("Fields of the chosen customer"));
    setColumnCount(3);
    setHorizontalHeaderLabels({tr("Field"), tr("In the backup"), tr("In the database")});
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(true);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(this, &QTableWidget::itemChanged, this, &DifferenceFields::tickedChanged);
}

void DifferenceFields::setDifference(const RowDifference *difference)
{
    const QSignalBlocker blocker(this);
    setRowCount(0);
    if (!difference)
        return;
    const bool comesBack = difference->kind != RowDifference::Kind::OnlyInDatabase;
    setRowCount(int(difference->fields.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const RowDifference::Field &field = difference->fields.at(row);
        auto *name = new QTableWidgetItem(field.column);
        name->setFlags(Qt::ItemIsEnabled);
        if (comesBack && canBringBack(field.column)) {
            name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
            name->setCheckState(Qt::Checked);
        }
        setItem(row, 0, name);
        const auto put = [&](int column, const QString &text) {
            auto *item = new QTableWidgetItem(text);
            item->setFlags(Qt::ItemIsEnabled);
            item->setToolTip(plainToolTip(text));
            setItem(row, column, item);
        };
        put(1, difference->kind == RowDifference::Kind::OnlyInDatabase
                   ? QString()
                   : shownValue(field.column, field.inBackup));
        put(2, difference->kind == RowDifference::Kind::OnlyInBackup
                   ? QString()
                   : shownValue(field.column, field.inDatabase));
    }
    resizeRowsToContents();
}

QStringList DifferenceFields::ticked() const
{
    QStringList columns;
    for (int row = 0; row < rowCount(); ++row)
        if (item(row, 0)->checkState() == Qt::Checked && (item(row, 0)->flags() & Qt::ItemIsUserCheckable))
            columns.append(item(row, 0)->text());
    return columns;
}

} // namespace Gui
