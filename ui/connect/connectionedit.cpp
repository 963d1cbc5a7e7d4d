// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectionedit.h"

#include <QKeyEvent>

namespace Gui {

ConnectionEdit::ConnectionEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAnywhere);
    const int frame = 2 * (frameWidth() + int(document()->documentMargin()));
    setFixedHeight(fontMetrics().lineSpacing() * 4 + frame);
}

void ConnectionEdit::insertFromMimeData(const QMimeData *source)
{
    QPlainTextEdit::insertFromMimeData(source);
    Q_EMIT settled();
}

void ConnectionEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    // A menu or another window only borrows the keyboard.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        Q_EMIT settled();
}

void ConnectionEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & Qt::ShiftModifier))
        Q_EMIT submitted();
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace Gui
