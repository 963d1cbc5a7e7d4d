// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/browsedbackup.h"
#include "ui/base/tone.h"
#include "ui/shell/sectionlist.h"
#include "ui/shell/workspace.h"

#include <QMainWindow>

class QAction;
class QStackedWidget;

namespace Backup {
struct Schedule;
}

namespace Gui {

class AccessDesk;
class BackupDesk;
class CustomersPage;
class DatabaseChooser;
class DialogPrompt;
class ErrorPresenter;
class ExportDesk;
class IdentityBand;
class JobDesk;
class JobsPanel;
class NoticeBar;
class OpeningPane;
class PageActions;
class ProfileBook;
class ProfileDesk;
class ProfileSecrets;
class ProfileSwitcher;
class QueryLogPage;
class SchemaDesk;
class StartPage;
class UiSettings;
struct WindowParts;

/// The window: identity on top, sections at the left, the opened profile's pages in the middle. It opens and
/// closes profiles and places the pages' actions; what the actions do is the pages' business.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// All three must outlive the window.
    MainWindow(UiSettings &settings, ProfileBook &book, ProfileSecrets &secrets, QWidget *parent = nullptr);
    ~MainWindow() override;
    Q_DISABLE_COPY_MOVE(MainWindow)

    /// Asks first where changes are not saved. `source`: which of the possible places named this database, in
    /// words; shown beside its name.
    void openProfile(const Profiles::Profile &profile, const QString &source);
    /// A database without a profile.
    void openDatabase(const Db::ConnectionSpec &spec, const QString &source);
    /// A backup, to be looked into.
    void openBackup(const BrowsedBackup &backup);
    /// As a job of this window; scheduledEnded() follows. `profile` has its password.
    void runScheduled(const Profiles::Profile &profile, const Backup::Schedule &schedule);
    void presentError(const Core::Error &error);
    void report(Tone tone, const QString &text);
    /// The id of the profile that is open or being opened; empty: none.
    [[nodiscard]] QString profileId() const;

Q_SIGNALS:
    void newWindowRequested(const Profiles::Profile &profile);
    void backupWindowRequested(const Gui::BrowsedBackup &backup);
    void scheduledEnded(const QString &profileId, bool isGood);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] WindowParts parts();
    [[nodiscard]] QWidget *createContent();
    void createMenus();
    void connectParts();
    void connectDesks();
    void placePageActions();
    void showSection(Section section);
    void showBackups();

    /// Goes on with `next` once nothing is left unsaved, or the user keeps it for later.
    void settleChanges(std::function<void()> next);
    void open(const Profiles::Profile &profile, const std::optional<QString> &password,
              const QString &source);
    void createDatabase(const QString &file, int samples, const QString &source);
    void prepareWorkspace(const Profiles::Profile &profile, const std::optional<QString> &password,
                          const QString &source);
    void workspaceOpened();
    void connectPage();
    void openFailed(const Core::Error &error);
    void offerToCreateTable();
    void tableMissing();
    /// Without a Customer table the schema is all that there is to see.
    void showSchemaOnly();
    void reloadCatalogue();
    void closeDatabase();
    void leaveDatabase();
    void showStartPage();

    void lineChanged();
    void rowsReplaced();
    void checkConnection();
    void readingFailed(const Core::Error &error);
    void askToStopJobs();
    void updateTitle();
    void countTrash();

    UiSettings &m_settings;
    ProfileBook &m_book;
    std::shared_ptr<Db::QueryLog> m_queryLog = std::make_shared<Db::QueryLog>();
    std::unique_ptr<DialogPrompt> m_prompt;
    std::unique_ptr<Workspace> m_workspace;
    CustomersPage *m_page = nullptr;
    QString m_source;
    std::shared_ptr<const void> m_browsedCopy; ///< of the backup that is looked into
    bool m_closing = false;
    bool m_closesAfterJobs = false;

    IdentityBand *m_identity;
    NoticeBar *m_notices;
    std::unique_ptr<ErrorPresenter> m_errors;
    DatabaseChooser *m_chooser;
    ProfileSwitcher *m_profiles;
    ProfileDesk *m_desk;
    AccessDesk *m_access;
    JobDesk *m_jobs;
    JobsPanel *m_jobsPanel;
    BackupDesk *m_backups;
    ExportDesk *m_exports;
    SchemaDesk *m_schema;
    SectionList *m_sections;
    QStackedWidget *m_stack;
    StartPage *m_start;
    OpeningPane *m_opening;
    QueryLogPage *m_logPage;
    PageActions *m_pageActions;
    QAction *m_closeAction = nullptr;
    QAction *m_checkAction = nullptr;
};

} // namespace Gui
