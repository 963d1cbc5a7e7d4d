// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "core/paths.h"
#include "core/trace.h"
#include "db/postgreserrors.h"
#include "ui/backup/backuphistorypage.h"
#include "ui/base/theme.h"
#include "ui/connect/startpage.h"
#include "ui/customers/customerspage.h"
#include "ui/querylog/querylogpage.h"
#include "ui/schema/schemapage.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/accessdesk.h"
#include "ui/shell/backupdesk.h"
#include "ui/shell/databasechooser.h"
#include "ui/shell/dialogprompt.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/exportdesk.h"
#include "ui/shell/identityband.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/jobspanel.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/openingpane.h"
#include "ui/shell/pageactions.h"
#include "ui/shell/profilebook.h"
#include "ui/shell/profiledesk.h"
#include "ui/shell/profileswitcher.h"
#include "ui/shell/schemadesk.h"
#include "ui/shell/unsavedchanges.h"

#include <QAction>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QScreen>
#include <QStackedWidget>

namespace Gui {

using Customers::CustomerQuery;
using Profiles::Profile;

namespace {

const QString lineNotice = QStringLiteral("line");

} // namespace

MainWindow::MainWindow(UiSettings &settings, ProfileBook &book, ProfileSecrets &secrets, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_book(book)
    , m_prompt(std::make_unique<DialogPrompt>(this))
    , m_identity(new IdentityBand(this))
    , m_notices(new NoticeBar(this))
    , m_errors(std::make_unique<ErrorPresenter>(*m_notices))
    , m_chooser(new DatabaseChooser(settings, this))
    , m_profiles(new ProfileSwitcher(book, this))
    , m_desk(new ProfileDesk(book, secrets, *m_prompt, this))
    , m_access(new AccessDesk(*m_identity, m_queryLog, this))
    , m_jobs(new JobDesk(this))
    , m_jobsPanel(new JobsPanel(*m_jobs, this))
    , m_backups(new BackupDesk(parts()))
    , m_exports(new ExportDesk(parts()))
    , m_schema(new SchemaDesk(parts(), secrets))
    , m_sections(new SectionList(this))
    , m_stack(new QStackedWidget(this))
    , m_start(new StartPage(this))
    , m_opening(new OpeningPane(this))
    , m_logPage(new QueryLogPage(m_queryLog, this))
    , m_pageActions(new PageActions(m_profiles->button(), this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setAttribute(Qt::WA_DeleteOnClose);
    for (QWidget *page : {static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_opening),
                          static_cast<QWidget *>(m_logPage), static_cast<QWidget *>(m_backups->page()),
                          static_cast<QWidget *>(m_schema->page())})
        m_stack->addWidget(page);
    setCentralWidget(createContent());

    createMenus();
    connectParts();
    connectDesks();

    const QSize usual(fontMetrics().averageCharWidth() * 190, fontMetrics().height() * 46);
    const QSize frame(fontMetrics().averageCharWidth() * 2,
                      fontMetrics().height() * 3); // not known before it is shown
    resize(usual.boundedTo(screen()->availableSize() - frame));
    restoreGeometry(m_settings.windowGeometry());
    m_logPage->restoreLayout(m_settings.queryLogLayout());
    m_schema->page()->restoreLayout(m_settings.schemaLayout());
    showStartPage();
}

MainWindow::~MainWindow()
{
    closeDatabase();
}

WindowParts MainWindow::parts()
{
    return {this,       *m_notices, *m_errors,
            *m_prompt,  *m_jobs,    *m_access,
            m_settings, m_queryLog, [this](std::function<void()> next) { settleChanges(std::move(next)); }};
}

void MainWindow::placePageActions()
{
    m_pageActions->place(m_page);
    m_sections->setVisible(m_page != nullptr);
    m_closeAction->setEnabled(m_workspace != nullptr);
    m_checkAction->setEnabled(m_workspace != nullptr);
}

void MainWindow::showSection(Section section)
{
    if (!m_page)
        return;
    switch (section) {
    case Section::Customers:
        if (m_page->view() == CustomerQuery::View::Trash)
            m_page->showView(CustomerQuery::View::Active);
        return m_stack->setCurrentWidget(m_page);
    case Section::Trash:
        if (m_page->view() != CustomerQuery::View::Trash)
            m_page->showView(CustomerQuery::View::Trash);
        return m_stack->setCurrentWidget(m_page);
    case Section::Backups:
        return m_stack->setCurrentWidget(m_backups->page());
    case Section::Schema:
        return m_stack->setCurrentWidget(m_schema->page());
    case Section::QueryLog:
        return m_stack->setCurrentWidget(m_logPage);
    }
}

void MainWindow::showBackups()
{
    if (m_page)
        return m_sections->choose(Section::Backups);
    // Without a database, too: it may be the one that is lost.
    if (m_workspace)
        return; // being opened
    m_stack->setCurrentWidget(m_backups->page());
    m_closeAction->setEnabled(true);
}

void MainWindow::showStartPage()
{
    closeDatabase();
    m_start->setProfiles(m_book.profiles());
    m_start->setRecent(m_settings.recentDatabases());
    m_stack->setCurrentWidget(m_start);
    m_identity->setNotConnected();
    updateTitle();
}

void MainWindow::closeDatabase()
{
    m_opening->end();
    m_notices->dismiss(lineNotice);
    if (m_page) {
        m_settings.setColumnState(Db::identity(m_workspace->spec()), m_page->saveLayout());
        delete std::exchange(m_page, nullptr);
    }
    m_access->setWorkspace(nullptr);
    m_backups->setWorkspace(nullptr, nullptr);
    m_exports->setWorkspace(nullptr, nullptr);
    m_schema->setWorkspace(nullptr);
    m_workspace.reset();
    m_browsedCopy.reset();
    m_prompt->setProfile(std::nullopt);
    m_profiles->setNone();
    placePageActions();
}

void MainWindow::leaveDatabase()
{
    settleChanges([this] { showStartPage(); });
}

void MainWindow::settleChanges(std::function<void()> next)
{
    Gui::settleChanges(m_page, *m_prompt, std::move(next));
}

QString MainWindow::profileId() const
{
    return m_workspace ? m_workspace->profile().id : QString();
}

void MainWindow::openProfile(const Profile &profile, const QString &source)
{
    settleChanges([this, profile, source] { m_desk->request(profile, source); });
}

void MainWindow::openDatabase(const Db::ConnectionSpec &spec, const QString &source)
{
    settleChanges([this, spec, source] { open(Profiles::profileFor(spec), spec.password, source); });
}

void MainWindow::openBackup(const BrowsedBackup &backup)
{
    open(backup.profile, std::nullopt, QString());
    m_browsedCopy = backup.copy;
}

void MainWindow::runScheduled(const Profile &profile, const Backup::Schedule &schedule)
{
    m_backups->runScheduled(profile, schedule);
}

void MainWindow::open(const Profile &profile, const std::optional<QString> &password, const QString &source)
{
    m_desk->forget();
    prepareWorkspace(profile, password, source);
    m_workspace->open();
}

void MainWindow::createDatabase(const QString &file, int samples, const QString &source)
{
    settleChanges([this, file, samples, source] {
        Db::ConnectionSpec spec;
        spec.file = file;
        prepareWorkspace(Profiles::profileFor(spec), std::nullopt, source);
        m_workspace->createDatabase(samples);
    });
}

void MainWindow::prepareWorkspace(const Profile &profile, const std::optional<QString> &password,
                                  const QString &source)
{
    closeDatabase();
    m_source = source;
    m_workspace = std::make_unique<Workspace>(profile, password, m_queryLog,
                                              Core::Paths::state() + QStringLiteral("/drafts"));
    m_prompt->setProfile(profile);
    connect(m_workspace.get(), &Workspace::opened, this, &MainWindow::workspaceOpened);
    connect(m_workspace.get(), &Workspace::failed, this, &MainWindow::openFailed);
    connect(m_workspace.get(), &Workspace::customerTableMissing, this, &MainWindow::tableMissing);
    connect(m_workspace.get(), &Workspace::catalogueChanged, this, &MainWindow::rowsReplaced);
    connect(m_workspace.get(), &Workspace::catalogueFailed, this, [this](const Core::Error &error) {
        m_errors->present(error, tr("Try again"), [this] { reloadCatalogue(); });
    });
    connect(m_workspace.get(), &Workspace::lineChanged, this, &MainWindow::lineChanged);
    connect(m_workspace.get(), &Workspace::retrying, this, [this](const Core::Error &reason) {
        if (m_page)
            m_notices->show({Tone::Information,
                             tr("The database does not answer at the moment. Trying again; nothing is lost."),
                             reason.detail,
                             {},
                             {},
                             lineNotice});
        else if (Db::isWaking(reason))
            m_opening->setWaking();
    });
    m_access->setWorkspace(m_workspace.get());
    m_opening->begin(profile.name, profile.connection.engine == Db::Engine::PostgreSQL);
    m_stack->setCurrentWidget(m_opening);
    m_identity->setNotConnected();
    m_profiles->setCurrent(profile);
    placePageActions();
    updateTitle();
}

void MainWindow::workspaceOpened()
{
    m_opening->end();
    m_page = new CustomersPage(m_workspace->repository(), m_workspace->journal(), *m_prompt, this);
    m_page->restoreLayout(m_settings.columnState(Db::identity(m_workspace->spec())));
    m_page->setSaveEachRow(m_settings.savesEachRow());
    connectPage();
    m_stack->addWidget(m_page);
    m_stack->setCurrentWidget(m_page);
    m_access->apply();
    m_backups->setWorkspace(m_workspace.get(), m_page);
    m_exports->setWorkspace(m_workspace.get(), m_page);
    m_schema->setWorkspace(m_workspace.get());
    lineChanged();
    if (m_book.find(profileId()))
        m_settings.rememberProfile(profileId());
    else if (!isBrowsed(m_workspace->profile()))
        m_settings.remember(m_workspace->spec());
    placePageActions();
    updateTitle();
    m_sections->mark(Section::Customers);
    m_page->start();
    countTrash();
    Core::Trace::mark("database open");
}

void MainWindow::connectPage()
{
    connect(&m_settings, &UiSettings::savesEachRowChanged, m_page, &CustomersPage::setSaveEachRow);
    connect(m_page, &CustomersPage::errorReported, this, &MainWindow::presentError);
    connect(m_page, &CustomersPage::readingFailed, this, &MainWindow::readingFailed);
    connect(m_page, &CustomersPage::readingRecovered, this, [this] { m_notices->dismiss(lineNotice); });
    connect(m_page, &CustomersPage::messageReported, this,
            [this](const QString &text) { report(Tone::Success, text); });
    connect(m_page, &CustomersPage::viewChanged, this, [this] {
        m_sections->mark(m_page->view() == CustomerQuery::View::Trash ? Section::Trash : Section::Customers);
    });
    CustomerEditor &editor = m_page->editor();
    connect(&editor, &CustomerEditor::saved, this, &MainWindow::countTrash);
    connect(&editor, &CustomerEditor::saved, this, [this] { m_notices->dismiss(lineNotice); });
    connect(&editor, &CustomerEditor::purged, this, &MainWindow::countTrash);
    connect(&editor, &CustomerEditor::changed, this, &MainWindow::updateTitle);
    connect(&editor, &CustomerEditor::reset, this, &MainWindow::updateTitle);
    m_workspace->guard().waitFor(
        [this, &editor] { return editor.isSaving() || m_backups->isRestoring() || m_schema->isChanging(); });
}

void MainWindow::lineChanged()
{
    // A line that has to be opened anew is a short wait that needs no message once it stands.
    m_notices->dismiss(lineNotice);
    if (!m_page)
        return;
    m_identity->setLine(m_workspace->profile(), m_workspace->line(), m_source);
    if (m_page->hasFailed())
        m_page->refresh();
}

void MainWindow::rowsReplaced()
{
    if (!m_page)
        return;
    // What was undone or saved before belongs to rows that are gone; what is staged has its conflict check.
    if (m_page->editor().changes().isEmpty())
        m_page->editor().undoStack()->clear();
    m_page->refresh();
    countTrash();
}

void MainWindow::checkConnection()
{
    if (m_workspace)
        m_desk->examine(m_workspace->spec());
}

void MainWindow::readingFailed(const Core::Error &error)
{
    m_errors->present(
        error, tr("Try again"),
        [this] {
            if (m_page)
                m_page->refresh();
        },
        lineNotice);
}

void MainWindow::offerToCreateTable()
{
    m_opening->end();
    m_prompt->ask(
        {tr("No customers here yet"),
         tr("“%1” has no Customer table. Create it?").arg(Db::displayName(m_workspace->spec())),
         tr("The table is made as the web application makes it. Nothing else in the database is touched."),
         tr("Create the table"), tr("Look at the schema"), false},
        [this](Core::Answer answer) {
            if (!m_workspace)
                return;
            if (answer == Core::Answer::Accept)
                m_workspace->createSchema();
            else if (answer == Core::Answer::Alternative)
                showSchemaOnly();
            else
                showStartPage();
        });
}

void MainWindow::tableMissing()
{
    if (m_stack->currentWidget() == m_schema->page() && !m_page)
        return; // somebody who looks at the schema knows
    if (!m_page)
        return offerToCreateTable();
    // It was rolled back, here or elsewhere: without a table there are no customers to show.
    const Profile profile = m_workspace->profile();
    const std::optional<QString> password = m_workspace->spec().password;
    open(profile, password, m_source);
}

void MainWindow::showSchemaOnly()
{
    m_opening->end();
    m_identity->setLine(m_workspace->profile(), m_workspace->line(), m_source);
    m_access->apply();
    m_schema->setWorkspace(m_workspace.get());
    m_workspace->guard().waitFor([this] { return m_schema->isChanging(); });
    m_stack->setCurrentWidget(m_schema->page());
}

void MainWindow::reloadCatalogue()
{
    if (m_workspace)
        m_workspace->reloadCatalogue();
}

void MainWindow::openFailed(const Core::Error &error)
{
    if (error.kind == Core::ErrorKind::Cancelled || error.kind == Core::ErrorKind::Closed)
        return showStartPage();
    const Profile profile = m_workspace->profile();
    const std::optional<QString> password = m_workspace->spec().password;
    const QString source = m_source;
    showStartPage();
    // Creating refuses a name that is taken; most likely the database of last time is meant.
    const QString again = error.kind == Core::ErrorKind::Constraint ? tr("Open it") : tr("Try again");
    Db::ConnectionSpec spec = profile.connection;
    spec.password = password;
    if (spec.engine == Db::Engine::PostgreSQL && error.kind != Core::ErrorKind::Authentication)
        m_errors->present(error, tr("Find out why…"), [this, spec] { m_desk->examine(spec); });
    else if (error.kind == Core::ErrorKind::Authentication)
        m_errors->present(error, tr("Enter the password…"),
                          [this, profile, source] { m_desk->requestAgain(profile, source); });
    else
        m_errors->present(error, again,
                          [this, profile, password, source] { open(profile, password, source); });
}

void MainWindow::report(Tone tone, const QString &text)
{
    Notice notice;
    notice.kind = tone;
    notice.text = text;
    m_notices->show(notice);
}

void MainWindow::presentError(const Core::Error &error)
{
    // A line that is gone is told once, and no longer than it is gone.
    const bool isOfLine = error.kind == Core::ErrorKind::Connection || error.kind == Core::ErrorKind::Timeout;
    m_errors->present(error, {}, {}, isOfLine ? lineNotice : QString());
}

void MainWindow::updateTitle()
{
    const bool staged = m_page && !m_page->editor().changes().isEmpty();
    setWindowModified(staged);
    // Never empty: a screen reader names the window by it. Qt adds the program's name to other titles only.
    if (!m_workspace)
        return setWindowTitle(QGuiApplication::applicationDisplayName());
    const Profile &profile = m_workspace->profile();
    const QString place = Db::displayName(m_workspace->spec());
    QStringList parts = {Profiles::wordOf(profile.environment), profile.name};
    if (place != profile.name)
        parts.append(place);
    //: Between the parts of a window's title: environment, profile, place
    setWindowTitle(parts.join(tr(" · ")) + QStringLiteral("[*]"));
}

void MainWindow::countTrash()
{
    m_workspace->repository()
        .count(CustomerQuery::View::Trash)
        .then(m_page, [this](const Core::Result<qint64> &count) {
            // The number is a help; without it the section works as well.
            m_sections->setTrashCount(count ? *count : 0);
        });
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // Back at the window, perhaps after the computer slept: what could not be read is asked for again.
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_page && m_page->hasFailed())
        m_page->refresh();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setWindowGeometry(saveGeometry());
    m_settings.setQueryLogLayout(m_logPage->saveLayout());
    m_settings.setSchemaLayout(m_schema->page()->saveLayout());
    if (m_jobs->count() > 0) {
        event->ignore();
        return askToStopJobs();
    }
    if (m_closing || !m_page || m_page->editor().changes().isEmpty()) {
        closeDatabase();
        return event->accept();
    }
    event->ignore();
    settleChanges([this] {
        m_closing = true;
        close();
    });
}

void MainWindow::askToStopJobs()
{
    if (m_closesAfterJobs)
        return; // they are on their way out
    m_prompt->ask(
        {tr("Work in progress"),
         tr("%n job(s) are still running: %1", nullptr, m_jobs->count())
             .arg(m_jobs->titles().join(QStringLiteral(", "))),
         tr("Stopping leaves nothing half done: no backup under its final name, no row restored, and no "
            "migration in between."),
         tr("Stop and close"), QString(), true},
        [this](Core::Answer answer) {
            if (answer != Core::Answer::Accept)
                return;
            if (m_jobs->count() == 0)
                return void(close());
            m_closesAfterJobs = true;
            m_jobs->cancelAll();
        });
}

} // namespace Gui
