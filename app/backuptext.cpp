// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backuptext.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>

namespace App {

namespace {

using Backup::Entry;
using Backup::Manifest;
using Backup::TableChange;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::BackupText)
};

QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QString scopeKey(Backup::Scope scope)
{
    switch (scope) {
    case Backup::Scope::Everything:
        return QStringLiteral("everything");
    case Backup::Scope::OneTable:
        return QStringLiteral("table");
    case Backup::Scope::DataOnly:
        return QStringLiteral("data");
    case Backup::Scope::SchemaOnly:
        break;
    }
    return QStringLiteral("schema");
}

QString stateKey(Entry::State state)
{
    switch (state) {
    case Entry::State::Present:
        return QStringLiteral("present");
    case Entry::State::Missing:
        return QStringLiteral("missing");
    case Entry::State::Changed:
        return QStringLiteral("changed");
    case Entry::State::Unreadable:
        break;
    }
    return QStringLiteral("unreadable");
}

QString stateText(const Entry &entry)
{
    switch (entry.state) {
    case Entry::State::Missing:
        return Text::tr("the file is missing");
    case Entry::State::Changed:
        return Text::tr("the file was changed");
    case Entry::State::Unreadable:
        return Text::tr("its manifest is damaged");
    case Entry::State::Present:
        break;
    }
    if (!entry.manifest.problem.isEmpty())
        return entry.manifest.problem;
    return entry.manifest.verified.isValid() ? Text::tr("verified") : Text::tr("not verified");
}

qint64 rowsIn(const Manifest &manifest)
{
    qint64 rows = 0;
    for (const Tables::TableSummary &table : manifest.tables)
        rows += table.rows;
    return rows;
}

} // namespace

QJsonArray summariesJson(const QList<Tables::TableSummary> &tables)
{
    QJsonArray result;
    for (const Tables::TableSummary &table : tables)
        result.append(QJsonObject{{QStringLiteral("table"), table.name},
                                  {QStringLiteral("rows"), table.rows},
                                  {QStringLiteral("hash"), table.hash}});
    return result;
}

QJsonArray changesJson(const QList<TableChange> &changes)
{
    QJsonArray result;
    for (const TableChange &change : changes)
        result.append(QJsonObject{{QStringLiteral("table"), change.table},
                                  {QStringLiteral("added"), change.added},
                                  {QStringLiteral("changed"), change.changed},
                                  {QStringLiteral("removed"), change.removed},
                                  {QStringLiteral("kept"), change.kept},
                                  {QStringLiteral("unremovable"), change.unremovable}});
    return result;
}

QJsonObject manifestJson(const QString &file, const Manifest &manifest)
{
    return {{QStringLiteral("file"), QFileInfo(file).absoluteFilePath()},
            {QStringLiteral("kind"), Backup::keyOf(manifest.kind)},
            {QStringLiteral("scope"), scopeKey(manifest.scope)},
            {QStringLiteral("profile"), manifest.origin.profile},
            {QStringLiteral("environment"), manifest.origin.environment},
            {QStringLiteral("database"), manifest.origin.database},
            {QStringLiteral("serverVersion"), manifest.origin.serverVersion},
            {QStringLiteral("size"), manifest.size},
            {QStringLiteral("sha256"), QString::fromLatin1(manifest.sha256.toHex())},
            {QStringLiteral("compressed"), manifest.isCompressed},
            {QStringLiteral("encrypted"), manifest.isEncrypted},
            {QStringLiteral("tables"), summariesJson(manifest.tables)},
            {QStringLiteral("migrations"), QJsonArray::fromStringList(manifest.migrations)},
            {QStringLiteral("finished"), timeOrNull(manifest.finished)},
            {QStringLiteral("verified"), timeOrNull(manifest.verified)},
            {QStringLiteral("rehearsed"), timeOrNull(manifest.rehearsed)},
            {QStringLiteral("pinned"), manifest.isPinned}};
}

QString madeText(const Backup::Made &made)
{
    const QLocale locale;
    const QString tables = Text::tr("%n table(s)", nullptr, int(made.manifest.tables.size()));
    return Text::tr("%1: %2, %3, %4 rows, %5, verified")
        .arg(made.file, Backup::wordOf(made.manifest.kind), tables, locale.toString(rowsIn(made.manifest)),
             locale.formattedDataSize(made.manifest.size));
}

QString changesText(const QList<TableChange> &changes)
{
    const QLocale locale;
    QStringList lines;
    for (const TableChange &change : changes) {
        QStringList parts;
        const auto add = [&](qint64 count, const QString &text) {
            if (count > 0)
                parts.append(text.arg(locale.toString(count)));
        };
        add(change.added, Text::tr("%1 added"));
        add(change.changed, Text::tr("%1 changed"));
        add(change.removed, Text::tr("%1 removed"));
        add(change.kept, Text::tr("%1 kept"));
        add(change.unremovable, Text::tr("%1 cannot be removed, because other rows refer to them"));
        lines.append(QStringLiteral("  %1: %2")
                         .arg(change.table, parts.isEmpty() ? Text::tr("nothing changes")
                                                            : parts.join(QLatin1String(", "))));
    }
    return lines.join(QLatin1Char('\n'));
}

QString previewText(const Backup::Preview &preview)
{
    QStringList lines;
    if (preview.isEmptyTarget)
        lines.append(Text::tr("The database has none of the tables; they are made."));
    lines.append(changesText(preview.tables));
    if (!preview.newestInBackup.isEmpty())
        lines.append(Text::tr("Newest change in the backup: %1").arg(preview.newestInBackup));
    if (!preview.newestInDatabase.isEmpty())
        lines.append(Text::tr("Newest change in the database: %1").arg(preview.newestInDatabase));
    for (const QString &example : preview.examples)
        lines.append(QStringLiteral("  %1").arg(example));
    for (const QString &warning : preview.warnings)
        lines.append(Text::tr("Note: %1").arg(warning));
    return lines.join(QLatin1Char('\n'));
}

QString entryText(const Entry &entry, const QDateTime &now)
{
    const QLocale locale;
    const std::optional<int> days = entry.daysSinceRehearsal(now);
    QStringList parts{entry.file, Backup::wordOf(entry.manifest.kind),
                      locale.formattedDataSize(entry.manifest.size), stateText(entry)};
    if (!entry.manifest.origin.profile.isEmpty())
        parts.insert(1, entry.manifest.origin.profile);
    parts.append(days ? Text::tr("restore rehearsed %n day(s) ago", nullptr, *days)
                      : Text::tr("restore never rehearsed"));
    if (entry.manifest.isPinned)
        parts.append(Text::tr("pinned"));
    return parts.join(QLatin1String(", "));
}

QJsonObject entryJson(const Entry &entry, const QDateTime &now)
{
    QJsonObject json = manifestJson(entry.file, entry.manifest);
    const std::optional<int> days = entry.daysSinceRehearsal(now);
    json.insert(QStringLiteral("state"), stateKey(entry.state));
    json.insert(QStringLiteral("hasManifest"), entry.hasManifest);
    json.insert(QStringLiteral("problem"), entry.manifest.problem);
    json.insert(QStringLiteral("daysSinceRehearsal"), days ? QJsonValue(*days) : QJsonValue());
    return json;
}

} // namespace App
