// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rolesverb.h"

#include "app/jobrun.h"
#include "app/migratetarget.h"
#include "app/writeconsent.h"
#include "schema/rolepasswords.h"
#include "secrets/passwordgenerator.h"

#include <QCommandLineParser>
#include <QJsonArray>

namespace App {

namespace {

using Core::JobContext;
using Core::Result;
using Schema::NewRole;
using Schema::RoleFit;
using Schema::RoleReport;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::RolesVerb)
};

struct Request
{
    MigrateTarget where;
    QString passwordFile;
    Consent consent;
    bool isJson = false;
};

QJsonObject reportJson(const RoleReport &report)
{
    QJsonArray fits;
    for (const RoleFit &fit : report.fits)
        fits.append(QJsonObject{{QStringLiteral("kind"), keyOf(fit.kind)},
                                {QStringLiteral("enough"), fit.isEnough()},
                                {QStringLiteral("exact"), fit.isExact()},
                                {QStringLiteral("missing"), QJsonArray::fromStringList(fit.missing)},
                                {QStringLiteral("beyond"), QJsonArray::fromStringList(fit.beyond)}});
    return {{QStringLiteral("role"), report.role},
            {QStringLiteral("superuser"), report.isSuperuser},
            {QStringLiteral("fits"), fits},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(report.warnings)}};
}

Result<RoleReport> examined(const Request &request)
{
    return runJob<RoleReport>(
        [&](JobContext &context) { return Schema::examineRoles(request.where.target, context); });
}

ExitCode show(const Request &request)
{
    const Result<RoleReport> report = examined(request);
    if (!report)
        return failure(report.error());
    if (request.isJson) {
        printJson(reportJson(*report));
        return ExitCode::Success;
    }
    for (const RoleFit &fit : report->fits)
        print(fit.sentence);
    for (const QString &warning : report->warnings)
        print(Text::tr("warning: %1").arg(warning));
    return ExitCode::Success;
}

/// The three, with passwords for those that are to be made, where there is a file to keep them in.
QList<NewRole> newRoles(const Request &request, const RoleReport &report)
{
    QList<NewRole> roles = Schema::defaultRoles(report.database);
    for (NewRole &role : roles)
        if (!request.passwordFile.isEmpty() && !report.roles.contains(role.name))
            role.password = Secrets::strongPassword();
    return roles;
}

/// Before anything is made whose password would be lost otherwise.
Result<void> keepPasswords(const Request &request, const RoleReport &report, const QList<NewRole> &roles)
{
    return Schema::keepPasswords(request.passwordFile, request.where.target.connection, report.database,
                                 roles);
}

ExitCode script(const Request &request)
{
    const Result<RoleReport> report = examined(request);
    if (!report)
        return failure(report.error());
    const QList<NewRole> roles = newRoles(request, *report);
    const Result<QString> sql = Schema::roleScript(*report, roles);
    if (!sql)
        return failure(sql.error());
    if (const Result<void> kept = keepPasswords(request, *report, roles); !kept)
        return failure(kept.error());
    if (request.isJson)
        printJson({{QStringLiteral("sql"), *sql}});
    else
        print(sql->trimmed());
    return ExitCode::Success;
}

ExitCode create(const Request &request)
{
    const Result<RoleReport> report = examined(request);
    if (!report)
        return failure(report.error());
    const QList<NewRole> roles = newRoles(request, *report);
    if (!request.isJson)
        for (const NewRole &role : roles)
            print(Text::tr("%1: %2").arg(wordOf(role.kind), role.name));
    if (const Result<void> allowed = mayChange(request.where.profile, request.consent); !allowed)
        return failure(allowed.error());
    if (const Result<void> kept = keepPasswords(request, *report, roles); !kept)
        return failure(kept.error());
    const Result<QStringList> created = runJob<QStringList>(
        [&](JobContext &context) { return Schema::createRoles(request.where.target, roles, context); });
    if (!created) {
        if (!request.passwordFile.isEmpty())
            printError(Text::tr("The passwords in “%1” are of no use.").arg(request.passwordFile));
        return failure(created.error());
    }
    if (request.isJson)
        printJson({{QStringLiteral("created"), QJsonArray::fromStringList(*created)},
                   {QStringLiteral("passwords"), request.passwordFile}});
    else if (created->isEmpty())
        print(Text::tr("All three were there already; their rights are complete now."));
    else if (request.passwordFile.isEmpty())
        print(Text::tr("Made. They have no passwords yet: in psql, \\password sets one."));
    else
        print(Text::tr("Made. Their passwords are in %1, which is a password file for libpq.")
                  .arg(request.passwordFile));
    return ExitCode::Success;
}

} // namespace

ExitCode rolesVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption passwords(QStringLiteral("passwords"), {}, QStringLiteral("file"));
    const QCommandLineOption confirm(QStringLiteral("confirm"), {}, QStringLiteral("word"));
    const QCommandLineOption yes(QStringLiteral("yes"));
    const QCommandLineOption json(QStringLiteral("json"));
    parser.addOptions({passwords, confirm, yes, json});
    if (!parser.parse(QStringList{QStringLiteral("roles")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    const QString verb = words.value(0);
    const auto run = verb == QLatin1String("show")     ? show
                     : verb == QLatin1String("script") ? script
                     : verb == QLatin1String("create") ? create
                                                       : nullptr;
    if (!run || words.size() != 2)
        return usageError(
            Text::tr("roles takes show, script or create, and a TARGET. See gsc-admin --help."));
    auto where = migrateTargetOf(words.at(1));
    if (!where)
        return usageError(where.error().summary);
    return run({*std::move(where),
                parser.value(passwords),
                {parser.isSet(yes), parser.value(confirm).trimmed()},
                parser.isSet(json)});
}

} // namespace App
