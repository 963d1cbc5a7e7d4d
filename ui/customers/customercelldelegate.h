// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/rules.h"

#include <QStyledItemDelegate>

namespace Gui {

/// Paints a cell from the model's roles alone: changed, wrong, NULL, on its way, deleted, found. Edits it in
/// a line, long texts in a box, and says while typing what is wrong.
class CustomerCellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CustomerCellDelegate(const Customers::Rules &rules, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area,
                   const QModelIndex &index) const;

    Customers::Rules m_rules;
};

} // namespace Gui
