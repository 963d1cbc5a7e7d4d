// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include "app/backupsverb.h"
#include "app/backupverb.h"
#include "app/checkverb.h"
#include "app/explainverb.h"
#include "app/exportverb.h"
#include "app/migrateverb.h"
#include "app/profilesverb.h"
#include "app/restoreverb.h"
#include "app/rolesverb.h"
#include "app/unwrapverb.h"
#include "app/verifyverb.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

/// A verb without a window.
struct Verb
{
    const char *name;
    ExitCode (*run)(const QStringList &arguments); ///< the arguments after the verb
};

constexpr std::array verbs{
    Verb{"backup", backupVerb},     Verb{"backups", backupsVerb},   Verb{"check", checkVerb},
    Verb{"explain", explainVerb},   Verb{"export", exportVerb},     Verb{"migrate", migrateVerb},
    Verb{"profiles", profilesVerb}, Verb{"rehearse", rehearseVerb}, Verb{"restore", restoreVerb},
    Verb{"roles", rolesVerb},       Verb{"unwrap", unwrapVerb},     Verb{"verify", verifyVerb},
};

/// The verb of these arguments, which stands first; nullptr: none.
const Verb *verbOf(const QStringList &arguments)
{
    const QString word = arguments.value(1);
    const auto *found = std::find_if(verbs.begin(), verbs.end(),
                                     [&](const Verb &verb) { return word == QLatin1String(verb.name); });
    return found == verbs.end() ? nullptr : found;
}

QString helpText()
{
    return Text::tr(
        "Usage: gsc-admin [OPTIONS] [TARGET]\n"
        "       gsc-admin VERB ...\n"
        "\n"
        "Opens the window on TARGET. Without it: on DATABASE_URL, then on\n"
        "ConnectionStrings__DefaultConnection, then on the database used last.\n"
        "\n"
        "A TARGET is the name of a profile, or a connection string: a file, \"Data Source=…\", a\n"
        "postgresql:// address, Npgsql's \"Host=…;Database=…\" or libpq's \"host=… dbname=…\".\n"
        "\n"
        "Options:\n"
        "  --from FILE    read the connection string out of an appsettings*.json or .env file\n"
        "  --trace FILE   write where time goes, as Chrome trace events\n"
        "  --help         this text\n"
        "  --version      the version\n"
        "\n"
        "Verbs without a window:\n"
        "  explain STRING [--json]       what a connection string means; connects to nothing\n"
        "  check TARGET [--json]         what works on the way to the customers, what does not, and\n"
        "                                what to do\n"
        "  export TARGET --format csv|xlsx|json|sql --out FILE [--table NAME] [--raw] [--yes]\n"
        "      [--json]                  write all rows of a table, Customer if none is named. CSV\n"
        "                                gets an apostrophe where a spreadsheet would see a formula,\n"
        "                                unless --raw. A FILE that is there already stays, unless\n"
        "                                --yes\n"
        "  profiles list [--json]        the profiles in their order\n"
        "  profiles show NAME [--json]   all of one profile, but for its password\n"
        "  profiles add NAME STRING [--environment WORD] [--read-only] [--json]\n"
        "                                store a database under a name; WORD is local, staging,\n"
        "                                production or your own. STRING \"-\" is read from standard\n"
        "                                input, where no other user sees the password; instead of\n"
        "                                STRING, --from FILE reads it out of a file\n"
        "  profiles remove NAME [--json]\n"
        "                                forget a profile and its password; the database stays\n"
        "  profiles import FILE [--json]\n"
        "                                add the profiles of an exported file; \"-\" is standard input\n"
        "  profiles export FILE [NAME ...] [--json]\n"
        "                                write these profiles, or all, to a new file, without\n"
        "                                passwords; \"-\" is standard output\n"
        "  backup TARGET [--kind sqlite|portable|dump|script] [--out FILE] [--table NAME |\n"
        "      --data-only | --schema-only] [--compress] [--encrypt [--passphrase-file FILE]]\n"
        "      [--dry-run] [--json]      make a backup, read it again and compare\n"
        "  backup --profile NAME --scheduled\n"
        "                                the backup that the profile's schedule asks for\n"
        "  verify FILE [--json]          read a backup whole and say whether it is good\n"
        "  rehearse FILE [--on TARGET] [--json]\n"
        "                                restore it into a scratch place and compare\n"
        "  restore FILE --to TARGET [--create] [--mode replace|merge] [--table NAME] [--dry-run]\n"
        "      [--yes] [--confirm WORD] [--safety-folder FOLDER] [--json]\n"
        "                                bring a backup back; shows what changes, and makes a backup\n"
        "                                of the state before. Production needs --confirm Production;\n"
        "                                --create makes a SQLite file that is not there yet\n"
        "  unwrap FILE --out FILE        take compression and encryption off a backup\n"
        "  backups list [--json]         the backups that this computer knows\n"
        "  backups prune --keep-last|--keep-daily|--keep-weekly|--keep-monthly N [--dry-run]\n"
        "      [--yes] [--json]          delete those that are no longer to be kept\n"
        "  migrate status|plan|verify TARGET [--to ID] [--json]\n"
        "                                the migrations of a database, what apply would do, and\n"
        "                                whether the database is what its migrations made of it\n"
        "  migrate apply|rollback TARGET [--to ID] [--dry-run] [--yes] [--confirm WORD] [--json]\n"
        "      [--accept-data-loss] [--accept-unknown] [--no-rehearsal] [--lock-wait SECONDS]\n"
        "      [--backup-folder FOLDER]  make a backup, try it out on a copy, then do it step by step;\n"
        "                                rollback --to 0 takes all back\n"
        "  migrate script TARGET [--to ID]\n"
        "                                the migrations as SQL to be run by hand\n"
        "  migrate baseline TARGET [--to ID] [--dry-run] [--yes] [--json]\n"
        "                                write into the history what is there already\n"
        "  migrate unlock TARGET [--yes | --cancel PID --yes | --terminate PID --yes] [--json]\n"
        "                                who keeps migrations waiting, and make an end of it\n"
        "      --folder FOLDER           with all of them: migrations of the team's own\n"
        "  roles show|script|create TARGET [--passwords FILE] [--yes] [--json]\n"
        "                                what the database user may do, and the three users for the\n"
        "                                application, for migrations and for reading only\n"
        "\n"
        "A passphrase is asked on the terminal, or read from the first line of --passphrase-file\n"
        "FILE; \"-\" is standard input.\n"
        "\n"
        "Examples:\n"
        "  gsc-admin gsctracking.db\n"
        "  gsc-admin 'postgresql://gscuser@db.example.com/gsctracking'\n"
        "  gsc-admin --from backend/appsettings.Development.json\n"
        "  gsc-admin explain \"$DATABASE_URL\" --json\n"
        "  printenv DATABASE_URL | gsc-admin profiles add Staging - --environment staging\n"
        "  gsc-admin check Staging\n"
        "  gsc-admin Staging\n"
        "  gsc-admin backup Staging --out /srv/backups --compress\n"
        "  gsc-admin restore staging.db --to test.db --create --yes\n"
        "\n"
        "Exit codes: 0 done, 1 failed, 2 wrong usage or a connection string that cannot be read,\n"
        "3 no connection, 4 a backup is damaged or not what it should be, 5 refused: locked,\n"
        "read-only, not confirmed, or the file is there already, 6 cancelled, 7 migrations are\n"
        "pending, 8 the database is not what its migrations made of it, 9 somebody else holds the\n"
        "lock, 10 a migration failed and left nothing behind.");
}

} // namespace

bool isHeadless(const QStringList &arguments)
{
    if (verbOf(arguments))
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
    if (const Verb *verb = verbOf(arguments)) {
        if (!arguments.contains(QLatin1String("--help")) && !arguments.contains(QLatin1String("-h")))
            return verb->run(arguments.mid(2));
        print(helpText());
        return ExitCode::Success;
    }
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
        print(helpText());
        return ExitCode::Success;
    }
    if (parser.isSet(version)) {
        print(QStringLiteral("gsc-admin " GSC_VERSION));
        return ExitCode::Success;
    }
    const QStringList words = parser.positionalArguments();
    if (parser.isSet(json))
        return usageError(
            Text::tr("--json belongs to a verb, and the verb goes first. See gsc-admin --help."));
    if (words.size() > 1)
        return usageError(
            Text::tr("One connection string is expected; put it in quotes. See gsc-admin --help."));
    if (!words.isEmpty() && parser.isSet(from))
        return usageError(Text::tr("Give either a connection string or --from, not both."));
    window = {words.isEmpty() ? QString() : words.first(), parser.value(from), parser.value(trace)};
    return std::nullopt;
}

} // namespace App
