// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paths.h"
#include "ui/base/theme.h"
#include "ui/connect/startpage.h"
#include "ui/customers/customerspage.h"
#include "ui/querylog/querylogpage.h"
#include "ui/settings/settingsdialog.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/aboutbox.h"
#include "ui/shell/accessdesk.h"
#include "ui/shell/backupdesk.h"
#include "ui/shell/databasechooser.h"
#include "ui/shell/exportdesk.h"
#include "ui/shell/identityband.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/jobspanel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/openingpane.h"
#include "ui/shell/pageactions.h"
#include "ui/shell/profilebook.h"
#include "ui/shell/profiledesk.h"
#include "ui/shell/profileswitcher.h"
#include "ui/shell/schemadesk.h"
#include "ui/shell/shortcutsdialog.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenuBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

// What the window is put together of, and how its parts are connected; what happens then is in
// mainwindow.cpp.
namespace Gui {

using Profiles::Profile;

namespace {

constexpr int sampleCount = 320;

void openDialog(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

QWidget *MainWindow::createContent()
{
    auto *content = new QWidget(this);
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_sections);
    columns->addWidget(m_stack, 1);
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_identity);
    rows->addWidget(m_notices);
    rows->addLayout(columns, 1);
    rows->addWidget(m_jobsPanel);
    return content;
}

void MainWindow::createMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&Database"));
    const auto add = [this](QMenu *menu, const char *icon, const QString &text, const QKeySequence &keys,
                            auto slot) {
        return menu->addAction(Theme::icon(QLatin1String(icon)), text, keys, this, slot);
    };
    add(file, "document-new", tr("&New database file…"), {}, [this] { m_chooser->chooseNewFile(); });
    add(file, "document-open", tr("&Open database file…"), QKeySequence::Open,
        [this] { m_chooser->chooseFile(); });
    add(file, "network-server-database", tr("&Connect to PostgreSQL…"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), [this] { m_chooser->chooseServer(); });
    file->addMenu(m_chooser->recentMenu());
    m_closeAction = add(file, "document-close", tr("C&lose database"), QKeySequence(Qt::CTRL | Qt::Key_W),
                        &MainWindow::leaveDatabase);
    file->addSeparator();
    file->addAction(m_access->unlockAction());
    m_checkAction = add(file, "tools-check-spelling", tr("C&heck the connection…"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), &MainWindow::checkConnection);
    file->addSeparator();
    add(file, "configure", tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
        [this] { openDialog(new SettingsDialog(m_settings, this)); });
    file->addSeparator();
    add(file, "application-exit", tr("&Quit"), QKeySequence::Quit, [] { QCoreApplication::quit(); });
    menuBar()->addMenu(m_profiles->menu());
    menuBar()->addMenu(m_pageActions->editMenu());
    menuBar()->addMenu(m_pageActions->customerMenu());
    m_backups->menu()->addSeparator();
    m_backups->menu()->addAction(m_exports->action());
    menuBar()->addMenu(m_backups->menu());
    QMenu *view = menuBar()->addMenu(tr("&View"));
    const QList<Section> sections = SectionList::sections();
    for (int i = 0; i < sections.size(); ++i)
        add(view, "", SectionList::titleOf(sections.at(i)), QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + i)),
            [this, section = sections.at(i)] { m_sections->choose(section); });
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    add(help, "input-keyboard", tr("&Keyboard shortcuts"), QKeySequence::HelpContents,
        [this] { openDialog(new ShortcutsDialog(menuBar(), this)); });
    add(help, "help-about", tr("&About GSC Tracking Admin"), {}, [this] { showAbout(this); });
}

void MainWindow::connectParts()
{
    connect(m_sections, &SectionList::chosen, this, &MainWindow::showSection);
    connect(m_stack, &QStackedWidget::currentChanged, this, [this] {
        // F5 reads anew what one sees.
        if (m_page)
            m_page->actions().refresh->setEnabled(m_stack->currentWidget() == m_page);
    });
    connect(m_start, &StartPage::sampleRequested, this, [this] {
        createDatabase(Core::Paths::data() + QStringLiteral("/sample.db"), sampleCount,
                       tr("sample customers"));
    });
    connect(m_start, &StartPage::emptyRequested, this,
            [this] { createDatabase(Core::Paths::embeddedDatabase(), 0, tr("new database")); });
    connect(m_start, &StartPage::fileRequested, m_chooser, &DatabaseChooser::chooseFile);
    connect(m_start, &StartPage::connectRequested, this, [this] { m_chooser->chooseServer(); });
    connect(m_start, &StartPage::profileRequested, this,
            [this](const Profile &profile) { openProfile(profile, QString()); });
    connect(m_start, &StartPage::managingRequested, this, [this] { m_desk->manage({}); });
    connect(&m_book, &ProfileBook::changed, this, [this] { m_start->setProfiles(m_book.profiles()); });
    connect(m_start, &StartPage::recentRequested, m_chooser, &DatabaseChooser::chooseRecent);
    connect(m_opening, &OpeningPane::cancelled, this, &MainWindow::showStartPage);
    connect(m_chooser, &DatabaseChooser::chosen, this, &MainWindow::openDatabase);
    connect(m_chooser, &DatabaseChooser::newFileChosen, this,
            [this](const QString &file) { createDatabase(file, 0, tr("new database")); });
    connect(m_chooser, &DatabaseChooser::failed, this, &MainWindow::presentError);
    connect(m_profiles, &ProfileSwitcher::chosen, this,
            [this](const Profile &profile) { openProfile(profile, QString()); });
    connect(m_profiles, &ProfileSwitcher::chosenForNewWindow, this, &MainWindow::newWindowRequested);
    connect(m_profiles, &ProfileSwitcher::managingRequested, this, [this] { m_desk->manage(profileId()); });
    connect(m_logPage, &QueryLogPage::messageReported, this,
            [this](const QString &text) { report(Tone::Success, text); });
    connect(m_logPage, &QueryLogPage::errorReported, this, &MainWindow::presentError);
}

void MainWindow::connectDesks()
{
    connect(m_desk, &ProfileDesk::ready, this, &MainWindow::open);
    connect(m_desk, &ProfileDesk::openRequested, this,
            [this](const Profile &profile) { openProfile(profile, QString()); });
    connect(m_desk, &ProfileDesk::passwordChanged, this, [this](const Profile &profile) {
        if (profile.id == profileId())
            openProfile(profile, m_source);
    });
    connect(m_desk, &ProfileDesk::newWindowRequested, this, &MainWindow::newWindowRequested);
    connect(m_desk, &ProfileDesk::connectionStringNeeded, m_chooser, &DatabaseChooser::chooseServer);
    connect(m_desk, &ProfileDesk::noticed, this,
            [this](const QString &text) { report(Tone::Information, text); });
    connect(m_desk, &ProfileDesk::failed, this, &MainWindow::presentError);
    connect(m_access, &AccessDesk::changed, this, [this](bool allowsEditing) {
        if (m_page)
            m_page->editor().setReadOnly(!allowsEditing);
    });
    connect(m_backups, &BackupDesk::pageRequested, this, &MainWindow::showBackups);
    connect(m_backups, &BackupDesk::windowRequested, this, &MainWindow::backupWindowRequested);
    connect(m_backups, &BackupDesk::rowsReplaced, this, &MainWindow::rowsReplaced);
    connect(m_backups, &BackupDesk::scheduledEnded, this, &MainWindow::scheduledEnded);
    connect(m_schema, &SchemaDesk::schemaChanged, this, &MainWindow::reloadCatalogue);
    connect(m_schema, &SchemaDesk::pendingCounted, m_sections, &SectionList::setPendingCount);
    connect(m_schema, &SchemaDesk::restoreRequested, m_backups, &BackupDesk::restoreFile);
    connect(m_jobs, &JobDesk::allFinished, this, [this] {
        if (std::exchange(m_closesAfterJobs, false))
            close();
    });
}

} // namespace Gui
