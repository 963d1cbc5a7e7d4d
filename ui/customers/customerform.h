// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"

#include <QScrollArea>

#include <array>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Gui {

class CustomerEditor;
class FieldEditor;
class StatePane;

/// The details of the selected customer, or what can be done with several. Every keystroke is staged.
class CustomerForm final : public QScrollArea
{
    Q_OBJECT

public:
    explicit CustomerForm(CustomerEditor &editor, QWidget *parent = nullptr);

    /// `stored`: the selected customers as stored, as far as they are here; `totalSelected` may be more.
    void setCustomers(const QList<Customers::Customer> &stored, int totalSelected);
    /// What refers to the customer shown.
    void setDependents(const QList<Customers::Dependents> &dependents);
    void focusField(Customers::Field field);
    QSize sizeHint() const override;

Q_SIGNALS:
    void newRequested();
    void removeRequested();
    void restoreRequested();
    void escapePressed();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *buildDetails();
    void update();
    void updateColors();
    [[nodiscard]] bool areInTrash() const;
    void updateTimes(const Customers::Customer &customer);

    CustomerEditor &m_editor;
    QList<Customers::Customer> m_stored;
    int m_selected = 0;

    QStackedWidget *m_stack;
    StatePane *m_state;
    QLabel *m_title = nullptr;
    QLabel *m_status = nullptr;
    std::array<FieldEditor *, Customers::editableFieldCount> m_fields = {};
    QLabel *m_dependents = nullptr;
    QLabel *m_times = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_restore = nullptr;
};

} // namespace Gui
