// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/connectionsource.h"
#include "backup/tidyup.h"
#include "core/task.h"
#include "core/trace.h"
#include "db/settingsfile.h"

#include <QThreadPool>

namespace App {

Application::Application(const CommandLine &commandLine, Gui::UiSettings &settings)
    : m_commandLine(commandLine)
    , m_settings(settings)
    , m_book(Profiles::profilesFile())
    , m_vault(Secrets::VaultStore::defaultFile())
    , m_secrets({&m_session, &m_keyring, &m_vault})
    , m_scheduler(m_book, m_secrets)
{
    m_colors.apply(settings.colorScheme());
    connect(&settings, &Gui::UiSettings::colorSchemeChanged, this,
            [this](Gui::ColorScheme scheme) { m_colors.apply(scheme); });
    connect(&m_secrets, &Gui::ProfileSecrets::placeChosen, &m_book, &Gui::ProfileBook::keepPlace);
    makeWindow();
}

Application::~Application()
{
    // Before the settings and profiles that they use.
    for (const QPointer<Gui::MainWindow> &window : std::as_const(m_windows))
        delete window;
}

Gui::MainWindow *Application::makeWindow()
{
    auto *window = new Gui::MainWindow(m_settings, m_book, m_secrets);
    m_windows.removeAll(nullptr);
    m_windows.append(window);
    connect(window, &Gui::MainWindow::newWindowRequested, this, &Application::openInNewWindow);
    connect(window, &Gui::MainWindow::backupWindowRequested, this, &Application::openBackup);
    connect(window, &Gui::MainWindow::scheduledEnded, &m_scheduler, &Gui::BackupScheduler::ended);
    return window;
}

void Application::openBackup(const Gui::BrowsedBackup &backup)
{
    for (const QPointer<Gui::MainWindow> &window : std::as_const(m_windows)) {
        if (!window || window->profileId() != backup.profile.id)
            continue;
        window->raise();
        return window->activateWindow();
    }
    Gui::MainWindow *window = makeWindow();
    window->show();
    window->openBackup(backup);
}

void Application::runScheduled(const Profiles::Profile &profile, const Backup::Schedule &schedule)
{
    // In the window on that profile, where its user sees it; else in any.
    Gui::MainWindow *chosen = nullptr;
    for (const QPointer<Gui::MainWindow> &window : std::as_const(m_windows))
        if (window && (!chosen || window->profileId() == profile.id))
            chosen = window;
    if (chosen)
        chosen->runScheduled(profile, schedule);
    else
        m_scheduler.ended(profile.id, false);
}

void Application::openInNewWindow(const Profiles::Profile &profile)
{
    for (const QPointer<Gui::MainWindow> &window : std::as_const(m_windows)) {
        if (!window || window->profileId() != profile.id)
            continue;
        window->raise();
        return window->activateWindow();
    }
    Gui::MainWindow *window = makeWindow();
    window->show();
    window->openProfile(profile, QString());
}

void Application::start()
{
    m_windows.first()->show();
    Core::Trace::mark("window shown");
    Gui::MainWindow *first = m_windows.first();
    auto tidied = std::make_shared<Core::TaskState<QStringList>>();
    Core::Task<QStringList>(tidied).then(first, [first](const Core::Result<QStringList> &result) {
        if (!result)
            first->presentError(result.error());
    });
    QThreadPool::globalInstance()->start([tidied] { tidied->answer(Backup::tidyUp(Backup::Shelf())); });
    connect(&m_book, &Gui::ProfileBook::failed, first, &Gui::MainWindow::presentError);
    connect(&m_book, &Gui::ProfileBook::setAside, first, [first](const QString &file) {
        first->report(
            Gui::Tone::Warning,
            tr("The file with your profiles was damaged. It is kept as “%1”; the list starts empty.")
                .arg(file));
    });
    connect(&m_book, &Gui::ProfileBook::loaded, this, &Application::openFirst, Qt::SingleShotConnection);
    connect(&m_scheduler, &Gui::BackupScheduler::due, this, &Application::runScheduled);
    connect(&m_scheduler, &Gui::BackupScheduler::noticed, this, [this](const QString &text) {
        for (const QPointer<Gui::MainWindow> &window : std::as_const(m_windows))
            if (window)
                return window->report(Gui::Tone::Warning, text);
    });
    connect(&m_book, &Gui::ProfileBook::loaded, &m_scheduler, &Gui::BackupScheduler::start,
            Qt::SingleShotConnection);
    m_book.load();
}

void Application::openFirst()
{
    if (!m_commandLine.fromFile.isEmpty())
        return openFromFile();
    const QString last =
        m_book.find(m_settings.lastProfile()) ? m_settings.lastProfile() : m_settings.lastDatabase();
    const auto source =
        connectionSource(m_commandLine.connection, QProcessEnvironment::systemEnvironment(), last);
    if (source)
        openFrom(source->text, source->description);
}

void Application::openFrom(const QString &text, const QString &description)
{
    Gui::MainWindow *window = m_windows.first();
    const auto profile = Profiles::resolveTarget(m_book.profiles(), text);
    if (profile)
        window->openProfile(*profile, description);
    else
        window->presentError(profile.error());
}

void Application::openFromFile()
{
    auto state = std::make_shared<Core::TaskState<QString>>();
    Core::Task<QString> task(state);
    task.then(this, [this](const Core::Result<QString> &text) {
        if (text)
            openFrom(*text, tr("from %1").arg(m_commandLine.fromFile));
        else
            m_windows.first()->presentError(text.error());
    });
    QThreadPool::globalInstance()->start(
        [state, file = m_commandLine.fromFile] { state->answer(Db::connectionStringFromFile(file)); });
}

} // namespace App
