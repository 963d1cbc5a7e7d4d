// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/outcomewords.h"

#include "schema/text.h"

#include <QDir>

namespace Schema {

namespace {

QStringList sentencesOf(const Rehearsal &rehearsal)
{
    if (!rehearsal.wasPossible)
        return {Text::tr("It could not be tried out on a copy. %1").arg(rehearsal.reason)};
    QStringList sentences = {
        Text::tr("Tried out in %1, %2 ms.").arg(rehearsal.where).arg(rehearsal.milliseconds)};
    for (const QString &id : rehearsal.skipped)
        sentences.append(Text::tr("“%1” could not be tried out there.").arg(id));
    return sentences;
}

} // namespace

QStringList sentencesOf(const RunOutcome &outcome)
{
    QStringList sentences;
    if (!outcome.backup.isEmpty())
        sentences.append(Text::tr("Backup: %1").arg(QDir::toNativeSeparators(outcome.backup)));
    if (outcome.rehearsal)
        sentences += sentencesOf(*outcome.rehearsal);
    const bool isApplied = outcome.plan.direction == Direction::Apply;
    for (const QString &id : outcome.done)
        sentences.append((isApplied ? Text::tr("Applied %1") : Text::tr("Rolled back %1")).arg(id));
    for (const QString &id : outcome.wasDone)
        sentences.append(Text::tr("%1 was done by another program meanwhile.").arg(id));
    for (const QString &id : outcome.leftOut)
        sentences.append(
            Text::tr("%1 was left out: its extension cannot be made here. The program works without it.")
                .arg(id));
    return sentences;
}

QStringList sentencesOf(const StepFailure &failure)
{
    QStringList sentences = {(failure.isInRehearsal
                                  ? Text::tr("“%1” failed on the copy. The database was not touched.")
                                  : Text::tr("“%1” failed."))
                                 .arg(failure.id),
                             sentenceOf(failure.cause)};
    if (failure.line > 0)
        sentences.append(Text::tr("%1, line %2: %3")
                             .arg(failure.file)
                             .arg(failure.line)
                             .arg(failure.sql.section(u'\n', 0, 0)));
    sentences.append(failure.error.summary);
    if (!failure.error.detail.isEmpty())
        sentences.append(Text::tr("The database says: %1").arg(failure.error.detail));
    return sentences;
}

QStringList nextStepsAfter(const RunOutcome &outcome, bool isDryRun)
{
    if (!outcome.failure)
        return {};
    return isDryRun || outcome.failure->isInRehearsal ? nextStepsAfter(outcome.failure->cause)
                                                      : wayBack(outcome);
}

} // namespace Schema
