// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/connectionsource.h"
#include "core/task.h"
#include "core/trace.h"
#include "db/connectionstring.h"
#include "db/settingsfile.h"

#include <QThreadPool>

namespace App {

Application::Application(const CommandLine &commandLine, Gui::UiSettings &settings)
    : m_commandLine(commandLine)
    , m_settings(settings)
{
    m_colors.apply(settings.colorScheme());
    m_window = std::make_unique<Gui::MainWindow>(settings);
    connect(&settings, &Gui::UiSettings::colorSchemeChanged, this,
            [this](Gui::ColorScheme scheme) { m_colors.apply(scheme); });
}

Application::~Application() = default;

void Application::start()
{
    m_window->show();
    Core::Trace::mark("window shown");
    if (!m_commandLine.fromFile.isEmpty())
        return openFromFile();
    const auto source = connectionSource(m_commandLine.connection, QProcessEnvironment::systemEnvironment(),
                                         m_settings.lastDatabase());
    if (source)
        openFrom(source->text, source->description);
}

void Application::openFrom(const QString &text, const QString &description)
{
    const auto spec = Db::ConnectionString::parse(text);
    if (spec)
        m_window->openDatabase(*spec, description);
    else
        m_window->presentError(spec.error());
}

void Application::openFromFile()
{
    auto state = std::make_shared<Core::TaskState<QString>>();
    Core::Task<QString> task(state);
    task.then(this, [this](const Core::Result<QString> &text) {
        if (text)
            openFrom(*text, tr("from %1").arg(m_commandLine.fromFile));
        else
            m_window->presentError(text.error());
    });
    QThreadPool::globalInstance()->start(
        [state, file = m_commandLine.fromFile] { state->answer(Db::connectionStringFromFile(file)); });
}

} // namespace App
