// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pageactions.h"

#include "ui/base/toolbars.h"
#include "ui/customers/customerspage.h"

#include <QMainWindow>
#include <QMenu>
#include <QToolBar>

namespace Gui {

PageActions::PageActions(QWidget *first, QMainWindow *window)
    : QObject(window)
    , m_toolBar(new QToolBar(tr("Tools"), window))
    , m_editMenu(new QMenu(tr("&Edit"), window))
    , m_customerMenu(new QMenu(tr("&Customers"), window))
{
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    ToolBars::nameOverflowButton(m_toolBar);
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_first = m_toolBar->addWidget(first);
    window->addToolBar(m_toolBar);
}

void PageActions::place(const CustomersPage *page)
{
    m_toolBar->clear();
    m_editMenu->clear();
    m_customerMenu->clear();
    m_toolBar->addAction(m_first);
    m_editMenu->menuAction()->setVisible(page != nullptr);
    m_customerMenu->menuAction()->setVisible(page != nullptr);
    if (!page)
        return;
    const CustomersPage::Actions &actions = page->actions();
    m_toolBar->addSeparator();
    m_toolBar->addActions({actions.create, actions.save});
    m_toolBar->addSeparator();
    m_toolBar->addActions({actions.undo, actions.redo});
    m_toolBar->addSeparator();
    m_toolBar->addActions({actions.remove, actions.restore, actions.refresh});
    m_editMenu->addActions({actions.undo, actions.redo});
    m_editMenu->addSeparator();
    m_editMenu->addActions({actions.copy, actions.find});
    m_customerMenu->addActions({actions.create, actions.save, actions.review, actions.discard});
    m_customerMenu->addSeparator();
    m_customerMenu->addActions({actions.remove, actions.restore, actions.purge});
    m_customerMenu->addSeparator();
    m_customerMenu->addAction(actions.refresh);
}

} // namespace Gui
