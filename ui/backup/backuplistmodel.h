// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"
#include "ui/base/tone.h"

#include <QAbstractTableModel>

namespace Gui {

/// The backups that are known, newest first, with what is good and what is bad about each.
class BackupListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Database, Made, Kind, Size, Migrations, Verified, Rehearsed, File, ColumnCount };
    enum Role {
        EnvironmentRole = Qt::UserRole, ///< Profiles::Environment, of the first column
        ToneRole,                       ///< int(Tone), where a cell is more than a fact
        SortRole,
    };

    using QAbstractTableModel::QAbstractTableModel;
    Q_DISABLE_COPY_MOVE(BackupListModel)

    /// `now`: for ages.
    void setEntries(const QList<Backup::Entry> &entries, const QDateTime &now);
    /// Time went by.
    void setNow(const QDateTime &now);
    [[nodiscard]] const Backup::Entry &entry(int row) const { return m_entries.at(row); }
    [[nodiscard]] const QList<Backup::Entry> &entries() const { return m_entries; }
    /// The row of that file; -1: none.
    [[nodiscard]] int rowOf(const QString &file) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Backup::Entry &entry, int column) const;
    [[nodiscard]] QString toolTip(const Backup::Entry &entry, int column) const;
    [[nodiscard]] std::optional<Tone> tone(const Backup::Entry &entry, int column) const;
    [[nodiscard]] QVariant sortKey(const Backup::Entry &entry, int column) const;

    QList<Backup::Entry> m_entries;
    QDateTime m_now;
};

/// Why a backup is not to be trusted, in a few words; empty: nothing is known against it.
[[nodiscard]] QString trouble(const Backup::Entry &entry);

} // namespace Gui
