// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/textmatch.h"
#include "ui/customers/customereditor.h"

#include <QAbstractTableModel>

#include <memory>

namespace Gui {

/// The customers as a table: new ones that are not saved yet first, then the rows of the list, each with its
/// staged changes on top. It holds no rows of its own.
class CustomerTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        IsChangedRole = Qt::UserRole + 1, ///< bool: this cell has a staged change
        IsRowChangedRole,                 ///< bool: anything of this row has
        IsNullRole,                       ///< bool: the cell is NULL, not merely empty
        IsLoadingRole,                    ///< bool: the row is on its way
        IsDeletedRole,                    ///< bool: staged for deletion, or in the trash
        ProblemRole,                      ///< QString: why the staged value cannot be saved
        HitsRole,                         ///< QList<std::pair<int, int>>: search hits in the display text
    };

    CustomerTableModel(Customers::CustomerList &list, CustomerEditor &editor, QObject *parent = nullptr);

    [[nodiscard]] static Customers::Field field(int column)
    {
        return Customers::allFields.at(size_t(column));
    }
    [[nodiscard]] static int column(Customers::Field field) { return int(field); }

    /// The customer in this row as stored, without staged changes; a new one is empty. nullopt while it
    /// loads.
    [[nodiscard]] std::optional<Customers::Customer> stored(int row) const;
    /// 0 while it loads.
    [[nodiscard]] qint64 idAt(int row) const;
    /// The row of this customer if it is in memory; -1: not.
    [[nodiscard]] int rowOf(qint64 id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void followChanges();
    void rowsChanged(int first, int last);
    [[nodiscard]] QString display(const Customers::Customer &customer, Customers::Field field) const;
    [[nodiscard]] QString tip(const Customers::Customer &customer, Customers::Field field) const;

    Customers::CustomerList &m_list;
    CustomerEditor &m_editor;
    QList<qint64> m_newIds; ///< as last announced to the views
    std::unique_ptr<Core::TextMatcher> m_matcher;
};

/// A database time as local time in the user's format, with its microseconds where it has some; the text
/// itself where it is no ordinary time.
[[nodiscard]] QString localTime(const QString &databaseText);
/// The full value in UTC, for tooltips.
[[nodiscard]] QString utcTime(const QString &databaseText);

} // namespace Gui
