// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/rules.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace Gui {

/// Edits one value inside the table, with a counter and, while typing, a sentence about what is wrong. Enter
/// takes the value (Ctrl+Enter in a box), Esc does not.
class CellEditor final : public QFrame
{
    Q_OBJECT
    Q_PROPERTY(QString text READ text WRITE setText USER true)

public:
    CellEditor(const Customers::Rules &rules, Customers::Field field, bool isLong, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    /// Whether there is something to take: text that was touched and can be stored.
    [[nodiscard]] bool hasNewText() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void committed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void check();
    void passToDelegate(const QKeyEvent &key);

    const Customers::Rules &m_rules;
    const Customers::Field m_field;
    QLineEdit *m_line = nullptr;     ///< short values
    QPlainTextEdit *m_box = nullptr; ///< long ones
    QString m_original;              ///< as set, before the box made its line ends and blanks uniform
    QLabel *m_counter;
    QLabel *m_problem;
    bool m_done = false; ///< taken or given up: losing the focus means nothing any more
};

} // namespace Gui
