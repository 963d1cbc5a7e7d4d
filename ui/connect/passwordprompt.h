// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QDialog>

class QComboBox;
class QLineEdit;

namespace Gui {

/// Asks for the password of a profile and where to keep it. Use it by open() and finished().
class PasswordPrompt final : public QDialog
{
    Q_OBJECT

public:
    PasswordPrompt(const Profiles::Profile &profile, bool hasKeyring, bool hasVault, QWidget *parent);
    Q_DISABLE_COPY_MOVE(PasswordPrompt)

    [[nodiscard]] QString password() const;
    /// The profile's own place unless the user chose another.
    [[nodiscard]] Profiles::SecretPlace place() const;

private:
    QLineEdit *m_password;
    QComboBox *m_place;
};

} // namespace Gui
