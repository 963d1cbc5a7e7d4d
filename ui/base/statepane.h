// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace Gui {

/// What stands where rows would be: an icon, a title, one sentence and at most one button with the next step.
class StatePane final : public QWidget
{
    Q_OBJECT

public:
    explicit StatePane(QWidget *parent = nullptr);

    /// `action`: the button's text; empty: no button.
    void setState(const QString &iconName, const QString &title, const QString &sentence,
                  const QString &action = {});

Q_SIGNALS:
    void actionRequested();

private:
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_action;
};

} // namespace Gui
