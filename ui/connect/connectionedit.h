// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace Gui {

/// The field for a connection string: a few lines, because the guide's strings have several. Says when text
/// was pasted or the field is left, so that a password need not stay in sight.
class ConnectionEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ConnectionEdit(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ConnectionEdit)

Q_SIGNALS:
    /// After a paste or drop, before anything was painted; or when the keyboard goes elsewhere.
    void settled();
    /// Enter; a new line takes Shift+Enter.
    void submitted();

protected:
    void insertFromMimeData(const QMimeData *source) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace Gui
