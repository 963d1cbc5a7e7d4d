// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/differencemodel.h"

#include <algorithm>

namespace Gui {

using Backup::RowDifference;

namespace {

const QString trashColumn = QStringLiteral("IsDeleted");

} // namespace

QString wordOf(RowDifference::Kind kind)
{
    switch (kind) {
    case RowDifference::Kind::OnlyInBackup:
        return DifferenceModel::tr("Missing in the database");
    case RowDifference::Kind::Changed:
        return DifferenceModel::tr("Changed since");
    case RowDifference::Kind::OnlyInDatabase:
        return DifferenceModel::tr("Added since");
    }
    Q_UNREACHABLE();
}

bool canBringBack(const QString &column)
{
    static const QStringList columns = {QStringLiteral("Name"),  QStringLiteral("Email"),
                                        QStringLiteral("Phone"), QStringLiteral("Address"),
                                        QStringLiteral("Notes"), trashColumn};
    return columns.contains(column);
}

QString shownValue(const QString &column, const std::optional<QString> &value)
{
    if (!value)
        return DifferenceModel::tr("no value");
    if (column == trashColumn)
        return *value == QLatin1String("1") ? DifferenceModel::tr("in the trash")
                                            : DifferenceModel::tr("not in the trash");
    return value->isEmpty() ? DifferenceModel::tr("empty") : *value;
}

void DifferenceModel::setDifferences(const QList<RowDifference> &differences)
{
    beginResetModel();
    m_differences = differences;
    endResetModel();
}

int DifferenceModel::count(RowDifference::Kind kind) const
{
    return int(std::count_if(m_differences.cbegin(), m_differences.cend(),
                             [kind](const RowDifference &difference) { return difference.kind == kind; }));
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_differences.size());
}

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::TextAlignmentRole))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Id ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    switch (section) {
    case Id:
        return tr("No.");
    case Name:
        return tr("Name");
    case What:
        return tr("What");
    case Fields:
        return tr("Fields");
    default:
        return {};
    }
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowDifference &difference = m_differences.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Id ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == KindRole)
        return int(difference.kind);
    if (role == SearchRole) {
        QStringList all = {difference.id, difference.name};
        for (const RowDifference::Field &field : difference.fields)
            all.append({field.inBackup.value_or(QString()), field.inDatabase.value_or(QString())});
        return all.join(u'\n');
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Id:
        return difference.id;
    case Name:
        return difference.name;
    case What:
        return wordOf(difference.kind);
    case Fields: {
        if (difference.kind != RowDifference::Kind::Changed)
            return {};
        QStringList columns;
        for (const RowDifference::Field &field : difference.fields)
            columns.append(field.column);
        return columns.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

} // namespace Gui
