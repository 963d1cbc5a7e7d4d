// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupfacts.h"

#include "ui/backup/backupwords.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

namespace Gui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::BackupFacts)
};

QString contentOf(const Backup::Manifest &manifest)
{
    QStringList tables;
    for (const Tables::TableSummary &table : manifest.tables)
        //: A table of a backup, how many rows
        tables.append(Text::tr("%1: %Ln row(s)", nullptr, int(table.rows)).arg(table.name));
    return tables.isEmpty() ? QString() : Text::tr("Holds %1.").arg(tables.join(QStringLiteral(", ")));
}

QString sourceOf(const Backup::Manifest &manifest)
{
    QStringList parts;
    const QString engine = manifest.origin.engine == Db::Engine::PostgreSQL ? QStringLiteral("PostgreSQL")
                                                                            : QStringLiteral("SQLite");
    parts.append(engine + (manifest.origin.serverVersion.isEmpty() ? QString()
                                                                   : u' ' + manifest.origin.serverVersion));
    if (!manifest.origin.database.isEmpty())
        parts.append(manifest.origin.database);
    if (!manifest.dumpToolVersion.isEmpty())
        parts.append(Text::tr("written by pg_dump %1").arg(manifest.dumpToolVersion));
    if (manifest.isCompressed)
        parts.append(Text::tr("compressed"));
    if (manifest.isEncrypted)
        parts.append(Text::tr("encrypted with a passphrase"));
    //: Between facts about where a backup comes from
    return parts.join(Text::tr(" · "));
}

} // namespace

QStringList factsOf(const Backup::Entry &entry)
{
    const Backup::Manifest &manifest = entry.manifest;
    QStringList facts;
    switch (entry.state) {
    case Backup::Entry::State::Missing:
        facts.append(Text::tr("The file is not there any more: it was moved or deleted, or its disk is not "
                              "connected."));
        break;
    case Backup::Entry::State::Changed:
        facts.append(Text::tr("The file was changed since it was made: do not rely on it."));
        break;
    case Backup::Entry::State::Unreadable:
        facts.append(Text::tr("The manifest beside the file is damaged: what the file should hold is not "
                              "known."));
        break;
    case Backup::Entry::State::Present:
        if (!entry.hasManifest)
            facts.append(Text::tr("There is no manifest beside the file: it can be restored, but whether it "
                                  "is whole cannot be checked."));
        break;
    }
    if (!manifest.problem.isEmpty())
        facts.append(manifest.problem);
    if (manifest.isSafetyCopy)
        facts.append(Text::tr("Made before a restore, of what it replaced."));
    if (entry.hasManifest) {
        if (const QString content = contentOf(manifest); !content.isEmpty())
            facts.append(content);
        facts.append(sourceOf(manifest));
        //: When a backup was made, how many migrations its database had
        facts.append(Text::tr("%1 · %Ln migration(s)", nullptr, int(manifest.migrations.size()))
                         .arg(timeText(manifest.finished)));
    }
    facts.append(QDir::toNativeSeparators(entry.file));
    return facts;
}

} // namespace Gui
