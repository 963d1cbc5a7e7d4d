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
    /// A sentence about what is wrong. While the user is still typing a value for the first time it waits:
    /// see showProblemNow(). Text that is too long is said at once.
    void setProblem(const QString &problem);
    /// Another customer is shown: what was typed so far means nothing.
    void startOver();
    void showProblemNow();
    void setLimit(int maxLength);
    void setReadOnly(bool readOnly);
    void focusInput();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

Q_SIGNALS:
    void edited(const QString &text);
    void revertRequested();

private:
    [[nodiscard]] QString text() const;
    void textEdited();
    void updateCounter();
    void updateProblem();
    void applyColors();
    [[nodiscard]] QWidget *input() const;

    const Customers::Field m_field;
    QLabel *m_label;
    QToolButton *m_revert;
    QLabel *m_counter;
    QLineEdit *m_line = nullptr;
    QPlainTextEdit *m_box = nullptr;
    QLabel *m_problem;
    int m_limit = 0;
    QString m_wrong;          ///< what setProblem() said
    qsizetype m_length = 0;   ///< of the text before the last keystroke
    bool m_isSettled = false; ///< left once, or text was taken away: problems show at once
    bool m_isChanged = false;
};

} // namespace Gui
