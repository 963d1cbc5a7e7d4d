// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/restoredesk.h"

#include "ui/backup/backupwords.h"
#include "ui/backup/backupwork.h"
#include "ui/backup/comparedialog.h"
#include "ui/backup/passphrasedialog.h"
#include "ui/backup/restorewizard.h"
#include "ui/backup/restorewords.h"
#include "ui/base/aside.h"
#include "ui/customers/customerspage.h"
#include "ui/shell/accessdesk.h"
#include "ui/shell/backupstaging.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/workspace.h"

#include <QDir>

namespace Gui {

using Backup::Entry;
using Backup::RestoreRequest;
using Core::ErrorKind;
using Core::Result;

RestoreDesk::RestoreDesk(const WindowParts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{}

void RestoreDesk::setWorkspace(Workspace *workspace, CustomersPage *page)
{
    m_workspace = workspace;
    m_page = page;
    m_running = 0; // a restore that still runs works on a database that is not open any more
}

void RestoreDesk::tellReadOnly()
{
    m_parts.errors.present(
        {ErrorKind::ReadOnly,
         tr("“%1” is opened read-only, so nothing can be restored into it. Nothing was changed.")
             .arg(m_workspace->profile().name),
         {},
         {}});
}

void RestoreDesk::restore(const std::optional<Entry> &chosen, const QStringList &ids)
{
    if (!m_workspace)
        return;
    if (m_workspace->guard().state() == WriteGuard::State::ReadOnly)
        return tellReadOnly();
    runAside<QList<Entry>>(
        m_workspace, [](Core::JobContext &) { return Backup::Shelf().entries(); },
        [this, chosen, ids](const Result<QList<Entry>> &entries) {
            if (!entries)
                m_parts.errors.present(entries.error()); // any file can be chosen all the same
            openWizard(entries ? *entries : QList<Entry>(), chosen, ids);
        });
}

void RestoreDesk::openWizard(const QList<Entry> &entries, const std::optional<Entry> &chosen,
                             const QStringList &ids)
{
    auto *wizard = new RestoreWizard(m_workspace->forJobs(), entries, ids, m_parts.window);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    if (chosen)
        wizard->choose(*chosen);
    connect(wizard, &QDialog::accepted, m_workspace, [this, wizard] {
        const auto entry = wizard->entry();
        confirm(wizard->request(), entry ? titleOf(*entry) : QString());
    });
    wizard->open();
}

void RestoreDesk::confirm(const RestoreRequest &request, const QString &title)
{
    const QPointer<Workspace> workspace = m_workspace;
    const auto go = [this, workspace, request, title] {
        if (workspace && workspace == m_workspace)
            start(request, title);
    };
    const auto askName = [this, workspace, go] {
        if (!workspace || !workspace->profile().environment.needsGuard())
            return go(); // the wizard's last page was the question
        Core::Question question;
        question.title = tr("Restore into “%1”?").arg(workspace->profile().name);
        question.text =
            tr("Customers and their tables become what the backup says, for everybody who works with them.");
        question.accept = tr("Restore");
        question.destructive = true;
        question.undo = tr("The present state becomes a backup first; “Undo this restore” brings it back.");
        question.irreversible = true;
        m_parts.prompt.ask(question, [go](Core::Answer answer) {
            if (answer == Core::Answer::Accept)
                go();
        });
    };
    m_parts.settleChanges([this, askName] { m_parts.access.unlock(askName); });
}

void RestoreDesk::start(const RestoreRequest &request, const QString &title)
{
    const Profiles::Profile &profile = m_workspace->profile();
    ++m_running;
    m_parts.access.holdEditing(true);
    m_parts.jobs.run<Backup::Restored>(
        {tr("Restoring into “%1”").arg(profile.name), profile.environment},
        [request](Core::JobContext &context) { return BackupWork::restore(request, context); }, this,
        [this, request, title, workspace = m_workspace](const Result<Backup::Restored> &outcome) {
            if (workspace && workspace == m_workspace) {
                --m_running;
                m_parts.access.holdEditing(false);
            }
            ended(request, title, outcome);
        });
}

void RestoreDesk::ended(const RestoreRequest &request, const QString &title,
                        const Result<Backup::Restored> &outcome)
{
    Q_EMIT restored(); // also after an unknown outcome: what is so is read again
    if (!outcome) {
        Core::Error error = outcome.error();
        if (error.kind == ErrorKind::Cancelled)
            error.summary = tr("The restore into “%1” was stopped. Nothing was changed.")
                                .arg(request.targetOrigin.profile);
        return m_parts.errors.present(error);
    }
    QStringList detail = RestoreWords::changes(outcome->tables);
    for (const QString &row : outcome->unremovable)
        detail.append(tr("Still there, because other rows refer to it: %1").arg(row));
    if (outcome->rehearsal && outcome->rehearsal->isGood)
        detail.append(tr("Tried out first in %1.").arg(outcome->rehearsal->where));
    if (!outcome->safetyBackup.isEmpty())
        detail.append(tr("The state before: %1").arg(QDir::toNativeSeparators(outcome->safetyBackup)));
    Notice notice;
    notice.kind = outcome->unremovable.isEmpty() ? Tone::Success : Tone::Warning;
    notice.stays = true;
    notice.text = title.isEmpty()
                      ? tr("The backup was restored into “%1” and compared: %2.")
                            .arg(request.targetOrigin.profile, RestoreWords::sum(outcome->tables))
                      //: A backup, name of the database, what happened to how many rows
                      : tr("%1 was restored into “%2” and compared: %3.")
                            .arg(title, request.targetOrigin.profile, RestoreWords::sum(outcome->tables));
    notice.detail = detail.join(u'\n');
    notice.key = QStringLiteral("restore");
    if (!outcome->safetyBackup.isEmpty()) {
        notice.actionText = tr("Undo this restore…");
        notice.action = [this, safety = outcome->safetyBackup, identity = request.targetOrigin.identity] {
            undo(safety, identity);
        };
    }
    m_parts.notices.show(notice);
}

void RestoreDesk::undo(const QString &safetyBackup, const QString &identity)
{
    if (!m_workspace || Db::identity(m_workspace->profile().connection) != identity) {
        Notice notice;
        notice.text =
            tr("Open the database again that was restored, and choose the backup from before the restore "
               "in “Backups”.");
        return m_parts.notices.show(notice);
    }
    restoreFile(safetyBackup);
}

void RestoreDesk::restoreFile(const QString &file)
{
    if (!m_workspace)
        return;
    runAside<Entry>(
        m_workspace, [file](Core::JobContext &) { return BackupWork::entryOf(file); },
        [this](const Result<Entry> &entry) {
            if (entry)
                restore(*entry);
            else
                m_parts.errors.present(entry.error());
        });
}

void RestoreDesk::compare(const Entry &entry)
{
    if (!m_workspace)
        return;
    withPassphrase(entry, m_parts.window,
                   [this, entry](const QString &passphrase) { openComparison(entry, passphrase); });
}

void RestoreDesk::openComparison(const Entry &entry, const QString &passphrase)
{
    if (!m_workspace)
        return;
    auto *dialog = new CompareDialog(m_workspace->forJobs(), entry, passphrase, m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CompareDialog::bringBackRequested, m_workspace,
            [this, dialog](const QList<BroughtBack> &customers) { bringBack(customers, dialog); });
    connect(dialog, &CompareDialog::restoreRequested, m_workspace,
            [this](const Entry &from, const QStringList &ids) { restore(from, ids); });
    connect(dialog, &CompareDialog::passphraseRefused, m_workspace,
            [this, entry, wasWrong = !passphrase.isEmpty()] {
                askPassphraseAgain(entry, wasWrong, m_parts.window,
                                   [this, entry](const QString &other) { openComparison(entry, other); });
            });
    dialog->open();
}

void RestoreDesk::bringBack(const QList<BroughtBack> &customers, CompareDialog *dialog)
{
    if (m_workspace->guard().state() == WriteGuard::State::ReadOnly)
        return tellReadOnly();
    m_parts.access.unlock([this, customers, shown = QPointer<CompareDialog>(dialog)] {
        if (!m_page || !m_workspace || m_page->editor().isReadOnly())
            return;
        stageFromBackup(m_workspace->repository(), m_page->editor(), customers, m_page,
                        [this, shown](const Result<Staging> &staging) {
                            if (!staging)
                                return m_parts.errors.present(staging.error());
                            if (shown)
                                shown->report(staging->gone.isEmpty(), toText(*staging));
                        });
    });
}

} // namespace Gui
