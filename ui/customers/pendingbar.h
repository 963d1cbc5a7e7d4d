// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace Gui {

class CustomerEditor;

/// "3 changes in 2 customers · Save · Review · Discard". Visible while something is staged.
class PendingBar final : public QFrame
{
    Q_OBJECT

public:
    explicit PendingBar(CustomerEditor &editor, QWidget *parent = nullptr);

Q_SIGNALS:
    void saveRequested();
    void reviewRequested();
    void discardRequested();

private:
    void update();

    CustomerEditor &m_editor;
    QLabel *m_text;
    QPushButton *m_save;
    QPushButton *m_review;
    QPushButton *m_discard;
};

} // namespace Gui
