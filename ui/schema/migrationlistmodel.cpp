// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/migrationlistmodel.h"

#include "ui/base/plaintooltip.h"
#include "ui/base/theme.h"
#include "ui/schema/schemawords.h"

#include <QGuiApplication>

namespace Gui {

using Schema::MigrationEntry;
using Schema::MigrationState;

namespace {

/// A way back is only missed where the program would be the one to take it.
bool lacksWayBack(const MigrationEntry &entry)
{
    return !entry.hasDown && entry.state != MigrationState::Elsewhere;
}

} // namespace

void MigrationListModel::setEntries(const QList<MigrationEntry> &entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

int MigrationListModel::rowOf(const QString &id) const
{
    for (int row = 0; row < int(m_entries.size()); ++row)
        if (m_entries.at(row).id == id)
            return row;
    return -1;
}

int MigrationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int MigrationListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MigrationListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Migration:
        return tr("Migration");
    case Applied:
        return tr("Applied");
    case By:
        return tr("By");
    case Took:
        return tr("Took");
    case WayBack:
        return tr("Way back");
    default:
        return {};
    }
}

QVariant MigrationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MigrationEntry &entry = m_entries.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(entry, column));
    case Qt::DecorationRole:
        if (column == State)
            return SchemaWords::iconOf(entry.state);
        if (column == WayBack && lacksWayBack(entry))
            return toneIcon(Tone::Warning);
        return {};
    case Qt::ForegroundRole: {
        const QPalette palette = QGuiApplication::palette();
        if (column == State)
            return toneColor(SchemaWords::toneOf(entry.state), palette);
        if (column == WayBack && lacksWayBack(entry))
            return toneColor(Tone::Warning, palette);
        return {};
    }
    case Qt::TextAlignmentRole:
        return int((column == Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QString MigrationListModel::text(const MigrationEntry &entry, int column)
{
    switch (column) {
    case State:
        return SchemaWords::titleOf(entry.state);
    case Migration:
        return entry.id;
    case Applied:
        return entry.state == MigrationState::Interrupted ? QString()
                                                          : SchemaWords::timeText(entry.appliedAt);
    case By:
        return entry.appliedBy;
    case Took:
        return entry.appliedAt.isEmpty() || entry.state == MigrationState::Interrupted
                   ? QString()
                   : SchemaWords::durationText(entry.milliseconds);
    case WayBack:
        if (entry.state == MigrationState::Elsewhere)
            return tr("Not this program's");
        return entry.hasDown ? tr("Yes") : tr("Missing");
    default:
        return {};
    }
}

QString MigrationListModel::toolTip(const MigrationEntry &entry, int column)
{
    switch (column) {
    case State:
        return entry.note;
    case WayBack:
        if (lacksWayBack(entry))
            return tr("There is no “%1.down.sql”: only a backup leads back.").arg(entry.id);
        return {};
    default:
        return text(entry, column);
    }
}

} // namespace Gui
