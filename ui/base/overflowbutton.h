// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QToolBar>
#include <QToolButton>

namespace Gui {

/// Gives the button with which a tool bar that has too little room shows the rest a name for screen readers:
/// Qt gives it none.
inline void nameOverflowButton(QToolBar *bar)
{
    if (auto *button = bar->findChild<QToolButton *>(QStringLiteral("qt_toolbar_ext_button")))
        button->setAccessibleName(QCoreApplication::translate("Gui::ToolBar", "More actions"));
}

} // namespace Gui
