// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/restorewords.h"

#include <QCoreApplication>
#include <QLocale>

namespace Gui::RestoreWords {

using Backup::TableChange;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::RestoreWords)
};

QString facts(const TableChange &change)
{
    const QLocale locale;
    QStringList parts;
    const auto add = [&](qint64 count, const QString &text) {
        if (count > 0)
            parts.append(text.arg(locale.toString(count)));
    };
    add(change.added, Text::tr("%1 added"));
    add(change.changed, Text::tr("%1 changed"));
    add(change.removed, Text::tr("%1 removed"));
    add(change.unremovable, Text::tr("%1 stay because other rows refer to them"));
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString change(const TableChange &change)
{
    QString text = facts(change);
    if (change.kept > 0) {
        const QString kept = Text::tr("%1 kept").arg(QLocale().toString(change.kept));
        text = text.isEmpty() ? kept : QString(text + QStringLiteral(", ") + kept);
    }
    //: A table of the database, what happens to its rows
    return Text::tr("%1: %2").arg(change.table, text.isEmpty() ? Text::tr("stays as it is") : text);
}

bool changesAnything(const QList<TableChange> &changes)
{
    for (const TableChange &change : changes)
        if (change.added + change.changed + change.removed > 0)
            return true;
    return false;
}

QStringList changes(const QList<TableChange> &changes)
{
    QStringList lines;
    for (const TableChange &one : changes)
        if (one.added + one.changed + one.removed + one.unremovable > 0)
            lines.append(change(one));
    if (lines.isEmpty())
        lines.append(Text::tr("Nothing would change: the database holds what the backup holds."));
    return lines;
}

QString sum(const QList<TableChange> &changes)
{
    TableChange all;
    for (const TableChange &change : changes) {
        all.added += change.added;
        all.changed += change.changed;
        all.removed += change.removed;
    }
    const QString text = facts(all);
    return text.isEmpty() ? Text::tr("nothing had to be changed") : text;
}

QString lossOf(const Backup::Preview &preview, Backup::RestoreMode mode)
{
    if (mode == Backup::RestoreMode::Merge || preview.newestInDatabase.isEmpty() || preview.isEmptyTarget)
        return {};
    if (!preview.newestInBackup.isEmpty() && preview.newestInDatabase <= preview.newestInBackup)
        return {};
    return Text::tr(
               "The database was changed after this backup was made, last at %1 (UTC). What is newer than "
               "the backup is replaced by what was before.")
        .arg(preview.newestInDatabase.left(19));
}

} // namespace Gui::RestoreWords
