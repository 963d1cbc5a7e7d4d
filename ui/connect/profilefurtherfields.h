// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/profilefields.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace Gui {

/// What few profiles need: other hosts of the same database, a pg_service entry, migrations, notes.
class ProfileFurtherFields final : public ProfileFields
{
    Q_OBJECT

public:
    explicit ProfileFurtherFields(ProfileForm *form);
    Q_DISABLE_COPY_MOVE(ProfileFurtherFields)

    /// Sections of pg_service.conf to choose from; any other name can be typed.
    void setServices(const QStringList &services);

    void show(const Profiles::Profile &profile) override;
    void store(Profiles::Profile &profile) const override;
    /// Follows the other fields: hosts that follow from the address are shown as placeholders.
    void follow(const Profiles::Profile &profile);

private:
    void build();

    QLineEdit *m_pooled = nullptr;
    QLineEdit *m_direct = nullptr;
    QLineEdit *m_replica = nullptr;
    QComboBox *m_service = nullptr;
    QLineEdit *m_migrationsFolder = nullptr;
    QLineEdit *m_migrationUser = nullptr;
    QPlainTextEdit *m_notes = nullptr;
};

} // namespace Gui
