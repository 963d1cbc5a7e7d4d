// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/connectionsource.h"
#include "app/quitonsignal.h"
#include "core/hardening.h"
#include "core/log.h"
#include "core/paths.h"
#include "core/trace.h"

#include <QApplication>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <clocale>

namespace {

void installTranslations(QCoreApplication &application, const QLocale &locale)
{
    const auto install = [&](const QString &name, const QString &folder) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, name, QStringLiteral("_"), folder))
            QCoreApplication::installTranslator(translator);
    };
    install(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // What no translation covers is shown as it stands in the sources, but for the plurals: “1 customer”, not
    // “1 customer(s)”. So English is below every other language.
    auto *english = new QTranslator(&application);
    if (english->load(QStringLiteral(":/i18n/gsc-admin_en")))
        QCoreApplication::installTranslator(english);
    install(QStringLiteral("gsc-admin"), QStringLiteral(":/i18n"));
}

bool hasDisplay()
{
#ifdef Q_OS_LINUX
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(name))
            return true;
    return false;
#else
    return true;
#endif
}

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    // Without a display Qt would abort before wrong usage could be told.
    if (App::isHeadless(arguments) || !hasDisplay())
        return std::make_unique<QCoreApplication>(argc, argv);
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace

int main(int argc, char **argv)
{
    Core::forbidCoreDumps(); // they would hold passwords
    App::clearLibpqEnvironment();
    const std::unique_ptr<QCoreApplication> application = makeApplication(argc, argv);
    std::setlocale(LC_MESSAGES, "C"); // libpq's texts are told apart by their English wording
    QCoreApplication::setApplicationName(QStringLiteral("gsc-admin"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GSC_VERSION));
    Core::installLogSink();
    Gui::UiSettings settings(Core::Paths::config() + QStringLiteral("/settings.ini"));
    installTranslations(*application,
                        settings.language().isEmpty() ? QLocale() : QLocale(settings.language()));

    App::CommandLine commandLine;
    if (const auto done = App::runCommandLine(QCoreApplication::arguments(), commandLine))
        return int(*done);
    if (!hasDisplay()) {
        qCritical("%s", qUtf8Printable(App::noDisplayText()));
        return int(App::ExitCode::Failed);
    }

    QGuiApplication::setApplicationDisplayName(QStringLiteral("GSC Tracking Admin"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.gsctracking.Admin"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.gsctracking.Admin.svg")));
    if (!commandLine.traceFile.isEmpty()) {
        Core::Trace::start(commandLine.traceFile);
        Core::Trace::watchEventLoop();
        Core::Trace::mark("start");
    }
    App::quitOnSignal();
    int result = 0;
    {
        App::Application program(commandLine, settings);
        program.start();
        result = QApplication::exec();
    }
    if (!Core::Trace::stop())
        qWarning("The trace could not be written.");
    return result;
}
