// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/querylog.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

class QAction;
class QWidget;

namespace Gui {

class IdentityBand;
class Workspace;

/// Whether the opened database may be changed at the moment, as one window shows it and asks for it.
class AccessDesk final : public QObject
{
    Q_OBJECT

public:
    /// `band` must outlive it; `window` is the parent of every dialog.
    AccessDesk(IdentityBand &band, std::shared_ptr<Db::QueryLog> log, QWidget *window);
    Q_DISABLE_COPY_MOVE(AccessDesk)

    /// For the menu.
    [[nodiscard]] QAction *unlockAction() const { return m_unlock; }
    /// nullptr: none.
    void setWorkspace(Workspace *workspace);
    /// Tells changed() and the band how it is.
    void apply();
    /// Asks for a reason where it is locked; `then` follows as soon as changes are allowed, if ever.
    void unlock(std::function<void()> then = {});
    /// Keeps the user from editing while a restore works on the same rows; the gate stays as it is, and does
    /// not close. Ends with the workspace or by `false`.
    void holdEditing(bool on);
    [[nodiscard]] bool isHeld() const { return m_isHeld; }

Q_SIGNALS:
    void changed(bool allowsEditing);

private:
    QPointer<Workspace> m_workspace;
    std::shared_ptr<Db::QueryLog> m_log;
    IdentityBand &m_band;
    QWidget *m_window;
    QAction *m_unlock;
    bool m_isHeld = false;
};

} // namespace Gui
