// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QAbstractListModel>

namespace Gui {

/// The profiles in the user's order, with what a list shows of each. Rows can be moved; whoever keeps the
/// profiles saves the new order on rowsMoved().
class ProfileListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        EnvironmentRole = Qt::UserRole + 1, ///< Profiles::Environment
        PlaceRole,                          ///< "gsctracking @ ep-cool-voice…"
        IsReadOnlyRole,
        AgeWarningRole, ///< a sentence, or empty
        ShortcutRole,   ///< "Ctrl+1" for the first nine, else empty
    };

    explicit ProfileListModel(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProfileListModel)

    [[nodiscard]] const QList<Profiles::Profile> &profiles() const { return m_profiles; }
    void setProfiles(const QList<Profiles::Profile> &profiles);
    /// For tests; today otherwise.
    void setToday(const QDate &today);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool moveRows(const QModelIndex &from, int first, int count, const QModelIndex &to, int before) override;

private:
    [[nodiscard]] QString ageWarning(const Profiles::Profile &profile) const;
    [[nodiscard]] QString spoken(int row) const;

    QList<Profiles::Profile> m_profiles;
    QDate m_today;
};

} // namespace Gui

Q_DECLARE_METATYPE(Profiles::Environment)
