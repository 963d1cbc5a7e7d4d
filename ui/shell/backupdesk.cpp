// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/backupdesk.h"

#include "backup/scheduledrun.h"
#include "profiles/servicefile.h"
#include "ui/backup/backupdialog.h"
#include "ui/backup/backuphistorypage.h"
#include "ui/backup/backupwords.h"
#include "ui/backup/backupwork.h"
#include "ui/backup/cleanupdialog.h"
#include "ui/backup/passphrasedialog.h"
#include "ui/backup/scheduledialog.h"
#include "ui/base/aside.h"
#include "ui/base/theme.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/restoredesk.h"
#include "ui/shell/workspace.h"

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QUrl>

namespace Gui {

using Backup::Entry;
using Core::ErrorKind;
using Core::JobContext;
using Core::Result;
using Profiles::Profile;

BackupDesk::BackupDesk(const WindowParts &parts)
    : QObject(parts.window)
    , m_parts(parts)
    , m_restores(new RestoreDesk(parts, this))
    , m_page(new BackupHistoryPage(parts.prompt, parts.window))
    , m_menu(new QMenu(tr("&Backup"), parts.window))
{
    createMenu();
    connectPage();
    connect(m_restores, &RestoreDesk::restored, this, [this] {
        m_page->reload();
        Q_EMIT rowsReplaced();
    });
    setWorkspace(nullptr, nullptr);
}

void BackupDesk::createMenu()
{
    m_menu->setObjectName(QStringLiteral("backupMenu"));
    const auto add = [this](const char *icon, const QString &text, auto slot, const QKeySequence &keys = {}) {
        return m_menu->addAction(Theme::icon(QLatin1String(icon)), text, keys, this, slot);
    };
    m_backUp = add("document-save", tr("&Back up now…"), &BackupDesk::backUp,
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B));
    m_restore = add("edit-undo", tr("&Restore…"), [this] { m_restores->restore(std::nullopt); });
    m_menu->addSeparator();
    add("document-save-all", tr("Back&ups"), &BackupDesk::pageRequested);
    add("dialog-ok-apply", tr("&Verify…"), &BackupDesk::chooseToVerify);
    m_menu->addSeparator();
    m_schedule = add("view-calendar", tr("&Schedule…"), &BackupDesk::schedule);
}

void BackupDesk::connectPage()
{
    const auto withSecret = [this](void (BackupDesk::*go)(const Entry &, const QString &)) {
        return [this, go](const Entry &entry) {
            withPassphrase(entry, m_parts.window,
                           [this, go, entry](const QString &passphrase) { (this->*go)(entry, passphrase); });
        };
    };
    connect(m_page, &BackupHistoryPage::backupRequested, this, &BackupDesk::backUp);
    connect(m_page, &BackupHistoryPage::restoreRequested, this,
            [this](const Entry &entry) { m_restores->restore(entry); });
    connect(m_page, &BackupHistoryPage::verifyRequested, this, withSecret(&BackupDesk::verify));
    connect(m_page, &BackupHistoryPage::rehearseRequested, this, &BackupDesk::askWhereToRehearse);
    connect(m_page, &BackupHistoryPage::compareRequested, m_restores, &RestoreDesk::compare);
    connect(m_page, &BackupHistoryPage::browseRequested, this, withSecret(&BackupDesk::browse));
    connect(m_page, &BackupHistoryPage::cleanUpRequested, this, &BackupDesk::cleanUp);
    connect(m_page, &BackupHistoryPage::errorReported, this,
            [this](const Core::Error &error) { m_parts.errors.present(error); });
    connect(m_page, &BackupHistoryPage::messageReported, this, [this](const QString &text) {
        Notice notice;
        notice.kind = Tone::Success;
        notice.text = text;
        m_parts.notices.show(notice);
    });
}

void BackupDesk::setWorkspace(Workspace *workspace, CustomersPage *customers)
{
    // A backup that is looked into is no database to back up, nor to restore into.
    if (workspace && isBrowsed(workspace->profile()))
        workspace = nullptr;
    m_workspace = workspace;
    m_restores->setWorkspace(workspace, customers);
    m_page->setDatabase(workspace ? std::optional(workspace->forJobs()) : std::nullopt);
    for (QAction *action : {m_backUp, m_restore, m_schedule})
        action->setEnabled(workspace != nullptr);
}

bool BackupDesk::isRestoring() const
{
    return m_restores->isRestoring();
}

void BackupDesk::restoreFile(const QString &file)
{
    m_restores->restoreFile(file);
}

void BackupDesk::backUp()
{
    if (!m_workspace)
        return;
    auto *dialog = new BackupDialog(m_workspace->forJobs(), m_parts.settings.backupFolder(), m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_parts.settings.setBackupFolder(dialog->folder());
        start(dialog->request());
    });
    dialog->open();
}

void BackupDesk::start(const Backup::Request &request)
{
    m_parts.jobs.run<Backup::Made>(
        {tr("Backing up “%1”").arg(request.origin.profile), environmentOf(request.origin)},
        [request](JobContext &context) { return BackupWork::make(request, context); }, this,
        [this, request](const Result<Backup::Made> &result) {
            m_page->reload(result ? result->file : QString());
            if (result)
                return made(*result);
            if (result.error().kind == ErrorKind::Cancelled)
                return tellStopped(
                    tr("The backup of “%1” was stopped. Nothing is left of it.").arg(request.origin.profile));
            m_parts.errors.present(result.error(), tr("Back up again…"), [this] { backUp(); });
        });
}

void BackupDesk::made(const Backup::Made &made)
{
    qint64 rows = 0;
    for (const Tables::TableSummary &table : made.manifest.tables)
        rows += table.rows;
    const QString file = QFileInfo(made.file).fileName();
    const QString text =
        rows > 0 ? tr("“%1” is backed up and read again: %Ln row(s), %2, in %3.", nullptr, int(rows))
                       .arg(made.manifest.origin.profile, sizeText(made.manifest.size), file)
                 : tr("“%1” is backed up and read again: %2, in %3.")
                       .arg(made.manifest.origin.profile, sizeText(made.manifest.size), file);
    tellWithFolder(Tone::Success, text, QDir::toNativeSeparators(made.file), made.file);
}

void BackupDesk::tellWithFolder(Tone tone, const QString &text, const QString &detail, const QString &file)
{
    Notice notice;
    notice.kind = tone;
    notice.text = text;
    notice.detail = detail;
    notice.stays = true;
    notice.actionText = tr("Open folder");
    notice.action = [file] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
    };
    m_parts.notices.show(notice);
}

void BackupDesk::tellStopped(const QString &text)
{
    Notice notice;
    notice.text = text;
    m_parts.notices.show(notice);
}

void BackupDesk::failed(const Core::Error &error, const Entry &entry, const QString &passphrase,
                        std::function<void(const QString &)> again)
{
    const bool mayBeEncrypted = entry.manifest.isEncrypted || !entry.hasManifest;
    if (error.kind == ErrorKind::Cancelled)
        tellStopped(tr("%1: stopped. The backup is as it was.").arg(titleOf(entry)));
    else if (error.kind == ErrorKind::Authentication && mayBeEncrypted)
        askPassphraseAgain(entry, !passphrase.isEmpty(), m_parts.window, std::move(again));
    else
        m_parts.errors.present(error);
}

void BackupDesk::chooseToVerify()
{
    auto *chooser =
        new QFileDialog(m_parts.window, tr("Choose a Backup to Verify"), m_parts.settings.backupFolder());
    chooser->setObjectName(QStringLiteral("verifyChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setNameFilters({tr("Backups (*.db *.dump *.sql *.zst *.enc)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString &file) {
        runAside<Entry>(
            this, [file](JobContext &) { return BackupWork::entryOf(file); },
            [this](const Result<Entry> &entry) {
                if (!entry)
                    return m_parts.errors.present(entry.error());
                withPassphrase(*entry, m_parts.window, [this, entry = *entry](const QString &passphrase) {
                    verify(entry, passphrase);
                });
            });
    });
    chooser->open();
}

void BackupDesk::verify(const Entry &entry, const QString &passphrase)
{
    m_parts.jobs.run<Backup::Verification>(
        {tr("Verifying %1").arg(titleOf(entry)), environmentOf(entry.manifest.origin)},
        [file = entry.file, passphrase](JobContext &context) {
            return BackupWork::verify(file, passphrase, context);
        },
        this,
        [this, entry, passphrase](const Result<Backup::Verification> &result) {
            m_page->reload();
            if (result)
                verified(entry, *result);
            else
                failed(result.error(), entry, passphrase,
                       [this, entry](const QString &other) { verify(entry, other); });
        });
}

void BackupDesk::verified(const Entry &entry, const Backup::Verification &verification)
{
    const QString title = titleOf(entry);
    if (!verification.isGood)
        return tellWithFolder(Tone::Problem, tr("%1 is not good: %2").arg(title, verification.problem),
                              QDir::toNativeSeparators(entry.file), entry.file);
    if (!verification.hasManifest)
        return tellWithFolder(
            Tone::Warning,
            tr("%1 can be read whole, but has no manifest: whether something is missing is not "
               "known.")
                .arg(title),
            QDir::toNativeSeparators(entry.file), entry.file);
    Notice notice;
    notice.kind = Tone::Success;
    notice.stays = true;
    notice.text = tr("%1 is whole: it holds what its manifest says.").arg(title);
    m_parts.notices.show(notice);
}

void BackupDesk::askWhereToRehearse(const Entry &entry)
{
    const auto go = [this, entry](const std::optional<Db::ConnectionSpec> &scratch) {
        withPassphrase(entry, m_parts.window, [this, entry, scratch](const QString &passphrase) {
            rehearse(entry, passphrase, scratch);
        });
    };
    const bool isServer = m_workspace && m_workspace->spec().engine == Db::Engine::PostgreSQL;
    if (!isServer || entry.manifest.origin.engine != Db::Engine::PostgreSQL)
        return go(std::nullopt);
    Core::Question question;
    question.title = tr("Where to try it out?");
    question.text =
        tr("On the server of “%1”, a scratch database is made, filled, compared and removed again. Your "
           "own tables are not touched.")
            .arg(m_workspace->profile().name);
    question.detail =
        tr("A scratch file on this computer needs no server, but tells less about a dump or a script.");
    question.accept = tr("On the server");
    question.alternative = tr("In a scratch file");
    m_parts.prompt.ask(question, [this, go, server = m_workspace->forJobs().direct,
                                  desk = QPointer<BackupDesk>(this)](Core::Answer answer) {
        if (!desk || answer == Core::Answer::Reject)
            return;
        go(answer == Core::Answer::Accept ? std::optional(server) : std::nullopt);
    });
}

void BackupDesk::rehearse(const Entry &entry, const QString &passphrase,
                          const std::optional<Db::ConnectionSpec> &scratch)
{
    m_parts.jobs.run<Backup::Rehearsal>(
        {tr("Test restore of %1").arg(titleOf(entry)), environmentOf(entry.manifest.origin)},
        [file = entry.file, passphrase, scratch](JobContext &context) {
            return Backup::rehearse(file, passphrase, scratch, context);
        },
        this,
        [this, entry, passphrase, scratch](const Result<Backup::Rehearsal> &result) {
            m_page->reload();
            if (result)
                rehearsed(entry, *result);
            else
                failed(result.error(), entry, passphrase,
                       [this, entry, scratch](const QString &other) { rehearse(entry, other, scratch); });
        });
}

void BackupDesk::rehearsed(const Entry &entry, const Backup::Rehearsal &rehearsal)
{
    if (!rehearsal.isGood)
        return tellWithFolder(Tone::Problem,
                              tr("%1 cannot be restored: %2").arg(titleOf(entry), rehearsal.problem),
                              QDir::toNativeSeparators(entry.file), entry.file);
    QStringList detail;
    for (const Tables::TableSummary &table : rehearsal.tables)
        //: A table, how many rows were restored for trial
        detail.append(tr("%1: %Ln row(s)", nullptr, int(table.rows)).arg(table.name));
    Notice notice;
    notice.kind = Tone::Success;
    notice.stays = true;
    notice.text = tr("%1 can be restored: in %2 every table came out equal, in %3 s.")
                      .arg(titleOf(entry), rehearsal.where,
                           QLocale().toString(double(rehearsal.milliseconds) / 1000.0, 'f', 1));
    notice.detail = detail.join(u'\n');
    notice.key = QStringLiteral("rehearsal");
    m_parts.notices.show(notice);
}

void BackupDesk::browse(const Entry &entry, const QString &passphrase)
{
    m_parts.jobs.run<BrowsedBackup>(
        {tr("Opening %1").arg(titleOf(entry)), environmentOf(entry.manifest.origin)},
        [entry, passphrase](JobContext &context) { return Gui::browse(entry, passphrase, context); }, this,
        [this, entry, passphrase](const Result<BrowsedBackup> &browsed) {
            if (browsed)
                Q_EMIT windowRequested(*browsed);
            else
                failed(browsed.error(), entry, passphrase,
                       [this, entry](const QString &other) { browse(entry, other); });
        });
}

void BackupDesk::schedule()
{
    if (!m_workspace)
        return;
    const Profile &profile = m_workspace->profile();
    if (profile.id.isEmpty()) {
        Notice notice;
        notice.kind = Tone::Information;
        notice.text =
            tr("Only profiles have a schedule. Make one for this database in the profile manager first.");
        return m_parts.notices.show(notice);
    }
    auto *dialog = new ScheduleDialog(profile, m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ScheduleDialog::saved, m_page, &BackupHistoryPage::messageReported);
    dialog->open();
}

void BackupDesk::cleanUp()
{
    if (!m_workspace)
        return;
    const Profile profile = m_workspace->profile();
    runAside<QList<Backup::Schedule>>(
        m_workspace, [](JobContext &) { return Backup::ScheduleStore().schedules(); },
        [this, profile](const Result<QList<Backup::Schedule>> &schedules) {
            Backup::Retention rule = Backup::presetOf(Backup::Preset::Production).retention();
            for (const Backup::Schedule &schedule : schedules ? *schedules : QList<Backup::Schedule>())
                if (schedule.profile == profile.id && !schedule.keep.isNone())
                    rule = schedule.retention();
            auto *dialog = new CleanUpDialog(profile, m_page->entriesOfDatabase(), rule, m_parts.window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, dialog, profile] {
                m_parts.jobs.run<int>(
                    {tr("Cleaning up backups of “%1”").arg(profile.name), profile.environment},
                    [files = dialog->files()](JobContext &context) {
                        return BackupWork::removeAll(files, context);
                    },
                    this,
                    [this](const Result<int> &removed) {
                        m_page->reload();
                        if (removed)
                            Q_EMIT m_page->messageReported(tr("%Ln backup(s) deleted.", nullptr, *removed));
                        else
                            m_parts.errors.present(removed.error());
                    });
            });
            dialog->open();
        });
}

void BackupDesk::runScheduled(const Profile &profile, const Backup::Schedule &schedule)
{
    m_parts.jobs.run<Backup::ScheduledRun>(
        {tr("Scheduled backup of “%1”").arg(profile.name), profile.environment},
        [profile, schedule, log = m_parts.log](JobContext &context) -> Result<Backup::ScheduledRun> {
            Result<Db::ConnectionSpec> connection = Profiles::resolved(profile);
            if (!connection)
                return connection.error();
            Profile complete = profile;
            complete.connection = *std::move(connection);
            Backup::Request base;
            base.source = Profiles::directConnection(complete);
            base.options.log = log;
            base.options.name = tr("%1 · schedule").arg(profile.name);
            base.origin = originOf(complete);
            Backup::ScheduleStore store;
            Backup::Shelf shelf;
            return Backup::runSchedule(schedule, base, store, shelf, context);
        },
        this,
        [this, profile](const Result<Backup::ScheduledRun> &run) {
            m_page->reload();
            Q_EMIT scheduledEnded(profile.id, run.has_value());
            if (run)
                return; // what goes well by itself needs no message; the list shows it
            Core::Error error = run.error();
            error.summary =
                tr("The scheduled backup of “%1” was not made: %2").arg(profile.name, error.summary);
            m_parts.errors.present(error);
        });
}

} // namespace Gui
