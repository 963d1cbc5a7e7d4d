// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/tone.h"
#include "ui/connect/profilefields.h"

#include <QMap>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QPushButton;

namespace Gui {

class ToneLabel;

/// The password: a new one, where it is kept, how old it is. The form never shows the one that is kept.
class ProfileSecretFields final : public ProfileFields
{
    Q_OBJECT

public:
    explicit ProfileSecretFields(ProfileForm *form);
    Q_DISABLE_COPY_MOVE(ProfileSecretFields)

    void show(const Profiles::Profile &profile) override;
    void store(Profiles::Profile &profile) const override;
    void follow(const Profiles::Profile &profile);

    /// What was typed or pasted; empty: the one that is kept stays.
    [[nodiscard]] QString password() const;
    void setPassword(const QString &password);
    /// How a place is doing: "The keyring works."
    void setStatus(Profiles::SecretPlace place, Tone tone, const QString &text);
    /// A profile that was never saved has no role whose password could be changed.
    void setChangeable(bool on);

Q_SIGNALS:
    void keyringTestRequested();
    void passwordChangeRequested();

private:
    struct Status
    {
        Tone tone = Tone::Information;
        QString text;
    };
    void build();
    void update();
    [[nodiscard]] Profiles::SecretPlace place() const;

    bool m_isServer = true;
    QMap<Profiles::SecretPlace, Status> m_status;
    QLabel *m_heading = nullptr;
    QLineEdit *m_password = nullptr;
    QCheckBox *m_showPassword = nullptr;
    QComboBox *m_place = nullptr;
    QPushButton *m_test = nullptr;
    ToneLabel *m_statusLine = nullptr;
    QDateEdit *m_changed = nullptr;
    QPushButton *m_change = nullptr;
    ToneLabel *m_age = nullptr;
};

/// The place's name for people: "Keyring".
[[nodiscard]] QString wordOf(Profiles::SecretPlace place);

} // namespace Gui
