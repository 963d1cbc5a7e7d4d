// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;
class QToolBar;

namespace Gui {

class CustomersPage;

/// The places of a page's actions in the window: the tool bar and the menus Edit and Customers. Without a
/// page the menus are hidden.
class PageActions final : public QObject
{
    Q_OBJECT

public:
    /// `first`: what always stands at the beginning of the tool bar.
    PageActions(QWidget *first, QMainWindow *window);
    Q_DISABLE_COPY_MOVE(PageActions)

    [[nodiscard]] QMenu *editMenu() const { return m_editMenu; }
    [[nodiscard]] QMenu *customerMenu() const { return m_customerMenu; }
    /// Places the page's actions in the stead of those before; null: none.
    void place(const CustomersPage *page);

private:
    QToolBar *m_toolBar;
    QMenu *m_editMenu;
    QMenu *m_customerMenu;
    QAction *m_first;
};

} // namespace Gui
