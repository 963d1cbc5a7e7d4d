// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"

#include <QAbstractTableModel>

namespace Gui {

/// The customers that differ between a backup and the database, one a row.
class DifferenceModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Id, Name, What, Fields, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole, ///< int(Backup::RowDifference::Kind)
        SearchRole,              ///< all that can be found in the row
    };

    using QAbstractTableModel::QAbstractTableModel;
    Q_DISABLE_COPY_MOVE(DifferenceModel)

    void setDifferences(const QList<Backup::RowDifference> &differences);
    [[nodiscard]] const Backup::RowDifference &difference(int row) const { return m_differences.at(row); }
    [[nodiscard]] int count(Backup::RowDifference::Kind kind) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Backup::RowDifference> m_differences;
};

/// "in the backup only", "changed", "in the database only".
[[nodiscard]] QString wordOf(Backup::RowDifference::Kind kind);
/// What can be brought back as a staged change: the fields that people edit, and whether it is in the trash.
[[nodiscard]] bool canBringBack(const QString &column);
/// A value for people: what is nothing, and what is only empty, can be told apart.
[[nodiscard]] QString shownValue(const QString &column, const std::optional<QString> &value);

} // namespace Gui
