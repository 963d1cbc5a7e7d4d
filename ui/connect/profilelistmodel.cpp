// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilelistmodel.h"

#include "ui/base/plaintooltip.h"

#include <QKeySequence>

namespace Gui {

using Profiles::Profile;

namespace {

constexpr int shortcuts = 9; // Ctrl+1 to Ctrl+9

QString shortcutOf(int row)
{
    return row < shortcuts
               ? QKeySequence(int(Qt::CTRL) | (int(Qt::Key_1) + row)).toString(QKeySequence::NativeText)
               : QString();
}

} // namespace

ProfileListModel::ProfileListModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void ProfileListModel::setProfiles(const QList<Profile> &profiles)
{
    if (profiles.size() != m_profiles.size()) {
        beginResetModel();
        m_profiles = profiles;
        endResetModel();
        return;
    }
    // The same number: views keep their current row.
    m_profiles = profiles;
    if (!m_profiles.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_profiles.size()) - 1));
}

void ProfileListModel::setToday(const QDate &today)
{
    m_today = today;
    if (!m_profiles.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_profiles.size()) - 1));
}

int ProfileListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_profiles.size());
}

QVariant ProfileListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Profile &profile = m_profiles.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return profile.name;
    case Qt::AccessibleTextRole:
        return spoken(index.row());
    case Qt::ToolTipRole:
        return plainToolTip(spoken(index.row()));
    case EnvironmentRole:
        return QVariant::fromValue(profile.environment);
    case PlaceRole:
        return Db::displayName(profile.connection);
    case IsReadOnlyRole:
        return profile.isReadOnly;
    case AgeWarningRole:
        return ageWarning(profile);
    case ShortcutRole:
        return shortcutOf(index.row());
    default:
        return {};
    }
}

Qt::ItemFlags ProfileListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // between rows, never on one
    return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

bool ProfileListModel::moveRows(const QModelIndex &from, int first, int count, const QModelIndex &to,
                                int before)
{
    if (count != 1 || first < 0 || first >= m_profiles.size() || before < 0 || before > m_profiles.size())
        return false;
    if (!beginMoveRows(from, first, first, to, before))
        return false;
    m_profiles.move(first, before > first ? before - 1 : before);
    endMoveRows();
    // Ctrl+1 stays with the place, not with the profile.
    Q_EMIT dataChanged(index(qMin(first, before)),
                       index(qMin(qMax(first, before), int(m_profiles.size()) - 1)),
                       {ShortcutRole, Qt::AccessibleTextRole, Qt::ToolTipRole});
    return true;
}

QString ProfileListModel::ageWarning(const Profile &profile) const
{
    const auto age = Profiles::passwordAge(profile, m_today.isValid() ? m_today : QDate::currentDate());
    if (!age || *age <= Profiles::passwordAgeLimit)
        return {};
    return tr("Password is %n days old", nullptr, *age);
}

QString ProfileListModel::spoken(int row) const
{
    const Profile &profile = m_profiles.at(row);
    QStringList parts{profile.name, Profiles::wordOf(profile.environment),
                      Db::displayName(profile.connection)};
    if (profile.isReadOnly)
        parts.append(tr("read-only"));
    for (const QString &part : {ageWarning(profile), shortcutOf(row)})
        if (!part.isEmpty())
            parts.append(part);
    return parts.join(QStringLiteral(", "));
}

} // namespace Gui
