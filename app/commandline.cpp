// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include "app/checkverb.h"
#include "db/connectionstring.h"
#include "db/explanation.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

void print(std::FILE *stream, const QString &text)
{
    std::fprintf(stream, "%s\n", qUtf8Printable(text));
}

QString helpText()
{
    return Text::tr(
        "Usage: gsc-admin [OPTIONS] [CONNECTION]\n"
        "       gsc-admin explain STRING [--json]\n"
        "       gsc-admin check STRING [--json]\n"
        "\n"
        "Opens the window on CONNECTION. Without it: on DATABASE_URL, then on\n"
        "ConnectionStrings__DefaultConnection, then on the database used last.\n"
        "\n"
        "CONNECTION is a file, \"Data Source=…\", a postgresql:// address, Npgsql's "
        "\"Host=…;Database=…\" or\n"
        "libpq's \"host=… dbname=…\".\n"
        "\n"
        "Options:\n"
        "  --from FILE    read the connection string out of an appsettings*.json or .env file\n"
        "  --trace FILE   write where time goes, as Chrome trace events\n"
        "  --help         this text\n"
        "  --version      the version\n"
        "\n"
        "Verbs without a window:\n"
        "  explain STRING [--json]   what a connection string means; connects to nothing\n"
        "  check STRING [--json]     what works on the way to the customers, what does not, and what to do\n"
        "\n"
        "Examples:\n"
        "  gsc-admin gsctracking.db\n"
        "  gsc-admin 'postgresql://gscuser@db.example.com/gsctracking'\n"
        "  gsc-admin --from backend/appsettings.Development.json\n"
        "  gsc-admin explain \"$DATABASE_URL\" --json\n"
        "\n"
        "Exit codes: 0 done, 1 failed, 2 wrong usage or a connection string that cannot be read,\n"
        "3 no connection.");
}

ExitCode usageError(const QString &text)
{
    print(stderr, QStringLiteral("gsc-admin: ") + text);
    return ExitCode::Usage;
}

ExitCode explain(const QStringList &words, bool json)
{
    if (words.size() != 1)
        return usageError(Text::tr("explain takes one connection string. See gsc-admin --help."));
    const auto spec = Db::ConnectionString::parse(words.first());
    if (!spec)
        return usageError(spec.error().summary);
    if (json)
        print(stdout, QString::fromUtf8(QJsonDocument(Db::explanation(*spec)).toJson(QJsonDocument::Indented))
                          .trimmed());
    else
        print(stdout, Db::explanationText(*spec).trimmed());
    return ExitCode::Success;
}

} // namespace

bool isHeadless(const QStringList &arguments)
{
    if (arguments.size() > 1 && (arguments.at(1) == QLatin1String("explain") || arguments.at(1) == QLatin1String("check")))
        return true;
    for (const char *option : {"--help", "-h", "--version", "-v"})
        if (arguments.contains(QLatin1String(option)))
            return true;
    return false;
}

QString noDisplayText()
{
    return Text::tr("gsc-admin: there is no display to open a window on. Log in with “ssh -X”, or use "
                    "“xvfb-run gsc-admin”.");
}

std::optional<ExitCode> runCommandLine(const QStringList &arguments, CommandLine &window)
{
    QCommandLineParser parser;
    const QCommandLineOption from(QStringLiteral("from"), {}, QStringLiteral("file"));
    const QCommandLineOption trace(QStringLiteral("trace"), {}, QStringLiteral("file"));
    const QCommandLineOption json(QStringLiteral("json"));
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    const QCommandLineOption version(QStringList{QStringLiteral("v"), QStringLiteral("version")});
    parser.addOptions({from, trace, json, help, version});
    if (!parser.parse(arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    if (parser.isSet(help)) {
        print(stdout, helpText());
        return ExitCode::Success;
    }
    if (parser.isSet(version)) {
        print(stdout, QStringLiteral("gsc-admin " GSC_VERSION));
        return ExitCode::Success;
    }
    QStringList words = parser.positionalArguments();
    if (!words.isEmpty() && words.first() == QLatin1String("explain"))
        return explain(words.mid(1), parser.isSet(json));
    if (!words.isEmpty() && words.first() == QLatin1String("check"))
        return check(words.mid(1), parser.isSet(json));
    if (parser.isSet(json))
        return usageError(Text::tr("--json belongs to explain. See gsc-admin --help."));
    if (words.size() > 1)
        return usageError(
            Text::tr("One connection string is expected; put it in quotes. See gsc-admin --help."));
    if (!words.isEmpty() && parser.isSet(from))
        return usageError(Text::tr("Give either a connection string or --from, not both."));
    window = {words.isEmpty() ? QString() : words.first(), parser.value(from), parser.value(trace)};
    return std::nullopt;
}

} // namespace App
