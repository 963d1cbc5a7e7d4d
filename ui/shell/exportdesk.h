// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "ui/shell/windowparts.h"

#include <QObject>
#include <QPointer>

class QAction;

namespace Export {
struct Exported;
}

namespace Gui {

class CustomersPage;
struct ExportChoice;
class Workspace;

/// Writes customers into files for other programs: asks what and where to, and does it as a job of the
/// window.
class ExportDesk final : public QObject
{
    Q_OBJECT

public:
    explicit ExportDesk(const WindowParts &parts);
    Q_DISABLE_COPY_MOVE(ExportDesk)

    /// For the menu.
    [[nodiscard]] QAction *action() const { return m_action; }
    /// nullptr: no database is open.
    void setWorkspace(Workspace *workspace, CustomersPage *page);

private:
    void ask();
    void start(const ExportChoice &choice);
    void failed(Core::Error error);
    void ended(const Export::Exported &exported);

    WindowParts m_parts;
    QAction *m_action;
    QPointer<Workspace> m_workspace;
    QPointer<CustomersPage> m_page;
};

} // namespace Gui
