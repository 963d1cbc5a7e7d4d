// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backuplistmodel.h"

#include "ui/backup/backupwords.h"
#include "ui/base/plaintooltip.h"
#include "ui/base/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace Gui {

using Backup::Entry;

QString trouble(const Entry &entry)
{
    switch (entry.state) {
    case Entry::State::Missing:
        return BackupListModel::tr("File is missing");
    case Entry::State::Changed:
        return BackupListModel::tr("File was changed");
    case Entry::State::Unreadable:
        return BackupListModel::tr("Manifest is damaged");
    case Entry::State::Present:
        break;
    }
    if (!entry.hasManifest)
        return BackupListModel::tr("No manifest");
    return entry.manifest.problem.isEmpty() ? QString() : BackupListModel::tr("Failed");
}

void BackupListModel::setEntries(const QList<Entry> &entries, const QDateTime &now)
{
    beginResetModel();
    m_entries = entries;
    m_now = now;
    endResetModel();
}

void BackupListModel::setNow(const QDateTime &now)
{
    m_now = now;
    if (!m_entries.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int BackupListModel::rowOf(const QString &file) const
{
    for (int row = 0; row < int(m_entries.size()); ++row)
        if (m_entries.at(row).file == file)
            return row;
    return -1;
}

int BackupListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int BackupListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BackupListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Rehearsed)
        return tr("When this backup was last restored for trial, and compared with what it should hold");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Database:
        return tr("Database");
    case Made:
        return tr("Made");
    case Kind:
        return tr("Kind");
    case Size:
        return tr("Size");
    case Migrations:
        return tr("Newest migration");
    case Verified:
        return tr("Verified");
    case Rehearsed:
        return tr("Test restore");
    case File:
        return tr("File");
    default:
        return {};
    }
}

QVariant BackupListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_entries.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(entry, column));
    case Qt::DecorationRole:
        if (column == Made && entry.manifest.isPinned)
            return Theme::icon(QStringLiteral("window-pin"));
        return {};
    case Qt::TextAlignmentRole:
        return int((column == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole: {
        const QString shown = text(entry, column);
        if (column == Database)
            return QString(Profiles::wordOf(environmentOf(entry.manifest.origin)) + u' ' + shown);
        return column == Made && entry.manifest.isPinned ? tr("%1, pinned").arg(shown) : shown;
    }
    case EnvironmentRole:
        return column == Database ? QVariant::fromValue(environmentOf(entry.manifest.origin)) : QVariant();
    case ToneRole:
        if (const auto found = tone(entry, column))
            return int(*found);
        return {};
    case SortRole:
        return sortKey(entry, column);
    default:
        return {};
    }
}

QString BackupListModel::text(const Entry &entry, int column) const
{
    const Backup::Manifest &manifest = entry.manifest;
    switch (column) {
    case Database:
        return nameOf(manifest);
    case Made:
        return ageText(manifest.finished, m_now);
    case Kind: {
        const QString kind = manifest.isSafetyCopy ? tr("Before a restore") : Backup::wordOf(manifest.kind);
        const QString scope =
            scopeText(manifest.scope, manifest.tables.size() == 1 ? manifest.tables.first().name : QString());
        //: The kind of a backup, what of its database it has
        return scope.isEmpty() ? kind : tr("%1, %2").arg(kind, scope);
    }
    case Size:
        return sizeText(manifest.size);
    case Migrations:
        return manifest.migrations.isEmpty() ? QString() : manifest.migrations.last();
    case Verified: {
        const QString problem = trouble(entry);
        if (!problem.isEmpty())
            return problem;
        return manifest.verified.isValid() ? ageText(manifest.verified, m_now) : tr("Never");
    }
    case Rehearsed:
        if (entry.state == Entry::State::Missing)
            return {};
        return entry.daysSinceRehearsal(m_now) ? ageText(manifest.rehearsed, m_now) : tr("Never");
    case File:
        return QFileInfo(entry.file).fileName();
    default:
        return {};
    }
}

QString BackupListModel::toolTip(const Entry &entry, int column) const
{
    const Backup::Manifest &manifest = entry.manifest;
    switch (column) {
    case Made:
        return timeText(manifest.finished);
    case Migrations:
        return manifest.migrations.join(u'\n');
    case Verified:
        if (!manifest.problem.isEmpty())
            return manifest.problem;
        return manifest.verified.isValid()
                   ? tr("Read whole and compared: %1").arg(timeText(manifest.verified))
                   : tr("Nobody has read this file since it was made.");
    case Rehearsed:
        return manifest.rehearsed.isValid() ? tr("Restored for trial: %1").arg(timeText(manifest.rehearsed))
                                            : tr("That it can be restored is not proven yet.");
    case File:
        return QDir::toNativeSeparators(entry.file);
    default:
        return text(entry, column);
    }
}

std::optional<Tone> BackupListModel::tone(const Entry &entry, int column) const
{
    if (column == Verified) {
        if (!trouble(entry).isEmpty())
            return entry.state == Entry::State::Present && !entry.hasManifest ? Tone::Warning : Tone::Problem;
        return entry.manifest.verified.isValid() ? Tone::Success : Tone::Warning;
    }
    if (column == Rehearsed && entry.state != Entry::State::Missing) {
        const auto days = entry.daysSinceRehearsal(m_now);
        return days && *days <= Backup::rehearsalAgeLimit ? Tone::Success : Tone::Problem;
    }
    return std::nullopt;
}

QVariant BackupListModel::sortKey(const Entry &entry, int column) const
{
    switch (column) {
    case Made:
        return entry.manifest.finished;
    case Size:
        return entry.manifest.size;
    case Verified:
        return entry.manifest.verified;
    case Rehearsed:
        return entry.manifest.rehearsed;
    default:
        return text(entry, column);
    }
}

} // namespace Gui
