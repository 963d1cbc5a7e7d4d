// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/profilefields.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace Gui {

class EnvironmentBadge;
class ToneLabel;

/// What the database is called and used for: name, environment, an environment of the user's own.
class ProfileEnvironmentFields final : public ProfileFields
{
    Q_OBJECT

public:
    explicit ProfileEnvironmentFields(ProfileForm *form);
    Q_DISABLE_COPY_MOVE(ProfileEnvironmentFields)

    /// Names of the other profiles: two that differ only in case would be mistaken for each other.
    void setTakenNames(const QStringList &names) { m_taken = names; }

    void show(const Profiles::Profile &profile) override;
    void store(Profiles::Profile &profile) const override;
    [[nodiscard]] Problem problem() const override;
    [[nodiscard]] QWidget *nameField() const;

private:
    void build();
    void update();
    void chooseColor();
    [[nodiscard]] Profiles::Environment environment() const;

    QStringList m_taken;
    QString m_color;
    QLineEdit *m_name = nullptr;
    QComboBox *m_kind = nullptr;
    EnvironmentBadge *m_badge = nullptr;
    QLineEdit *m_word = nullptr;
    QPushButton *m_colorButton = nullptr;
    QComboBox *m_icon = nullptr;
    QCheckBox *m_guarded = nullptr;
    ToneLabel *m_effect = nullptr;
    QCheckBox *m_readOnly = nullptr;
};

} // namespace Gui
