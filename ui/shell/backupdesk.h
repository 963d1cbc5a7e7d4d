// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/schedule.h"
#include "backup/shelf.h"
#include "ui/backup/browsedbackup.h"
#include "ui/base/tone.h"
#include "ui/shell/windowparts.h"

#include <QObject>
#include <QPointer>

class QAction;
class QMenu;

namespace Backup {
struct Made;
struct Rehearsal;
struct Request;
struct Verification;
} // namespace Backup

namespace Gui {

class BackupHistoryPage;
class CustomersPage;
class RestoreDesk;
class Workspace;

/// What one window does with backups: the menu and the page, making, verifying, testing, looking into and
/// scheduling them. What takes long is a job of the window.
class BackupDesk final : public QObject
{
    Q_OBJECT

public:
    explicit BackupDesk(const WindowParts &parts);
    Q_DISABLE_COPY_MOVE(BackupDesk)

    [[nodiscard]] QMenu *menu() const { return m_menu; }
    [[nodiscard]] BackupHistoryPage *page() const { return m_page; }
    /// nullptr: no database is open.
    void setWorkspace(Workspace *workspace, CustomersPage *customers);
    /// A restore works on the opened database.
    [[nodiscard]] bool isRestoring() const;
    /// Opens the wizard with that backup.
    void restoreFile(const QString &file);

    /// Makes the backup that `schedule` asks for. `profile` has its password. scheduledEnded() follows.
    void runScheduled(const Profiles::Profile &profile, const Backup::Schedule &schedule);

Q_SIGNALS:
    /// The page is to be shown.
    void pageRequested();
    /// A backup is to be shown in a window of its own.
    void windowRequested(const Gui::BrowsedBackup &backup);
    /// The rows of the opened database are others now.
    void rowsReplaced();
    void scheduledEnded(const QString &profileId, bool isGood);

private:
    void createMenu();
    void connectPage();
    void backUp();
    void start(const Backup::Request &request);
    void made(const Backup::Made &made);
    void chooseToVerify();
    void verify(const Backup::Entry &entry, const QString &passphrase);
    void verified(const Backup::Entry &entry, const Backup::Verification &verification);
    void askWhereToRehearse(const Backup::Entry &entry);
    void rehearse(const Backup::Entry &entry, const QString &passphrase,
                  const std::optional<Db::ConnectionSpec> &scratch);
    void rehearsed(const Backup::Entry &entry, const Backup::Rehearsal &rehearsal);
    void browse(const Backup::Entry &entry, const QString &passphrase);
    void schedule();
    void cleanUp();
    /// Presents the error; one about the passphrase asks for it and goes on with `again`.
    void failed(const Core::Error &error, const Backup::Entry &entry, const QString &passphrase,
                std::function<void(const QString &)> again);
    /// Stopping is what the user asked for: no problem.
    void tellStopped(const QString &text);
    void tellWithFolder(Tone tone, const QString &text, const QString &detail, const QString &file);

    WindowParts m_parts;
    QPointer<Workspace> m_workspace;
    RestoreDesk *m_restores;
    BackupHistoryPage *m_page;
    QMenu *m_menu;
    QAction *m_backUp = nullptr;
    QAction *m_restore = nullptr;
    QAction *m_schedule = nullptr;
};

} // namespace Gui
