// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace Gui {

class CustomerEditor;

/// "3 changes in 2 customers · Save · Review · Discard". Visible while something is staged. Says of a save
/// that takes long that nothing is lost meanwhile.
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
    void followSaving();
    [[nodiscard]] QString text() const;

    CustomerEditor &m_editor;
    QLabel *m_text;
    QPushButton *m_save;
    QPushButton *m_review;
    QPushButton *m_discard;
    QTimer m_patience; ///< runs while a save takes no longer than usual
};

} // namespace Gui
