// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"

#include <QAbstractTableModel>

namespace Gui {

/// The migrations of a database in the order in which they are applied, with where each of them stands.
class MigrationListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { State, Migration, Applied, By, Took, WayBack, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    Q_DISABLE_COPY_MOVE(MigrationListModel)

    void setEntries(const QList<Schema::MigrationEntry> &entries);
    [[nodiscard]] const Schema::MigrationEntry &entry(int row) const { return m_entries.at(row); }
    /// The row of that migration; -1: none.
    [[nodiscard]] int rowOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] static QString text(const Schema::MigrationEntry &entry, int column);
    [[nodiscard]] static QString toolTip(const Schema::MigrationEntry &entry, int column);

    QList<Schema::MigrationEntry> m_entries;
};

} // namespace Gui
