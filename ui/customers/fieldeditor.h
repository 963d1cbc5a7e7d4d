// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace Gui {

/// One field of the form: label, input, counter, what is wrong, and a way back to the stored value.
class FieldEditor final : public QWidget
{
    Q_OBJECT

public:
    FieldEditor(const QString &label, Customers::Field field, QWidget *parent = nullptr);

    [[nodiscard]] Customers::Field field() const { return m_field; }
    /// Shows `value`. Text that is the same already keeps its cursor.
    void setValue(const Db::Cell &value);
    /// `before`: the stored value where the shown one is staged.
    void setChanged(bool changed, const Db::Cell &before);
    void setProblem(const QString &problem);
    void setLimit(int maxLength);
    void setReadOnly(bool readOnly);
    void focusInput();

Q_SIGNALS:
    void edited(const QString &text);
    void revertRequested();

private:
    [[nodiscard]] QString text() const;
    void textEdited();
    void updateCounter();

    const Customers::Field m_field;
    QLabel *m_label;
    QToolButton *m_revert;
    QLabel *m_counter;
    QLineEdit *m_line = nullptr;
    QPlainTextEdit *m_box = nullptr;
    QLabel *m_problem;
    int m_limit = 0;
};

} // namespace Gui
