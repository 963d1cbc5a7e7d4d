// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profilesverb.h"

#include "app/profilepassword.h"
#include "app/profiletext.h"
#include "core/durablefile.h"
#include "db/connectionstring.h"
#include "db/settingsfile.h"
#include "profiles/exchange.h"
#include "profiles/profilejson.h"
#include "profiles/profilestore.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <array>

namespace App {

namespace {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Profiles::Environment;
using Profiles::Profile;
using Profiles::ProfileSet;

constexpr qint64 maxString = 64 << 10;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::ProfilesVerb)
};

/// The words after "profiles VERB", and the options.
struct Request
{
    QStringList words;
    bool isJson = false;
    bool isReadOnly = false;
    QString environment;
    QString fromFile;
};

ExitCode failed(const Core::Error &error)
{
    printError(Core::toText(error));
    return ExitCode::Failed;
}

Error noSuchProfile(const QString &name)
{
    return {ErrorKind::NotFound,
            Text::tr("There is no profile “%1”. Nothing was changed. “gsc-admin profiles list” shows all.")
                .arg(name),
            {},
            {}};
}

QJsonArray namesOf(const QList<Profile> &profiles)
{
    QJsonArray names;
    for (const Profile &profile : profiles)
        names.append(profile.name);
    return names;
}

/// The stored profiles. A damaged file is an error here: a script must not take it for an empty list.
Result<QList<Profile>> storedProfiles()
{
    const auto loaded = Profiles::ProfileStore(Profiles::profilesFile()).load();
    if (!loaded)
        return loaded.error();
    if (!loaded->setAside.isEmpty())
        return Core::Error{
            ErrorKind::Corrupt,
            Text::tr("The profiles file is damaged. It was kept as “%1”; the list is empty now.")
                .arg(loaded->setAside),
            loaded->damage,
            {}};
    return loaded->set.profiles;
}

Result<Profile> storedProfile(const QString &name)
{
    const Result<QList<Profile>> profiles = storedProfiles();
    if (!profiles)
        return profiles.error();
    const qsizetype index = Profiles::indexOf(*profiles, name);
    if (index < 0)
        return noSuchProfile(name);
    return profiles->at(index);
}

ExitCode list(const Request &request)
{
    const Result<QList<Profile>> profiles = storedProfiles();
    if (!profiles)
        return failed(profiles.error());
    if (request.isJson) {
        QJsonArray items;
        for (const Profile &profile : *profiles)
            items.append(profileJson(profile));
        printJson({{QStringLiteral("profiles"), items}});
    } else if (profiles->isEmpty()) {
        print(Text::tr("There are no profiles yet. “gsc-admin profiles add NAME STRING” makes one."));
    } else {
        print(profileTable(*profiles).trimmed());
    }
    return ExitCode::Success;
}

ExitCode show(const Request &request)
{
    const Result<Profile> profile = storedProfile(request.words.first());
    if (!profile)
        return failed(profile.error());
    if (request.isJson)
        printJson(profileJson(*profile));
    else
        print(profileText(*profile).trimmed());
    return ExitCode::Success;
}

Environment environmentFrom(const QString &word)
{
    using Kind = Environment::Kind;
    const QString lower = word.toLower();
    for (const auto &[name, kind] :
         {std::pair("local", Kind::Local), {"staging", Kind::Staging}, {"production", Kind::Production}})
        if (lower == QLatin1String(name))
            return Environment{kind, {}, {}, {}, false};
    return Environment{Kind::Own, word, {}, {}, false};
}

/// The connection string: the argument, standard input for "-", or out of a file.
Result<QString> stringOf(const Request &request)
{
    if (!request.fromFile.isEmpty())
        return Db::connectionStringFromFile(request.fromFile);
    if (request.words.at(1) != QLatin1String("-"))
        return request.words.at(1);
    const Result<QByteArray> input = readStandardInput(maxString);
    if (!input)
        return input.error();
    return QString::fromUtf8(*input).trimmed();
}

ExitCode add(const Request &request)
{
    const QString name = request.words.first();
    if (!Profiles::isUsableName(name))
        return usageError(
            Text::tr("A profile's name is one line of up to %1 characters without “=” and “://”.")
                .arg(Profiles::maxNameLength));
    if ((request.words.size() == 2) == !request.fromFile.isEmpty())
        return usageError(Text::tr("profiles add takes a connection string or --from, and one of them. See "
                                   "gsc-admin --help."));
    const Result<QString> text = stringOf(request);
    if (!text)
        return failed(text.error());
    const Result<Db::ConnectionSpec> spec = Db::ConnectionString::parse(*text);
    if (!spec)
        return usageError(spec.error().summary);

    Profile profile = Profiles::newProfile(name, *spec);
    profile.isReadOnly = request.isReadOnly;
    if (!request.environment.isEmpty())
        profile.environment = environmentFrom(request.environment);
    const auto saved =
        Profiles::ProfileStore(Profiles::profilesFile()).update([&](ProfileSet &set) -> Result<void> {
            if (Profiles::indexOf(set.profiles, name) >= 0)
                return Core::Error{
                    ErrorKind::Conflict,
                    Text::tr("There is a profile “%1” already. Nothing was changed. Choose another name, "
                             "or remove it first.")
                        .arg(name),
                    {},
                    {}};
            set.profiles.append(profile);
            return {};
        });
    if (!saved)
        return failed(saved.error());

    for (const QString &warning : spec->warnings)
        printError(Text::tr("warning: %1").arg(warning));
    if (spec->password && request.words.value(1, QStringLiteral("-")) != QLatin1String("-"))
        printError(
            Text::tr("warning: others on this computer can see a password on the command line. Give “-” and "
                     "write the connection string to standard input instead."));
    const bool isKept = spec->password && keepPassword(profile, *spec->password);
    if (spec->password && !isKept)
        printError(
            Text::tr("The profile was stored without its password, because there is no keyring or unlocked "
                     "vault here. The program asks for it once each time it runs."));
    if (request.isJson) {
        printJson(
            {{QStringLiteral("added"), profileJson(profile)}, {QStringLiteral("passwordStored"), isKept}});
    } else {
        print(Text::tr("“%1” was added: %2, %3.")
                  .arg(name, wordOf(profile.environment), Db::displayName(profile.connection)));
        if (request.environment.isEmpty())
            print(Text::tr("The environment is a guess; --environment sets it."));
    }
    return ExitCode::Success;
}

ExitCode remove(const Request &request)
{
    Profile removed;
    const auto saved =
        Profiles::ProfileStore(Profiles::profilesFile()).update([&](ProfileSet &set) -> Result<void> {
            const qsizetype index = Profiles::indexOf(set.profiles, request.words.first());
            if (index < 0)
                return noSuchProfile(request.words.first());
            removed = set.profiles.takeAt(index);
            return {};
        });
    if (!saved)
        return failed(saved.error());
    forgetPassword(removed);
    if (request.isJson)
        printJson({{QStringLiteral("removed"), removed.name}});
    else
        print(Text::tr("“%1” was removed. Its database was not touched.").arg(removed.name));
    return ExitCode::Success;
}

ExitCode importFile(const Request &request)
{
    const QString file = request.words.first();
    const Result<QByteArray> content = file == QLatin1String("-")
                                           ? readStandardInput(Profiles::maxFileSize)
                                           : Core::readLimited(file, Profiles::maxFileSize);
    if (!content)
        return failed(content.error());
    Profiles::Imported imported;
    const auto saved =
        Profiles::ProfileStore(Profiles::profilesFile()).update([&](ProfileSet &set) -> Result<void> {
            const Result<Profiles::Imported> found = Profiles::imported(*content, set.profiles);
            if (!found)
                return found.error();
            imported = *found;
            set.profiles.append(imported.profiles);
            return {};
        });
    if (!saved)
        return failed(saved.error());
    for (const QString &skipped : std::as_const(imported.skipped))
        printError(Text::tr("not imported: %1").arg(skipped));
    if (request.isJson)
        printJson({{QStringLiteral("imported"), namesOf(imported.profiles)},
                   {QStringLiteral("skipped"), QJsonArray::fromStringList(imported.skipped)}});
    else
        print(Text::tr("%n profile(s) were imported, without passwords.", nullptr,
                       int(imported.profiles.size())));
    return imported.skipped.isEmpty() ? ExitCode::Success : ExitCode::Failed;
}

ExitCode exportFile(const Request &request)
{
    const QString file = request.words.first();
    const Result<QList<Profile>> all = storedProfiles();
    if (!all)
        return failed(all.error());
    QList<Profile> chosen = request.words.size() == 1 ? *all : QList<Profile>();
    for (const QString &name : request.words.mid(1)) {
        const qsizetype index = Profiles::indexOf(*all, name);
        if (index < 0)
            return failed(noSuchProfile(name));
        chosen.append(all->at(index));
    }
    const QByteArray json = Profiles::exported(chosen);
    if (file == QLatin1String("-")) {
        print(QString::fromUtf8(json).trimmed());
        return ExitCode::Success;
    }
    const QFileInfo target(file);
    if (target.exists() || target.isSymLink())
        return failed({ErrorKind::Conflict,
                       Text::tr("“%1” exists already. Nothing was written. Choose another name.").arg(file),
                       {},
                       {}});
    if (const auto written = Core::writeDurably(file, json); !written)
        return failed(written.error());
    if (request.isJson)
        printJson({{QStringLiteral("file"), target.absoluteFilePath()},
                   {QStringLiteral("exported"), namesOf(chosen)}});
    else
        print(Text::tr("%n profile(s) were exported to “%1”, without passwords.", nullptr, int(chosen.size()))
                  .arg(file));
    return ExitCode::Success;
}

struct Action
{
    const char *name;
    int fewest; ///< words after the name
    int most;
    const char *options; ///< besides --json, separated by blanks
    ExitCode (*run)(const Request &request);
};

constexpr int anyNumber = Profiles::maxProfiles + 1;
constexpr std::array actions{
    Action{"list", 0, 0, "", list},
    Action{"show", 1, 1, "", show},
    Action{"add", 1, 2, "environment read-only from", add},
    Action{"remove", 1, 1, "", remove},
    Action{"import", 1, 1, "", importFile},
    Action{"export", 1, anyNumber, "", exportFile},
};

} // namespace

ExitCode profilesVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption json(QStringLiteral("json"));
    const QCommandLineOption environment(QStringLiteral("environment"), {}, QStringLiteral("word"));
    const QCommandLineOption readOnly(QStringLiteral("read-only"));
    const QCommandLineOption from(QStringLiteral("from"), {}, QStringLiteral("file"));
    parser.addOptions({json, environment, readOnly, from});
    if (!parser.parse(QStringList{QStringLiteral("profiles")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));

    QStringList words = parser.positionalArguments();
    const QString name = words.isEmpty() ? QString() : words.takeFirst();
    const auto *action = std::find_if(actions.begin(), actions.end(), [&](const Action &candidate) {
        return name == QLatin1String(candidate.name);
    });
    if (action == actions.end())
        return usageError(
            Text::tr("profiles takes list, show, add, remove, import or export. See gsc-admin --help."));
    if (words.size() < action->fewest || words.size() > action->most)
        return usageError(
            Text::tr("profiles %1: there are words missing, or too many; names and strings with blanks "
                     "are put in quotes. See gsc-admin --help.")
                .arg(name));
    const QStringList allowed = QString::fromLatin1(action->options).split(u' ');
    for (const QCommandLineOption &option : {environment, readOnly, from}) {
        const QString optionName = option.names().constFirst();
        if (parser.isSet(option) && !allowed.contains(optionName))
            return usageError(
                Text::tr("profiles %1 has no option --%2. See gsc-admin --help.").arg(name, optionName));
    }
    return action->run({words, parser.isSet(json), parser.isSet(readOnly),
                        parser.value(environment).trimmed(), parser.value(from)});
}

} // namespace App
