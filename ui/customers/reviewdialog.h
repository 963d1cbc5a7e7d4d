// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

#include <QDialog>

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace Gui {

class CustomerEditor;

/// All staged changes in words, customer by customer.
class ReviewDialog final : public QDialog
{
    Q_OBJECT

public:
    ReviewDialog(CustomerEditor &editor, QWidget *parent);

Q_SIGNALS:
    void saveRequested();
    void customerRequested(qint64 id, Customers::Field field);

private:
    void fill();
    [[nodiscard]] QList<qint64> selectedIds() const;

    CustomerEditor &m_editor;
    QTreeWidget *m_list;
    QPushButton *m_save;
    QPushButton *m_discard;
};

} // namespace Gui
