// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/profileswitcher.h"

#include "db/connectionspec.h"
#include "ui/base/environmentlook.h"
#include "ui/base/theme.h"
#include "ui/shell/profilebook.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

namespace Gui {

using Profiles::Profile;

namespace {

constexpr int numberedProfiles = 9;

/// Names are the user's: nothing in them is a mnemonic.
QString menuText(const Profile &profile)
{
    QString text = ProfileSwitcher::tr("%1 (%2)").arg(profile.name, Profiles::wordOf(profile.environment));
    return text.replace(u'&', QStringLiteral("&&"));
}

} // namespace

ProfileSwitcher::ProfileSwitcher(ProfileBook &book, QWidget *window)
    : QObject(window)
    , m_book(book)
    , m_menu(new QMenu(tr("&Profiles"), window))
    , m_newWindow(new QMenu(tr("Open in new &window"), window))
    , m_button(new QToolButton(window))
    , m_group(new QActionGroup(this))
{
    m_menu->setObjectName(QStringLiteral("profileMenu"));
    m_newWindow->setIcon(Theme::icon(QStringLiteral("window-new")));
    m_button->setObjectName(QStringLiteral("profileButton"));
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setMenu(m_menu);
    m_button->setFocusPolicy(Qt::TabFocus);
    connect(&book, &ProfileBook::changed, this, &ProfileSwitcher::rebuild);
    rebuild();
}

void ProfileSwitcher::setCurrent(const Profile &profile)
{
    m_currentId = profile.id;
    m_currentName = profile.name;
    rebuild();
}

void ProfileSwitcher::setNone()
{
    setCurrent({});
}

void ProfileSwitcher::rebuild()
{
    m_menu->clear();
    m_newWindow->clear();
    const QList<Profile> &profiles = m_book.profiles();
    for (qsizetype i = 0; i < profiles.size(); ++i) {
        const Profile &profile = profiles.at(i);
        const QIcon icon = Theme::icon(iconNameOf(profile.environment));
        QAction *action =
            m_menu->addAction(icon, menuText(profile), this, [this, profile] { Q_EMIT chosen(profile); });
        if (i < numberedProfiles)
            action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)));
        action->setCheckable(true);
        action->setChecked(!m_currentId.isEmpty() && profile.id == m_currentId);
        m_group->addAction(action);
        m_newWindow->addAction(icon, menuText(profile), this,
                               [this, profile] { Q_EMIT chosenForNewWindow(profile); });
    }
    if (profiles.isEmpty())
        m_menu->addAction(tr("No profiles yet"))->setEnabled(false);
    m_menu->addSeparator();
    if (!profiles.isEmpty())
        m_menu->addMenu(m_newWindow);
    m_menu->addAction(Theme::icon(QStringLiteral("configure")), tr("&Manage profiles…"),
                      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), this,
                      &ProfileSwitcher::managingRequested);
    updateButton();
}

void ProfileSwitcher::updateButton()
{
    const Profile *current = m_book.find(m_currentId);
    const QString name = current ? current->name : m_currentName;
    QString text = name.isEmpty() ? tr("Profile") : name;
    m_button->setText(text.replace(u'&', QStringLiteral("&&")));
    m_button->setIcon(
        Theme::icon(current ? iconNameOf(current->environment) : QStringLiteral("network-server-database")));
    m_button->setToolTip(tr("Switch to another profile"));
    m_button->setAccessibleName(name.isEmpty() ? tr("Profile") : tr("Profile: %1").arg(name));
}

} // namespace Gui
