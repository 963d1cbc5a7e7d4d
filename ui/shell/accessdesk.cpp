// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/accessdesk.h"

#include "ui/base/theme.h"
#include "ui/shell/identityband.h"
#include "ui/shell/unlockdialog.h"
#include "ui/shell/workspace.h"

#include <QAction>

namespace Gui {

AccessDesk::AccessDesk(IdentityBand &band, std::shared_ptr<Db::QueryLog> log, QWidget *window)
    : QObject(window)
    , m_log(std::move(log))
    , m_band(band)
    , m_window(window)
    , m_unlock(new QAction(Theme::icon(QStringLiteral("object-unlocked")), tr("&Unlock for changes…"), this))
{
    m_unlock->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U));
    m_unlock->setEnabled(false);
    connect(m_unlock, &QAction::triggered, this, [this] { unlock(); });
    connect(&band, &IdentityBand::unlockRequested, this, [this] { unlock(); });
    connect(&band, &IdentityBand::lockRequested, this, [this] {
        if (m_workspace)
            m_workspace->guard().lock();
    });
}

void AccessDesk::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
    m_isHeld = false;
    m_unlock->setEnabled(workspace && workspace->guard().state() == WriteGuard::State::Locked);
    if (!workspace)
        return;
    connect(&workspace->guard(), &WriteGuard::stateChanged, this, &AccessDesk::apply);
    connect(&workspace->guard(), &WriteGuard::leftChanged, this, [this, guard = &workspace->guard()] {
        m_band.setAccess(guard->state(), guard->left(), guard->reason());
    });
}

void AccessDesk::apply()
{
    if (!m_workspace)
        return;
    const WriteGuard &guard = m_workspace->guard();
    m_band.setAccess(guard.state(), guard.left(), guard.reason());
    m_unlock->setEnabled(guard.state() == WriteGuard::State::Locked);
    Q_EMIT changed(guard.allowsWriting() && !m_isHeld);
}

void AccessDesk::unlock(std::function<void()> then)
{
    if (!m_workspace)
        return;
    WriteGuard *guard = &m_workspace->guard();
    if (guard->allowsWriting()) {
        if (then)
            then();
        return;
    }
    if (guard->state() != WriteGuard::State::Locked)
        return;
    auto *dialog = new UnlockDialog(m_workspace->profile(), WriteGuard::usualTime, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The guard is the receiver: another database may be open by the time of the answer.
    connect(dialog, &QDialog::accepted, guard, [this, guard, dialog, then = std::move(then)] {
        guard->unlock(dialog->reason());
        Db::QueryRecord record;
        record.time = QDateTime::currentDateTimeUtc();
        record.connection = m_workspace->profile().name;
        record.statement = QStringLiteral("-- ") + tr("Unlocked for changes: %1").arg(dialog->reason());
        m_log->add(record);
        if (then)
            then();
    });
    dialog->open();
}

void AccessDesk::holdEditing(bool on)
{
    m_isHeld = on;
    apply();
}

} // namespace Gui
