// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "ui/settings/colorscheme.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/mainwindow.h"

#include <memory>

namespace App {

/// The composition root: makes the settings and the window, and opens what the command line, the environment
/// or the last session names.
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
    void openFrom(const QString &text, const QString &description);
    void openFromFile();

    CommandLine m_commandLine;
    Gui::UiSettings &m_settings;
    Gui::ColorSchemeSwitch m_colors;
    std::unique_ptr<Gui::MainWindow> m_window; ///< made when the colours are set
};

} // namespace App
