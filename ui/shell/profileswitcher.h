// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QObject>

class QActionGroup;
class QMenu;
class QToolButton;

namespace Gui {

class ProfileBook;

/// The menu of profiles, in the menu bar and behind the tool bar's button: the first nine by Ctrl+1 to
/// Ctrl+9. Ctrl while choosing opens the profile in a window of its own.
class ProfileSwitcher final : public QObject
{
    Q_OBJECT

public:
    /// `book` must outlive it; `window` is the parent of menu and button.
    ProfileSwitcher(ProfileBook &book, QWidget *window);
    Q_DISABLE_COPY_MOVE(ProfileSwitcher)

    [[nodiscard]] QMenu *menu() const { return m_menu; }
    [[nodiscard]] QToolButton *button() const { return m_button; }
    /// The profile that is open, for the check mark and the button; empty id: none of the list.
    void setCurrent(const Profiles::Profile &profile);
    void setNone();

Q_SIGNALS:
    void chosen(const Profiles::Profile &profile);
    void chosenForNewWindow(const Profiles::Profile &profile);
    void managingRequested();

private:
    void rebuild();
    void updateButton();

    ProfileBook &m_book;
    QMenu *m_menu;
    QMenu *m_newWindow;
    QToolButton *m_button;
    QActionGroup *m_group;
    QString m_currentId;
    QString m_currentName;
};

} // namespace Gui
