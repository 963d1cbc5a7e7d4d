// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backupsverb.h"

#include "app/backuptext.h"
#include "app/jobrun.h"
#include "app/writeconsent.h"
#include "backup/shelf.h"

#include <QCommandLineParser>
#include <QJsonArray>

#include <map>

namespace App {

namespace {

using Backup::Entry;
using Core::Result;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::BackupsVerb)
};

ExitCode list(const QList<Entry> &entries, bool isJson)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (isJson) {
        QJsonArray items;
        for (const Entry &entry : entries)
            items.append(entryJson(entry, now));
        printJson({{QStringLiteral("backups"), items}});
        return ExitCode::Success;
    }
    if (entries.isEmpty())
        print(Text::tr("There are no backups yet. “gsc-admin backup TARGET” makes one."));
    for (const Entry &entry : entries)
        print(entryText(entry, now));
    return ExitCode::Success;
}

/// What the rule would delete, database by database.
Backup::RetentionPlan planFor(const QList<Entry> &entries, const Backup::Retention &rule)
{
    std::map<QString, QList<Entry>> databases;
    for (const Entry &entry : entries)
        databases[entry.manifest.origin.identity].append(entry);
    Backup::RetentionPlan all;
    for (const auto &[identity, ofDatabase] : databases) {
        const Backup::RetentionPlan plan = planRetention(ofDatabase, rule, QDateTime::currentDateTimeUtc());
        all.remove += plan.remove;
        all.keep += plan.keep;
    }
    return all;
}

ExitCode prune(const QList<Entry> &entries, const Backup::Retention &rule, bool isDryRun, bool isYes,
               bool isJson)
{
    const Backup::RetentionPlan plan = planFor(entries, rule);
    QJsonArray removed;
    QJsonArray kept;
    for (const Entry &entry : plan.remove) {
        removed.append(entry.file);
        if (!isJson)
            print(Text::tr("delete: %1").arg(entry.file));
    }
    for (const auto &[entry, reason] : plan.keep) {
        kept.append(QJsonObject{{QStringLiteral("file"), entry.file}, {QStringLiteral("reason"), reason}});
        if (!isJson)
            print(Text::tr("keep: %1 (%2)").arg(entry.file, reason));
    }
    if (!isDryRun && !plan.remove.isEmpty()) {
        if (const Result<void> allowed = mayChange({}, {isYes, {}}); !allowed)
            return failure(allowed.error());
        const Result<int> done = runJob<int>([&](Core::JobContext &context) -> Result<int> {
            for (const Entry &entry : plan.remove) {
                if (const Result<void> going = context.proceed(); !going)
                    return going.error();
                if (const Result<void> gone = Backup::Shelf().remove(entry.file); !gone)
                    return gone.error();
            }
            return 0;
        });
        if (!done)
            return failure(done.error());
    }
    if (isJson)
        printJson({{QStringLiteral("deleted"), !isDryRun},
                   {QStringLiteral("remove"), removed},
                   {QStringLiteral("keep"), kept}});
    else if (plan.remove.isEmpty())
        print(Text::tr("Nothing is to be deleted."));
    return ExitCode::Success;
}

} // namespace

ExitCode backupsVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption json(QStringLiteral("json"));
    const QCommandLineOption dryRun(QStringLiteral("dry-run"));
    const QCommandLineOption yes(QStringLiteral("yes"));
    const QCommandLineOption last(QStringLiteral("keep-last"), {}, QStringLiteral("n"));
    const QCommandLineOption daily(QStringLiteral("keep-daily"), {}, QStringLiteral("n"));
    const QCommandLineOption weekly(QStringLiteral("keep-weekly"), {}, QStringLiteral("n"));
    const QCommandLineOption monthly(QStringLiteral("keep-monthly"), {}, QStringLiteral("n"));
    parser.addOptions({json, dryRun, yes, last, daily, weekly, monthly});
    if (!parser.parse(QStringList{QStringLiteral("backups")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    const bool isPrune = words == QStringList{QStringLiteral("prune")};
    if (!isPrune && words != QStringList{QStringLiteral("list")})
        return usageError(Text::tr("backups takes list or prune. See gsc-admin --help."));

    Backup::Retention rule;
    bool isRuleGiven = false;
    for (const auto &[option, count] :
         {std::pair(&last, &rule.last), std::pair(&daily, &rule.daily), std::pair(&weekly, &rule.weekly),
          std::pair(&monthly, &rule.monthly)}) {
        if (!parser.isSet(*option))
            continue;
        bool isNumber = false;
        *count = parser.value(*option).toInt(&isNumber);
        if (!isPrune || !isNumber || *count < 0)
            return usageError(Text::tr("The --keep options go with prune and take a number."));
        isRuleGiven = isRuleGiven || *count > 0;
    }
    // Without a rule everything would go.
    if (isPrune && !isRuleGiven)
        return usageError(Text::tr("prune takes at least one of --keep-last, --keep-daily, --keep-weekly and "
                                   "--keep-monthly."));
    const Result<QList<Entry>> entries =
        runJob<QList<Entry>>([](Core::JobContext &) { return Backup::Shelf().entries(); });
    if (!entries)
        return failure(entries.error());
    return isPrune ? prune(*entries, rule, parser.isSet(dryRun), parser.isSet(yes), parser.isSet(json))
                   : list(*entries, parser.isSet(json));
}

} // namespace App
