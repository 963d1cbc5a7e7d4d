// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "secrets/keyringstore.h"
#include "secrets/sessionstore.h"
#include "secrets/vaultstore.h"
#include "ui/connect/profilesecrets.h"
#include "ui/settings/colorscheme.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/backupscheduler.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/profilebook.h"

#include <QPointer>

namespace App {

/// The composition root: makes the settings, the profiles and the windows, and opens what the command line,
/// the environment or the last session names.
class Application final : public QObject
{
    Q_OBJECT

public:
    /// `settings` must outlive the application.
    Application(const CommandLine &commandLine, Gui::UiSettings &settings);
    ~Application() override;
    Q_DISABLE_COPY_MOVE(Application)

    void start();

private:
    Gui::MainWindow *makeWindow();
    /// The window on that profile: one that has it open comes to the front.
    void openInNewWindow(const Profiles::Profile &profile);
    void openBackup(const Gui::BrowsedBackup &backup);
    void runScheduled(const Profiles::Profile &profile, const Backup::Schedule &schedule);
    void openFirst();
    void openFrom(const QString &text, const QString &description);
    void openFromFile();

    CommandLine m_commandLine;
    Gui::UiSettings &m_settings;
    Gui::ColorSchemeSwitch m_colors;
    Gui::ProfileBook m_book;
    Secrets::SessionStore m_session;
    Secrets::KeyringStore m_keyring;
    Secrets::VaultStore m_vault;
    Gui::ProfileSecrets m_secrets;
    Gui::BackupScheduler m_scheduler;
    QList<QPointer<Gui::MainWindow>> m_windows; ///< they delete themselves when they are closed
};

} // namespace App
