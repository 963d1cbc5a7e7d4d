// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/migratetext.h"

#include "schema/outcomewords.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace App {

using Schema::Direction;
using Schema::MigrationEntry;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::MigrateVerb)
};

QString lines(const QStringList &sentences, const QString &begin)
{
    QString text;
    for (const QString &sentence : sentences)
        text += begin + sentence + u'\n';
    return text;
}

QString entryText(const MigrationEntry &entry, qsizetype width)
{
    QString text = QString(u"  " + entry.id).leftJustified(width + 4) + wordOf(entry.state);
    if (!entry.appliedAt.isEmpty())
        text += Text::tr(", %1 UTC by %2").arg(entry.appliedAt, entry.appliedBy);
    if (!entry.hasDown && entry.state != Schema::MigrationState::Elsewhere)
        text += Text::tr(", no way back");
    text += u'\n';
    if (!entry.note.isEmpty())
        text += u"      " + entry.note + u'\n';
    return text;
}

QJsonObject entryJson(const MigrationEntry &entry)
{
    return {{QStringLiteral("id"), entry.id},
            {QStringLiteral("state"), keyOf(entry.state)},
            {QStringLiteral("own"), entry.isOwn},
            {QStringLiteral("hasDown"), entry.hasDown},
            {QStringLiteral("note"), entry.note},
            {QStringLiteral("appliedAt"), entry.appliedAt},
            {QStringLiteral("appliedBy"), entry.appliedBy},
            {QStringLiteral("milliseconds"), entry.milliseconds},
            {QStringLiteral("checksum"), entry.checksum},
            {QStringLiteral("words"), QJsonArray::fromStringList(entry.words)}};
}

QString keyOf(Schema::Lineage lineage)
{
    static const QStringList keys = {QStringLiteral("empty"), QStringLiteral("own"), QStringLiteral("web"),
                                     QStringLiteral("oldWeb"), QStringLiteral("foreign")};
    return keys.at(qsizetype(lineage));
}

QString keyOf(Schema::Difference::Kind kind)
{
    static const QStringList keys = {QStringLiteral("missingTable"),     QStringLiteral("missingColumn"),
                                     QStringLiteral("otherType"),        QStringLiteral("otherLength"),
                                     QStringLiteral("otherNullability"), QStringLiteral("missingIndex"),
                                     QStringLiteral("invalidIndex"),     QStringLiteral("missingKey")};
    return keys.at(qsizetype(kind));
}

QJsonValue failureJson(const std::optional<Schema::StepFailure> &failure)
{
    if (!failure)
        return {};
    return QJsonObject{{QStringLiteral("id"), failure->id},
                       {QStringLiteral("file"), failure->file},
                       {QStringLiteral("line"), failure->line},
                       {QStringLiteral("sql"), failure->sql},
                       {QStringLiteral("cause"), keyOf(failure->cause)},
                       {QStringLiteral("summary"), failure->error.summary},
                       {QStringLiteral("detail"), failure->error.detail},
                       {QStringLiteral("code"), failure->error.code},
                       {QStringLiteral("inRehearsal"), failure->isInRehearsal},
                       {QStringLiteral("outcomeUnknown"), failure->isOutcomeUnknown}};
}

QJsonValue rehearsalJson(const std::optional<Schema::Rehearsal> &rehearsal)
{
    if (!rehearsal)
        return {};
    return QJsonObject{{QStringLiteral("possible"), rehearsal->wasPossible},
                       {QStringLiteral("reason"), rehearsal->reason},
                       {QStringLiteral("where"), rehearsal->where},
                       {QStringLiteral("skipped"), QJsonArray::fromStringList(rehearsal->skipped)},
                       {QStringLiteral("milliseconds"), rehearsal->milliseconds}};
}

} // namespace

QString statusText(const Schema::MigrationStatus &status)
{
    QString text = status.explanation + QLatin1String("\n\n");
    qsizetype width = 0;
    for (const MigrationEntry &entry : status.entries)
        width = std::max(width, entry.id.size());
    for (const MigrationEntry &entry : status.entries)
        text += entryText(entry, width);
    if (!status.differences.isEmpty()) {
        text += u'\n' + Text::tr("Not as expected:") + u'\n';
        for (const Schema::Difference &difference : status.differences)
            text += u"  " + difference.sentence + u'\n';
    }
    if (!status.warnings.isEmpty())
        text += u'\n' + lines(status.warnings, Text::tr("warning: "));
    return text.trimmed();
}

QJsonObject statusJson(const Schema::MigrationStatus &status)
{
    QJsonArray entries;
    for (const MigrationEntry &entry : status.entries)
        entries.append(entryJson(entry));
    QJsonArray differences;
    for (const Schema::Difference &difference : status.differences)
        differences.append(QJsonObject{{QStringLiteral("kind"), keyOf(difference.kind)},
                                       {QStringLiteral("table"), difference.table},
                                       {QStringLiteral("name"), difference.name},
                                       {QStringLiteral("sentence"), difference.sentence}});
    const auto &lock = status.state.history.efLock;
    return {{QStringLiteral("lineage"), keyOf(status.lineage)},
            {QStringLiteral("explanation"), status.explanation},
            {QStringLiteral("migrations"), entries},
            {QStringLiteral("differences"), differences},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(status.warnings)},
            {QStringLiteral("entityFrameworkLock"), lock ? QJsonValue(*lock) : QJsonValue()},
            {QStringLiteral("pending"), status.hasPending()},
            {QStringLiteral("drift"), status.hasDrift()}};
}

QString planText(const Schema::Plan &plan)
{
    QString text;
    if (plan.steps.isEmpty())
        text += Text::tr("Nothing is to be done.\n");
    for (const Schema::PlanStep &step : plan.steps) {
        text += (step.direction == Direction::Apply ? Text::tr("Apply %1") : Text::tr("Roll back %1"))
                    .arg(step.id) +
                u'\n' + lines(step.words, QStringLiteral("    "));
        for (const Schema::Loss &loss : step.losses)
            text += QLatin1String("    ! ") + loss.sentence + u'\n';
    }
    text += lines(plan.notes, Text::tr("note: "));
    return text.trimmed();
}

QJsonObject planJson(const Schema::Plan &plan)
{
    QJsonArray steps;
    for (const Schema::PlanStep &step : plan.steps) {
        QJsonArray losses;
        for (const Schema::Loss &loss : step.losses)
            losses.append(QJsonObject{{QStringLiteral("table"), loss.table},
                                      {QStringLiteral("column"), loss.column},
                                      {QStringLiteral("rows"), loss.rows},
                                      {QStringLiteral("sentence"), loss.sentence}});
        steps.append(QJsonObject{{QStringLiteral("id"), step.id},
                                 {QStringLiteral("words"), QJsonArray::fromStringList(step.words)},
                                 {QStringLiteral("outsideTransaction"), step.isOutsideTransaction},
                                 {QStringLiteral("losses"), losses}});
    }
    return {{QStringLiteral("direction"),
             plan.direction == Direction::Apply ? QStringLiteral("apply") : QStringLiteral("rollback")},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("notes"), QJsonArray::fromStringList(plan.notes)},
            {QStringLiteral("unknownRows"), QJsonArray::fromStringList(plan.unknownRows)}};
}

QString outcomeText(const Schema::RunOutcome &outcome, bool isDryRun)
{
    QString text = lines(Schema::sentencesOf(outcome), {});
    if (outcome.failure) {
        const QStringList sentences = Schema::sentencesOf(*outcome.failure);
        text += sentences.first() + u'\n' + lines(sentences.mid(1), QStringLiteral("  "));
    }
    text += lines(outcome.problems, Text::tr("Not as expected: "));
    if (outcome.failure)
        text += lines(Schema::nextStepsAfter(outcome, isDryRun), QStringLiteral("  "));
    else if (isDryRun && !outcome.plan.steps.isEmpty())
        text += Text::tr("The database itself was not touched.\n");
    return text.trimmed();
}

QJsonObject outcomeJson(const Schema::RunOutcome &outcome, bool isDryRun)
{
    return {{QStringLiteral("plan"), planJson(outcome.plan)},
            {QStringLiteral("dryRun"), isDryRun},
            {QStringLiteral("backup"), outcome.backup},
            {QStringLiteral("rehearsal"), rehearsalJson(outcome.rehearsal)},
            {QStringLiteral("done"), QJsonArray::fromStringList(outcome.done)},
            {QStringLiteral("wasDone"), QJsonArray::fromStringList(outcome.wasDone)},
            {QStringLiteral("leftOut"), QJsonArray::fromStringList(outcome.leftOut)},
            {QStringLiteral("failure"), failureJson(outcome.failure)},
            {QStringLiteral("problems"), QJsonArray::fromStringList(outcome.problems)},
            {QStringLiteral("wayBack"), QJsonArray::fromStringList(wayBack(outcome))},
            {QStringLiteral("milliseconds"), outcome.milliseconds}};
}

QString adoptionText(const Schema::Adoption &adoption)
{
    QString text = adoption.ids.isEmpty()
                       ? Text::tr("There is nothing to adopt.\n")
                       : Text::tr("To be written into the history, without touching a table:\n");
    text += lines(adoption.ids, QStringLiteral("    ")) + lines(adoption.notes, Text::tr("note: "));
    return text.trimmed();
}

QString locksText(const Schema::LockReport &report)
{
    QString text;
    for (const Schema::LockHolder &holder : report.holders) {
        text += Text::tr("%1: %2\n").arg(holder.processId).arg(holder.sentence);
        if (!holder.query.isEmpty())
            text += u"    " + holder.query.simplified() + u'\n';
    }
    return text + report.verdict;
}

QJsonObject locksJson(const Schema::LockReport &report)
{
    QJsonArray holders;
    for (const Schema::LockHolder &holder : report.holders)
        holders.append(QJsonObject{{QStringLiteral("processId"), holder.processId},
                                   {QStringLiteral("user"), holder.user},
                                   {QStringLiteral("program"), holder.program},
                                   {QStringLiteral("client"), holder.client},
                                   {QStringLiteral("state"), holder.state},
                                   {QStringLiteral("since"), holder.since},
                                   {QStringLiteral("seconds"), holder.seconds},
                                   {QStringLiteral("tables"), QJsonArray::fromStringList(holder.tables)},
                                   {QStringLiteral("migrating"), holder.isMigrating},
                                   {QStringLiteral("mayStop"), holder.mayStop}});
    return {
        {QStringLiteral("holders"), holders},
        {QStringLiteral("entityFrameworkLock"), report.efLock ? QJsonValue(*report.efLock) : QJsonValue()},
        {QStringLiteral("beingWritten"), report.isWriting},
        {QStringLiteral("verdict"), report.verdict}};
}

} // namespace App
