// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QToolBar>
#include <QToolButton>

/// What the tool bars of the window and of its pages share.
namespace Gui::ToolBars {

/// Gives the button with which a tool bar that has too little room shows the rest a name for screen readers:
/// Qt gives it none.
inline void nameOverflowButton(QToolBar *bar)
{
    if (auto *button = bar->findChild<QToolButton *>(QStringLiteral("qt_toolbar_ext_button")))
        button->setAccessibleName(QCoreApplication::translate("Gui::ToolBar", "More actions"));
}

/// The tools above a page's list. `name`: object name.
[[nodiscard]] inline QToolBar *forPage(const QString &name, const QString &accessibleName, QWidget *page)
{
    auto *bar = new QToolBar(page);
    nameOverflowButton(bar);
    bar->setObjectName(name);
    bar->setAccessibleName(accessibleName);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(page->fontMetrics().height(), page->fontMetrics().height()));
    return bar;
}

} // namespace Gui::ToolBars
