// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

#include <QDialog>
#include <QTimer>

class QLabel;
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
    void fillSoon();
    void goToCurrent();
    [[nodiscard]] QList<qint64> selectedIds() const;

    CustomerEditor &m_editor;
    QLabel *m_title;
    QTreeWidget *m_list;
    QPushButton *m_save;
    QPushButton *m_goTo;
    QPushButton *m_discard;
    QPushButton *m_discardAll;
    QTimer m_refill; ///< a step can change thousands of customers, one signal each
};

} // namespace Gui
