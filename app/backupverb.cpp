// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backupverb.h"

#include "app/backupfile.h"
#include "app/backuptext.h"
#include "app/jobrun.h"
#include "app/passphrase.h"
#include "app/target.h"
#include "backup/filename.h"
#include "backup/scheduledrun.h"
#include "backup/shelf.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace App {

namespace {

using Backup::Kind;
using Backup::Made;
using Backup::Request;
using Backup::Scope;
using Core::Result;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::BackupVerb)
};

struct Options
{
    QCommandLineOption kind{QStringLiteral("kind"), {}, QStringLiteral("kind")};
    QCommandLineOption out{QStringLiteral("out"), {}, QStringLiteral("file")};
    QCommandLineOption table{QStringLiteral("table"), {}, QStringLiteral("name")};
    QCommandLineOption dataOnly{QStringLiteral("data-only")};
    QCommandLineOption schemaOnly{QStringLiteral("schema-only")};
    QCommandLineOption compress{QStringLiteral("compress")};
    QCommandLineOption encrypt{QStringLiteral("encrypt")};
    QCommandLineOption passphraseFile{QStringLiteral("passphrase-file"), {}, QStringLiteral("file")};
    QCommandLineOption dryRun{QStringLiteral("dry-run")};
    QCommandLineOption profile{QStringLiteral("profile"), {}, QStringLiteral("name")};
    QCommandLineOption scheduled{QStringLiteral("scheduled")};
    QCommandLineOption json{QStringLiteral("json")};

    [[nodiscard]] QList<QCommandLineOption> all() const
    {
        return {kind,           out,    table,   dataOnly,  schemaOnly, compress, encrypt,
                passphraseFile, dryRun, profile, scheduled, json};
    }
};

Scope scopeOf(const QCommandLineParser &parser, const Options &options)
{
    if (parser.isSet(options.table))
        return Scope::OneTable;
    if (parser.isSet(options.dataOnly))
        return Scope::DataOnly;
    return parser.isSet(options.schemaOnly) ? Scope::SchemaOnly : Scope::Everything;
}

/// Where the backup goes: the file, or a name of its own in the folder, that --out names.
QString fileFor(const QString &out, const Request &request, bool isEncrypted)
{
    if (!out.isEmpty() && !QFileInfo(out).isDir())
        return QFileInfo(out).absoluteFilePath();
    const QString name =
        Backup::fileName(Backup::defaultTemplate(request.source.engine, request.kind), request.origin,
                         request.kind, request.scope, QDateTime::currentDateTime(), request.table) +
        Backup::wrappingEnding(request.wrapping.compress, isEncrypted);
    return QDir(out.isEmpty() ? Backup::defaultFolder() : out).absoluteFilePath(name);
}

Request requestFor(const Profiles::Profile &profile)
{
    Request request;
    request.source = Profiles::directConnection(profile);
    request.options = sessionOptionsFor(profile);
    request.origin = originOf(profile);
    return request;
}

void report(const Made &made, const QStringList &removed, bool isJson)
{
    if (isJson) {
        QJsonObject json = manifestJson(made.file, made.manifest);
        json.insert(QStringLiteral("removed"), QJsonArray::fromStringList(removed));
        printJson(json);
        return;
    }
    print(madeText(made));
    for (const QString &file : removed)
        print(Text::tr("deleted, no longer kept: %1").arg(file));
}

ExitCode scheduled(const QString &name, bool isJson)
{
    const Result<Profiles::Profile> profile = targetOf(name);
    if (!profile)
        return failure(profile.error());
    Backup::ScheduleStore store;
    const Result<QList<Backup::Schedule>> schedules = store.schedules();
    if (!schedules)
        return failure(schedules.error());
    const auto schedule = std::find_if(schedules->begin(), schedules->end(), [&](const auto &candidate) {
        return candidate.profile == profile->id;
    });
    if (profile->id.isEmpty() || schedule == schedules->end())
        return failure(
            {Core::ErrorKind::NotFound,
             Text::tr("There is no schedule for “%1”. It is made in the window: Backup, Schedule.").arg(name),
             {},
             {}});
    Backup::Shelf shelf;
    const Result<Backup::ScheduledRun> run = runJob<Backup::ScheduledRun>([&](Core::JobContext &context) {
        return Backup::runSchedule(*schedule, requestFor(*profile), store, shelf, context);
    });
    if (!run)
        return failure(run.error());
    report(run->made, run->removed, isJson);
    return ExitCode::Success;
}

ExitCode dryRun(const Request &request, const QString &target, bool isJson)
{
    const Result<Backup::Estimate> estimate =
        runJob<Backup::Estimate>([&](Core::JobContext &) { return Backup::estimate(request); });
    if (!estimate)
        return failure(estimate.error());
    const QString command = Backup::equivalentCommand(request, target);
    if (isJson) {
        printJson({{QStringLiteral("file"), request.file},
                   {QStringLiteral("estimatedSize"), estimate->size},
                   {QStringLiteral("freeSpace"), estimate->freeSpace},
                   {QStringLiteral("command"), command}});
    } else {
        const QLocale locale;
        print(Text::tr("Would write %1, about %2; %3 are free there.")
                  .arg(request.file, locale.formattedDataSize(estimate->size),
                       locale.formattedDataSize(estimate->freeSpace)));
        print(Text::tr("By hand: %1").arg(command));
    }
    return ExitCode::Success;
}

} // namespace

ExitCode backupVerb(const QStringList &arguments)
{
    const Options options;
    QCommandLineParser parser;
    parser.addOptions(options.all());
    if (!parser.parse(QStringList{QStringLiteral("backup")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    const bool isJson = parser.isSet(options.json);
    if (parser.isSet(options.scheduled)) {
        if (!parser.isSet(options.profile) || !words.isEmpty())
            return usageError(Text::tr("--scheduled goes with --profile NAME. See gsc-admin --help."));
        return scheduled(parser.value(options.profile), isJson);
    }
    const QString target = parser.isSet(options.profile) ? parser.value(options.profile) : words.value(0);
    if (target.isEmpty() || words.size() > (parser.isSet(options.profile) ? 0 : 1))
        return usageError(Text::tr("backup takes one connection string or the name of a profile. See "
                                   "gsc-admin --help."));
    if (int(parser.isSet(options.table)) + int(parser.isSet(options.dataOnly)) +
            int(parser.isSet(options.schemaOnly)) >
        1)
        return usageError(Text::tr("Give one of --table, --data-only and --schema-only."));

    const Result<Profiles::Profile> profile = targetOf(target);
    if (!profile)
        return usageError(profile.error().summary);
    Request request = requestFor(*profile);
    const bool isSqlite = request.source.engine == Db::Engine::SQLite;
    const QString kindKey = parser.isSet(options.kind)
                                ? parser.value(options.kind)
                                : Backup::keyOf(isSqlite ? Kind::SqliteSnapshot : Kind::Portable);
    const std::optional<Kind> kind = Backup::kindFromKey(kindKey);
    if (!kind)
        return usageError(Text::tr("--kind is sqlite, portable, dump or script."));
    request.kind = *kind;
    request.scope = scopeOf(parser, options);
    request.table = parser.value(options.table);
    request.wrapping.compress = parser.isSet(options.compress);
    const bool isEncrypted = parser.isSet(options.encrypt);
    if (!isEncrypted && parser.isSet(options.passphraseFile))
        return usageError(Text::tr("--passphrase-file goes with --encrypt."));
    const QString out = parser.value(options.out);
    request.file = fileFor(out, request, isEncrypted);
    if (parser.isSet(options.dryRun))
        return dryRun(request, target, isJson);
    if (isEncrypted) {
        Result<QString> passphrase = passphraseFrom(parser.value(options.passphraseFile), true);
        if (!passphrase)
            return failure(passphrase.error());
        request.wrapping.passphrase = *std::move(passphrase);
    }
    if (out.isEmpty())
        QDir().mkpath(Backup::defaultFolder());

    const Result<Made> made = runJob<Made>([&](Core::JobContext &context) {
        Result<Made> result = Backup::makeBackup(request, context);
        // It is a good backup whether or not this computer remembers it.
        if (result)
            (void)Backup::Shelf().add(result->file);
        return result;
    });
    if (!made)
        return failure(made.error());
    report(*made, {}, isJson);
    return ExitCode::Success;
}

} // namespace App
