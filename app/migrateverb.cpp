// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/migrateverb.h"

#include "app/backupfile.h"
#include "app/jobrun.h"
#include "app/migratetarget.h"
#include "app/migratetext.h"
#include "app/writeconsent.h"
#include "backup/beforemigration.h"
#include "schema/migrationscript.h"
#include "schema/stagingrecord.h"

#include <QCommandLineParser>
#include <QJsonArray>

#include <algorithm>
#include <array>

namespace App {

namespace {

using Core::Error;
using Core::ErrorKind;
using Core::JobContext;
using Core::Result;
using Schema::Direction;
using Environment = Profiles::Environment;

constexpr int maxLockWait = 3600; // seconds

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::MigrateVerb)
};

struct Request
{
    MigrateTarget where;
    QString to;
    QString backupFolder;
    Consent consent;
    std::chrono::seconds lockWait{10};
    qint64 cancel = 0;    ///< process number
    qint64 terminate = 0; ///< process number
    bool isDryRun = false;
    bool withRehearsal = true;
    bool acceptsLosses = false;
    bool acceptsUnknownRows = false;
    bool isJson = false;
};

ExitCode failed(const Error &error)
{
    const ExitCode code = failure(error);
    return error.kind == ErrorKind::Busy ? ExitCode::Locked : code;
}

ExitCode refused(const QString &text)
{
    printError(text);
    return ExitCode::Refused;
}

void show(const Request &request, const QString &text, const QJsonObject &json)
{
    if (request.isJson)
        printJson(json);
    else
        print(text);
}

Result<Schema::MigrationStatus> statusOf(const Request &request)
{
    auto status = runJob<Schema::MigrationStatus>(
        [&](JobContext &context) { return Schema::readStatus(request.where.target, context); });
    // What staging has had is remembered for the day of production.
    if (status && request.where.profile.environment.kind == Environment::Kind::Staging)
        if (auto noted =
                Schema::StagingRecord(Schema::stagingRecordFile()).note(request.where.profile.name, *status);
            !noted)
            printError(Text::tr("warning: %1").arg(noted.error().summary));
    return status;
}

ExitCode status(const Request &request)
{
    const auto found = statusOf(request);
    if (!found)
        return failed(found.error());
    show(request, statusText(*found), statusJson(*found));
    if (found->hasDrift())
        return ExitCode::Drift;
    return found->hasPending() ? ExitCode::Pending : ExitCode::Success;
}

ExitCode verify(const Request &request)
{
    const auto found = statusOf(request);
    if (!found)
        return failed(found.error());
    show(request,
         found->hasDrift()
             ? statusText(*found)
             : Text::tr("What is applied is what the files say, and the tables are as expected."),
         statusJson(*found));
    return found->hasDrift() ? ExitCode::Drift : ExitCode::Success;
}

Result<Schema::Plan> planOf(const Request &request, Direction direction)
{
    return runJob<Schema::Plan>([&](JobContext &context) {
        return Schema::makePlan(request.where.target, direction, request.to, context);
    });
}

ExitCode plan(const Request &request)
{
    const auto made = planOf(request, Direction::Apply);
    if (!made)
        return failed(made.error());
    show(request, planText(*made), planJson(*made));
    return made->steps.isEmpty() ? ExitCode::Success : ExitCode::Pending;
}

ExitCode codeOf(const Schema::RunOutcome &outcome)
{
    if (!outcome.failure)
        return outcome.problems.isEmpty() ? ExitCode::Success : ExitCode::Drift;
    if (outcome.failure->isOutcomeUnknown)
        return ExitCode::Failed;
    switch (outcome.failure->cause) {
    case Schema::FailureCause::Locked:
        return ExitCode::Locked;
    case Schema::FailureCause::Cancelled:
        return ExitCode::Cancelled;
    case Schema::FailureCause::Connection:
        return ExitCode::NoConnection;
    default:
        return ExitCode::RolledBack;
    }
}

/// What production is told about steps that staging has not had.
void warnAboutStaging(const Request &request, const Schema::Plan &plan)
{
    if (!request.where.profile.environment.needsGuard() || plan.direction == Direction::RollBack)
        return;
    const auto catalogue =
        Schema::migrations(request.where.target.connection.engine, request.where.target.folder);
    if (!catalogue)
        return;
    const QString warning = Schema::StagingRecord::warningFor(
        Schema::StagingRecord(Schema::stagingRecordFile()).untried(plan.ids(), *catalogue));
    if (!warning.isEmpty())
        printError(Text::tr("warning: %1").arg(warning));
}

/// Nothing, or why the plan may not be carried out like this.
std::optional<ExitCode> refusalOf(const Request &request, const Schema::Plan &plan)
{
    if (!plan.losses().isEmpty() && !request.acceptsLosses)
        return refused(
            Text::tr("Data would be lost: %1 Nothing was changed. Add --accept-data-loss to go on.")
                .arg(plan.losses().join(u' ')));
    if (!plan.unknownRows.isEmpty() && !request.acceptsUnknownRows)
        return refused(Text::tr("The history has migrations that are newer than all this program knows: %1. "
                                "Nothing was changed. Add --accept-unknown to go on.")
                           .arg(plan.unknownRows.join(QLatin1String(", "))));
    if (const Result<void> allowed = mayChange(request.where.profile, request.consent); !allowed)
        return failed(allowed.error());
    return std::nullopt;
}

Result<QString> backUp(const Request &request, JobContext &context)
{
    Backup::Request backup;
    backup.source = request.where.target.connection;
    backup.options = request.where.target.options;
    backup.origin = originOf(request.where.profile);
    return Backup::backUpBeforeMigration(backup, request.backupFolder, context);
}

ExitCode run(const Request &request, Direction direction)
{
    const auto made = planOf(request, direction);
    if (!made)
        return failed(made.error());
    if (!request.isJson)
        print(planText(*made));
    if (made->steps.isEmpty()) {
        Schema::RunOutcome nothing;
        nothing.plan = *made;
        if (request.isJson)
            printJson(outcomeJson(nothing, request.isDryRun));
        return ExitCode::Success;
    }
    warnAboutStaging(request, *made);
    if (!request.isDryRun)
        if (const auto code = refusalOf(request, *made))
            return *code;
    Schema::RunRequest work;
    work.target = request.where.target;
    work.direction = direction;
    work.to = request.to;
    work.backup = [&request](JobContext &context) { return backUp(request, context); };
    work.withRehearsal = request.withRehearsal;
    work.isDryRun = request.isDryRun;
    work.acceptedLosses = made->losses();
    work.acceptsUnknownRows = request.acceptsUnknownRows;
    work.lockWait = request.lockWait;
    const auto outcome =
        runJob<Schema::RunOutcome>([&](JobContext &context) { return Schema::runMigrations(work, context); });
    if (!outcome)
        return failed(outcome.error());
    show(request, outcomeText(*outcome, request.isDryRun), outcomeJson(*outcome, request.isDryRun));
    if (outcome->failure)
        printError(
            Text::tr("“%1” failed. %2").arg(outcome->failure->id, sentenceOf(outcome->failure->cause)));
    return codeOf(*outcome);
}

ExitCode apply(const Request &request)
{
    return run(request, Direction::Apply);
}

ExitCode rollBack(const Request &request)
{
    if (request.to.isEmpty())
        return usageError(
            Text::tr("rollback takes --to ID, the last migration that stays; 0 takes all back."));
    return run(request, Direction::RollBack);
}

ExitCode script(const Request &request)
{
    const auto text = runJob<QString>(
        [&](JobContext &context) { return Schema::scriptFor(request.where.target, request.to, context); });
    if (!text)
        return failed(text.error());
    show(request, text->trimmed(), {{QStringLiteral("sql"), *text}});
    return ExitCode::Success;
}

ExitCode baseline(const Request &request)
{
    const auto planned = runJob<Schema::Adoption>(
        [&](JobContext &context) { return Schema::planAdoption(request.where.target, request.to, context); });
    if (!planned)
        return failed(planned.error());
    const QJsonObject json{{QStringLiteral("adopted"), QJsonArray::fromStringList(planned->ids)},
                           {QStringLiteral("notes"), QJsonArray::fromStringList(planned->notes)},
                           {QStringLiteral("dryRun"), request.isDryRun}};
    if (!request.isJson)
        print(adoptionText(*planned));
    if (!planned->ids.isEmpty() && !request.isDryRun) {
        if (const Result<void> allowed = mayChange(request.where.profile, request.consent); !allowed)
            return failed(allowed.error());
        const auto adopted = runJob<Schema::Adoption>([&](JobContext &context) {
            return Schema::adopt(request.where.target, request.to, context, request.lockWait);
        });
        if (!adopted)
            return failed(adopted.error());
    }
    if (request.isJson)
        printJson(json);
    return ExitCode::Success;
}

ExitCode stop(const Request &request, const Schema::LockReport &report)
{
    const qint64 number = std::max(request.cancel, request.terminate);
    const auto holder =
        std::find_if(report.holders.begin(), report.holders.end(),
                     [&](const Schema::LockHolder &other) { return other.processId == number; });
    if (holder == report.holders.end())
        return refused(Text::tr("%1 holds no lock here. Nothing was stopped.").arg(number));
    if (const Result<void> allowed = mayChange(request.where.profile, request.consent); !allowed)
        return failed(allowed.error());
    const auto stopped = runJob<bool>([&](JobContext &context) {
        return Schema::stopHolder(request.where.target, *holder,
                                  request.cancel > 0 ? Schema::StopHow::Cancel : Schema::StopHow::Terminate,
                                  context);
    });
    if (!stopped)
        return failed(stopped.error());
    print(*stopped ? Text::tr("%1 was asked to stop.").arg(number)
                   : Text::tr("%1 was gone already.").arg(number));
    return ExitCode::Success;
}

ExitCode unlock(const Request &request)
{
    const auto report = runJob<Schema::LockReport>(
        [&](JobContext &context) { return Schema::examineLocks(request.where.target, context); });
    if (!report)
        return failed(report.error());
    show(request, locksText(*report), locksJson(*report));
    if (request.cancel > 0 || request.terminate > 0)
        return stop(request, *report);
    if (report->isFree())
        return ExitCode::Success;
    const bool wantsToClear = request.consent.isGiven || !request.consent.environment.isEmpty();
    if (!report->efLock || !wantsToClear)
        return ExitCode::Locked;
    if (const Result<void> allowed = mayChange(request.where.profile, request.consent); !allowed)
        return failed(allowed.error());
    const auto cleared = runJob<bool>([&](JobContext &context) {
        return Schema::clearEfLock(request.where.target, *report->efLock, context);
    });
    if (!cleared)
        return failed(cleared.error());
    if (!*cleared)
        return refused(Text::tr("The lock is another one by now, so it was left alone."));
    if (!request.isJson)
        print(Text::tr("The lock was cleared."));
    return ExitCode::Success;
}

struct SubVerb
{
    const char *name;
    ExitCode (*run)(const Request &request);
};

constexpr std::array subVerbs{
    SubVerb{"status", status},     SubVerb{"plan", plan},     SubVerb{"apply", apply},
    SubVerb{"rollback", rollBack}, SubVerb{"script", script}, SubVerb{"baseline", baseline},
    SubVerb{"verify", verify},     SubVerb{"unlock", unlock},
};

} // namespace

ExitCode migrateVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const auto valued = [&](const char *name) {
        const QCommandLineOption option(QLatin1String(name), {}, QLatin1String(name));
        parser.addOption(option);
        return option;
    };
    const auto flag = [&](const char *name) {
        const QCommandLineOption option{QString(QLatin1String(name))};
        parser.addOption(option);
        return option;
    };
    const auto to = valued("to"), folder = valued("folder"), backupFolder = valued("backup-folder"),
               confirm = valued("confirm"), lockWait = valued("lock-wait"), cancel = valued("cancel"),
               terminate = valued("terminate");
    const auto dryRun = flag("dry-run"), yes = flag("yes"), json = flag("json"),
               losses = flag("accept-data-loss"), unknown = flag("accept-unknown"),
               noRehearsal = flag("no-rehearsal");
    if (!parser.parse(QStringList{QStringLiteral("migrate")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    const auto *found = std::find_if(subVerbs.begin(), subVerbs.end(), [&](const SubVerb &verb) {
        return words.value(0) == QLatin1String(verb.name);
    });
    if (found == subVerbs.end() || words.size() != 2)
        return usageError(
            Text::tr("migrate takes status, plan, apply, rollback, script, baseline, verify or unlock, "
                     "and a TARGET. See gsc-admin --help."));
    bool isNumber = true;
    const int seconds = parser.isSet(lockWait) ? parser.value(lockWait).toInt(&isNumber) : 10;
    if (!isNumber || seconds < 0 || seconds > maxLockWait)
        return usageError(Text::tr("--lock-wait takes seconds, 0 to %1.").arg(maxLockWait));
    auto where = migrateTargetOf(words.at(1), parser.value(folder));
    if (!where)
        return usageError(where.error().summary);
    Request request;
    request.where = *std::move(where);
    request.to = parser.value(to);
    request.backupFolder = parser.value(backupFolder);
    request.consent = {parser.isSet(yes), parser.value(confirm).trimmed()};
    request.lockWait = std::chrono::seconds(seconds);
    request.cancel = parser.value(cancel).toLongLong();
    request.terminate = parser.value(terminate).toLongLong();
    request.isDryRun = parser.isSet(dryRun);
    request.withRehearsal = !parser.isSet(noRehearsal);
    request.acceptsLosses = parser.isSet(losses);
    request.acceptsUnknownRows = parser.isSet(unknown);
    request.isJson = parser.isSet(json);
    return found->run(request);
}

} // namespace App
