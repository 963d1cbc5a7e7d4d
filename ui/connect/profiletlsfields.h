// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/profilefields.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace Gui {

class ToneLabel;

/// How the line is encrypted and the server proves its name. Whatever is weaker than verified says what is at
/// risk, and one click makes it strong.
class ProfileTlsFields final : public ProfileFields
{
    Q_OBJECT

public:
    explicit ProfileTlsFields(ProfileForm *form);
    Q_DISABLE_COPY_MOVE(ProfileTlsFields)

    void show(const Profiles::Profile &profile) override;
    void store(Profiles::Profile &profile) const override;
    /// Follows the other fields: the risk depends on the host.
    void follow(const Profiles::Profile &profile);

private:
    void build();
    void update();
    void strengthen();

    Db::ConnectionSpec m_followed;
    bool m_trusts = false; ///< the string said "Trust Server Certificate=true" and nothing was chosen since
    QLabel *m_heading = nullptr;
    QComboBox *m_mode = nullptr;
    ToneLabel *m_risk = nullptr;
    QPushButton *m_verify = nullptr;
    QLineEdit *m_authority = nullptr;
};

} // namespace Gui
