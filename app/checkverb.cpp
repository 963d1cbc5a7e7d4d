// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/checkverb.h"

#include "app/target.h"
#include "doctor/report.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>

#include <unistd.h>

#include <atomic>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <langinfo.h>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

std::atomic_bool isStopped = false;

extern "C" void stopChecking(int number)
{
    isStopped = true;
    std::signal(number, SIG_DFL); // the second time it is meant at once
}

void print(std::FILE *stream, const QString &text)
{
    std::fprintf(stream, "%s", qUtf8Printable(text));
    std::fflush(stream); // a step takes seconds: what is known is shown
}

Doctor::ReportStyle styleOfTerminal()
{
    // https://no-color.org: set and not empty.
    const bool isPlain = !qEnvironmentVariableIsEmpty("NO_COLOR");
    const bool isUtf8 = qstrcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
    return {isUtf8 && !isPlain, !isPlain && ::isatty(STDOUT_FILENO) == 1};
}

} // namespace

ExitCode checkVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption jsonOption(QStringLiteral("json"));
    parser.addOption(jsonOption);
    if (!parser.parse(QStringList{QStringLiteral("check")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const bool json = parser.isSet(jsonOption);
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1)
        return usageError(
            Text::tr("check takes one connection string or the name of a profile. See gsc-admin --help."));
    const auto connection = connectionOf(words.first());
    if (!connection)
        return usageError(connection.error().summary);
    for (const int number : {SIGINT, SIGTERM})
        std::signal(number, stopChecking);
    const Doctor::ReportStyle style = styleOfTerminal();
    const auto found = [&](const Doctor::Finding &finding) {
        if (!json)
            print(stdout, Doctor::stepText(finding, connection->engine, style));
    };
    const auto waiting = [&](Doctor::Step, const QString &sentence) {
        if (!json && ::isatty(STDERR_FILENO) == 1)
            print(stderr, sentence + QLatin1Char('\n'));
    };
    if (!json)
        print(stdout, Doctor::shownTarget(*connection) + QLatin1Char('\n'));
    const QList<Doctor::Finding> findings = Doctor::examine(*connection, {}, found, isStopped, waiting);
    if (json)
        print(stdout, QString::fromUtf8(QJsonDocument(Doctor::reportJson(*connection, findings)).toJson()));
    else
        print(stdout, QLatin1Char('\n') + Doctor::verdictText(findings) + QLatin1Char('\n'));
    if (!Doctor::isConnected(findings))
        return ExitCode::NoConnection;
    return isStopped || Doctor::verdictOf(findings) == Doctor::Verdict::Failed ? ExitCode::Failed
                                                                               : ExitCode::Success;
}

} // namespace App
