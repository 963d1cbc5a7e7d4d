// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "backup/shelf.h"
#include "ui/backup/broughtback.h"
#include "ui/shell/windowparts.h"

#include <QObject>
#include <QPointer>

namespace Gui {

class CompareDialog;
class CustomersPage;
class RestoreWizard;
class Workspace;

/// Brings rows back into the opened database: all that a backup holds by a job, or single customers as staged
/// changes. Whatever changes something goes past the unsaved changes, the lock and the typed name first.
class RestoreDesk final : public QObject
{
    Q_OBJECT

public:
    explicit RestoreDesk(const WindowParts &parts, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(RestoreDesk)

    /// nullptr: no database is open.
    void setWorkspace(Workspace *workspace, CustomersPage *page);
    /// A restore works on the opened database.
    [[nodiscard]] bool isRestoring() const { return m_running > 0; }

    /// Opens the wizard. `chosen`: the backup to begin with. `ids`: only these customers.
    void restore(const std::optional<Backup::Entry> &chosen, const QStringList &ids = {});
    /// The same with a file that need not be on the list.
    void restoreFile(const QString &file);
    void compare(const Backup::Entry &entry);

Q_SIGNALS:
    /// There may be another backup, and the rows of the opened database are others.
    void restored();

private:
    void openWizard(const QList<Backup::Entry> &entries, const std::optional<Backup::Entry> &chosen,
                    const QStringList &ids);
    void confirm(const Backup::RestoreRequest &request, const QString &title);
    void start(const Backup::RestoreRequest &request, const QString &title);
    void ended(const Backup::RestoreRequest &request, const QString &title,
               const Core::Result<Backup::Restored> &outcome);
    void undo(const QString &safetyBackup, const QString &identity);
    void openComparison(const Backup::Entry &entry, const QString &passphrase);
    void bringBack(const QList<BroughtBack> &customers, CompareDialog *dialog);
    void tellReadOnly();

    WindowParts m_parts;
    QPointer<Workspace> m_workspace;
    QPointer<CustomersPage> m_page;
    int m_running = 0;
};

} // namespace Gui
