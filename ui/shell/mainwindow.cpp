// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "core/paths.h"
#include "core/trace.h"
#include "db/connectionstring.h"
#include "db/settingsfile.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/startpage.h"
#include "ui/customers/customerspage.h"
#include "ui/settings/settingsdialog.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/dialogprompt.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/identityband.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/shortcutsdialog.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QListWidget>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace Gui {

using Customers::CustomerQuery;

namespace {

constexpr int sampleCount = 320;
constexpr int viewRole = Qt::UserRole + 1;

QString fileFilter()
{
    return MainWindow::tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)");
}

} // namespace

MainWindow::MainWindow(UiSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_prompt(std::make_unique<DialogPrompt>(this))
    , m_identity(new IdentityBand(this))
    , m_notices(new NoticeBar(this))
    , m_errors(std::make_unique<ErrorPresenter>(*m_notices))
    , m_sections(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
    , m_start(new StartPage(this))
    , m_opening(new StatePane(this))
    , m_toolBar(new QToolBar(tr("Tools"), this))
{
    setObjectName(QStringLiteral("mainWindow"));
    m_sections->setObjectName(QStringLiteral("sections"));
    m_sections->setAccessibleName(tr("Sections"));
    m_sections->setFrameShape(QFrame::NoFrame);
    m_sections->setFixedWidth(fontMetrics().averageCharWidth() * 20);
    m_sections->setSpacing(Spacing::tiny / 2);
    const auto addSection = [this](const QString &icon, const QString &text, CustomerQuery::View view) {
        auto *item = new QListWidgetItem(Theme::icon(icon), text, m_sections);
        item->setData(viewRole, int(view));
    };
    addSection(QStringLiteral("system-users"), tr("Customers"), CustomerQuery::View::Active);
    addSection(QStringLiteral("user-trash"), tr("Trash"), CustomerQuery::View::Trash);

    m_stack->addWidget(m_start);
    m_stack->addWidget(m_opening);
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
    setCentralWidget(content);

    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addToolBar(m_toolBar);
    createMenus();

    connect(m_sections, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (m_page && item)
            m_page->showView(CustomerQuery::View(item->data(viewRole).toInt()));
    });
    connect(m_start, &StartPage::sampleRequested, this, [this] {
        createDatabase(Core::Paths::data() + QStringLiteral("/sample.db"), sampleCount,
                       tr("sample customers"));
    });
    connect(m_start, &StartPage::emptyRequested, this,
            [this] { createDatabase(Core::Paths::embeddedDatabase(), 0, tr("new database")); });
    connect(m_start, &StartPage::fileRequested, this, &MainWindow::chooseFile);
    connect(m_start, &StartPage::connectRequested, this, [this] { chooseServer(); });
    connect(m_start, &StartPage::recentRequested, this, &MainWindow::openRecent);
    connect(m_opening, &StatePane::actionRequested, this, &MainWindow::showStartPage);

    const QSize usual(fontMetrics().averageCharWidth() * 190, fontMetrics().height() * 46);
    const QSize frame(fontMetrics().averageCharWidth() * 2,
                      fontMetrics().height() * 3); // not known before it is shown
    resize(usual.boundedTo(screen()->availableSize() - frame));
    restoreGeometry(m_settings.windowGeometry());
    showStartPage();
}

MainWindow::~MainWindow()
{
    closeDatabase();
}

void MainWindow::createMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&Database"));
    const auto add = [this](QMenu *menu, const char *icon, const QString &text, const QKeySequence &keys,
                            auto slot) {
        return menu->addAction(Theme::icon(QLatin1String(icon)), text, keys, this, slot);
    };
    add(file, "document-new", tr("&New database file…"), {}, &MainWindow::chooseNewFile);
    add(file, "document-open", tr("&Open database file…"), QKeySequence::Open, &MainWindow::chooseFile);
    add(file, "network-server-database", tr("&Connect to PostgreSQL…"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), [this] { chooseServer(); });
    m_recentMenu = file->addMenu(Theme::icon(QStringLiteral("document-open-recent")), tr("Open &recent"));
    m_closeAction = add(file, "document-close", tr("C&lose database"), QKeySequence(Qt::CTRL | Qt::Key_W),
                        &MainWindow::leaveDatabase);
    file->addSeparator();
    add(file, "configure", tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
        &MainWindow::showSettings);
    file->addSeparator();
    add(file, "application-exit", tr("&Quit"), QKeySequence::Quit, &MainWindow::close);
    m_editMenu = menuBar()->addMenu(tr("&Edit"));
    m_customerMenu = menuBar()->addMenu(tr("&Customers"));
    QMenu *view = menuBar()->addMenu(tr("&View"));
    for (int i = 0; i < m_sections->count(); ++i)
        add(view, "", m_sections->item(i)->text(), QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)),
            [this, i] { m_sections->setCurrentRow(i); });
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    add(help, "input-keyboard", tr("&Keyboard shortcuts"), QKeySequence::HelpContents,
        &MainWindow::showShortcuts);
    add(help, "help-about", tr("&About GSC Tracking Admin"), {}, &MainWindow::showAbout);
}

void MainWindow::placePageActions()
{
    m_toolBar->clear();
    m_editMenu->clear();
    m_customerMenu->clear();
    m_toolBar->setVisible(m_page != nullptr);
    m_editMenu->menuAction()->setVisible(m_page != nullptr);
    m_customerMenu->menuAction()->setVisible(m_page != nullptr);
    m_sections->setVisible(m_page != nullptr);
    m_closeAction->setEnabled(m_workspace != nullptr);
    if (!m_page)
        return;
    const CustomersPage::Actions &actions = m_page->actions();
    m_toolBar->addActions({actions.create, actions.save});
    m_toolBar->addSeparator();
    m_toolBar->addActions({actions.undo, actions.redo});
    m_toolBar->addSeparator();
    m_toolBar->addActions({actions.remove, actions.restore, actions.refresh});
    m_editMenu->addActions({actions.undo, actions.redo});
    m_editMenu->addSeparator();
    m_editMenu->addActions({actions.copy, actions.find});
    m_customerMenu->addActions({actions.create, actions.save, actions.review, actions.discard});
    m_customerMenu->addSeparator();
    m_customerMenu->addActions({actions.remove, actions.restore, actions.purge});
    m_customerMenu->addSeparator();
    m_customerMenu->addAction(actions.refresh);
}

void MainWindow::showStartPage()
{
    closeDatabase();
    m_start->setRecent(m_settings.recentDatabases());
    m_stack->setCurrentWidget(m_start);
    m_identity->setNotConnected();
    updateRecent();
    updateTitle();
}

void MainWindow::closeDatabase()
{
    if (m_page) {
        m_settings.setColumnState(Db::identity(m_spec), m_page->saveLayout());
        delete std::exchange(m_page, nullptr);
    }
    m_workspace.reset();
    placePageActions();
}

void MainWindow::leaveDatabase()
{
    const bool hadDrafts = m_page && !m_page->editor().changes().isEmpty();
    showStartPage();
    if (hadDrafts)
        report(Tone::Information, tr("Your unsaved changes are kept and come back with that database."));
}

void MainWindow::prepareWorkspace(const Db::ConnectionSpec &spec, const QString &source)
{
    closeDatabase();
    m_spec = spec;
    m_source = source;
    m_workspace = std::make_unique<Workspace>(spec, Core::Paths::state() + QStringLiteral("/drafts"));
    connect(m_workspace.get(), &Workspace::opened, this, &MainWindow::workspaceOpened);
    connect(m_workspace.get(), &Workspace::failed, this, &MainWindow::openFailed);
    connect(m_workspace.get(), &Workspace::customerTableMissing, this, &MainWindow::offerToCreateTable);
    m_opening->setState(QStringLiteral("network-connect"), tr("Opening %1…").arg(Db::displayName(spec)),
                        spec.engine == Db::Engine::PostgreSQL
                            ? tr("A database that has been asleep may take a few seconds to wake up.")
                            : QString(),
                        tr("Cancel"));
    m_stack->setCurrentWidget(m_opening);
    m_identity->setNotConnected();
    placePageActions();
    updateTitle();
}

void MainWindow::openDatabase(const Db::ConnectionSpec &spec, const QString &source)
{
    prepareWorkspace(spec, source);
    m_workspace->open();
}

void MainWindow::createDatabase(const QString &file, int samples, const QString &source)
{
    Db::ConnectionSpec spec;
    spec.file = file;
    prepareWorkspace(spec, source);
    m_workspace->createDatabase(samples);
}

void MainWindow::workspaceOpened()
{
    m_page = new CustomersPage(m_workspace->repository(), m_workspace->journal(), *m_prompt, this);
    m_page->restoreLayout(m_settings.columnState(Db::identity(m_spec)));
    m_page->setSaveEachRow(m_settings.savesEachRow());
    connect(&m_settings, &UiSettings::savesEachRowChanged, m_page, &CustomersPage::setSaveEachRow);
    m_page->editor().setReadOnly(m_workspace->line().readOnly);
    connect(m_page, &CustomersPage::errorReported, this, &MainWindow::presentError);
    connect(m_page, &CustomersPage::messageReported, this,
            [this](const QString &text) { report(Tone::Success, text); });
    connect(m_page, &CustomersPage::viewChanged, this, [this] {
        const QSignalBlocker blocker(m_sections);
        m_sections->setCurrentRow(m_page->view() == CustomerQuery::View::Trash ? 1 : 0);
    });
    connect(&m_page->editor(), &CustomerEditor::saved, this, &MainWindow::countTrash);
    connect(&m_page->editor(), &CustomerEditor::purged, this, &MainWindow::countTrash);
    connect(&m_page->editor(), &CustomerEditor::changed, this, &MainWindow::updateTitle);
    connect(&m_page->editor(), &CustomerEditor::reset, this, &MainWindow::updateTitle);
    m_stack->addWidget(m_page);
    m_stack->setCurrentWidget(m_page);
    m_identity->setLine(m_workspace->line(), m_source);
    m_settings.remember(m_spec);
    placePageActions();
    updateRecent();
    updateTitle();
    {
        const QSignalBlocker blocker(m_sections);
        m_sections->setCurrentRow(0);
    }
    m_page->start();
    countTrash();
    Core::Trace::mark("database open");
}

void MainWindow::offerToCreateTable()
{
    m_prompt->ask(
        {tr("No customers here yet"),
         tr("“%1” has no Customer table. Create it?").arg(Db::displayName(m_spec)),
         tr("The table is made as the web application makes it. Nothing else in the database is touched."),
         tr("Create the table"), QString(), false},
        [this](Core::Answer answer) {
            if (!m_workspace)
                return;
            if (answer == Core::Answer::Accept)
                m_workspace->createSchema();
            else
                showStartPage();
        });
}

void MainWindow::openFailed(const Core::Error &error)
{
    if (error.kind == Core::ErrorKind::Cancelled || error.kind == Core::ErrorKind::Closed)
        return showStartPage();
    const Db::ConnectionSpec spec = m_spec;
    const QString source = m_source;
    showStartPage();
    // Creating refuses a name that is taken; most likely the database of last time is meant.
    const QString again = error.kind == Core::ErrorKind::Constraint ? tr("Open it") : tr("Try again");
    if (error.kind == Core::ErrorKind::Authentication)
        m_errors->present(error, tr("Enter the password…"),
                          [this, spec] { chooseServer(Db::ConnectionString::toText(spec)); });
    else
        m_errors->present(error, again, [this, spec, source] { openDatabase(spec, source); });
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
    m_errors->present(error);
}

void MainWindow::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open database file"), Core::Paths::data(), fileFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        Db::ConnectionSpec spec;
        spec.file = file;
        openDatabase(spec, tr("chosen file"));
    });
    dialog->open();
}

void MainWindow::chooseNewFile()
{
    auto *dialog = new QFileDialog(this, tr("New database file"), Core::Paths::data(), fileFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("db"));
    // An existing file is never replaced; the refusal comes from creating it.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { createDatabase(file, 0, tr("new database")); });
    dialog->open();
}

void MainWindow::chooseServer(const QString &text)
{
    auto *dialog = new ConnectDialog(Db::connectionStringFromFile, this);
    if (!text.isEmpty())
        dialog->setText(text);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { openDatabase(dialog->spec(), tr("entered by hand")); });
    dialog->open();
}

void MainWindow::openRecent(const QString &text)
{
    auto spec = Db::ConnectionString::parse(text);
    if (spec)
        openDatabase(*spec, tr("recently used"));
    else
        presentError(spec.error());
}

void MainWindow::updateRecent()
{
    m_recentMenu->clear();
    const QList<RecentDatabase> recent = m_settings.recentDatabases();
    for (const RecentDatabase &database : recent)
        m_recentMenu->addAction(database.name, this, [this, text = database.text] { openRecent(text); });
    m_recentMenu->setEnabled(!recent.isEmpty());
}

void MainWindow::updateTitle()
{
    const bool staged = m_page && !m_page->editor().changes().isEmpty();
    setWindowModified(staged);
    // Never empty: a screen reader names the window by it. Qt adds the program's name to other titles only.
    setWindowTitle(m_workspace ? QStringLiteral("%1[*]").arg(Db::displayName(m_spec))
                               : QGuiApplication::applicationDisplayName());
}

void MainWindow::countTrash()
{
    m_workspace->repository()
        .count(CustomerQuery::View::Trash)
        .then(m_page, [this](const Core::Result<qint64> &count) {
            // The number is a help; without it the section works as well.
            m_sections->item(1)->setText(
                count && *count > 0 ? tr("Trash (%1)").arg(QLocale().toString(*count)) : tr("Trash"));
        });
}

void MainWindow::showSettings()
{
    auto *dialog = new SettingsDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showShortcuts()
{
    auto *dialog = new ShortcutsDialog(menuBar(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout()
{
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, tr("About GSC Tracking Admin"),
                        tr("<b>GSC Tracking Admin %1</b><p>Edit customers and look after the database of GSC "
                           "Tracking.</p><p>Free software under the GNU General Public License, version 3 or "
                           "later.</p>")
                            .arg(QLatin1String(GSC_VERSION)),
                        QMessageBox::Close, this);
    box->setIconPixmap(windowIcon().pixmap(fontMetrics().height() * 4));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setWindowGeometry(saveGeometry());
    const bool staged = m_page && !m_page->editor().changes().isEmpty();
    if (!staged || m_closing) {
        closeDatabase();
        return event->accept();
    }
    event->ignore();
    m_prompt->ask({tr("Unsaved changes"),
                   tr("%n change(s) are not saved yet.", nullptr, m_page->editor().changes().changeCount()),
                   tr("Kept changes come back when you open this database again."), tr("Save"),
                   tr("Keep for next time"), false},
                  [this](Core::Answer answer) {
                      if (answer == Core::Answer::Reject || !m_page)
                          return;
                      m_closing = true;
                      if (answer == Core::Answer::Alternative)
                          return void(close());
                      CustomerEditor &editor = m_page->editor();
                      connect(&editor, &CustomerEditor::saved, this, &MainWindow::close,
                              Qt::QueuedConnection);
                      connect(&editor, &CustomerEditor::failed, this, [this] { m_closing = false; });
                      connect(&editor, &CustomerEditor::conflicted, this, [this] { m_closing = false; });
                      editor.save();
                  });
}

} // namespace Gui
