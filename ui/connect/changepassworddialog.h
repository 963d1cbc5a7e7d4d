// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/passwordchange.h"
#include "profiles/profile.h"
#include "ui/base/secretclipboard.h"
#include "ui/base/tone.h"
#include "ui/connect/profilefile.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace Gui {

class ProfileSecrets;
class ToneLabel;

/// Changes the password of a profile's role on the server. The new one is kept beside the old one before
/// anything is sent, and takes its place once the server is known to take it: whatever is cut off in between,
/// the valid one of the two is still there, and the next try takes the change up again. Use it by open().
class ChangePasswordDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `profile` as it is saved. `secrets` is borrowed.
    ChangePasswordDialog(Profiles::Profile profile, ProfileSecrets &secrets, ProfileFile file,
                         QWidget *parent);
    Q_DISABLE_COPY_MOVE(ChangePasswordDialog)

    /// Why the password of such a profile cannot be changed from here; empty: it can.
    [[nodiscard]] static QString refusal(const Profiles::Profile &profile);

    /// Cancels before anything is sent; not at all while the server works on it.
    void reject() override;

Q_SIGNALS:
    /// The server takes the new password, and it is kept.
    void passwordChanged(const Profiles::Profile &profile);

private:
    enum class Stage {
        Typing,    ///< nothing is going on
        Preparing, ///< looking up and keeping passwords
        Sending,   ///< the server may have it
        Done,
    };
    enum class With { Present, Pending }; ///< the password that logs in

    void build();
    void update();
    void enter(Stage stage, Tone tone, const QString &message);
    void begin();
    void takeUp(const QString &pending);
    void readPresent();
    void keepPending(const QString &present);
    void send(With with, const QString &password);
    void conclude(With with, const Profiles::PasswordChange &change);
    void concludeOld(const Core::Error &error);
    void keepFresh();
    void noteDate(const std::optional<Core::Error> &notKept);
    /// True, and the dialog closes, when the user cancelled meanwhile.
    [[nodiscard]] bool isGivenUp();
    void copy();

    Profiles::Profile m_profile;
    ProfileSecrets &m_secrets;
    ProfileFile m_file;
    SecretClipboard m_clipboard;
    Stage m_stage = Stage::Typing;
    bool m_isCancelled = false;
    bool m_hasKept = false;   ///< the pending one was written by this try
    bool m_isResumed = false; ///< an earlier change, whose end is not known, is taken up

    QLineEdit *m_fresh = nullptr;
    QCheckBox *m_show = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_another = nullptr;
    QCheckBox *m_noted = nullptr;
    QLineEdit *m_typed = nullptr;
    ToneLabel *m_clipboardLine = nullptr;
    ToneLabel *m_message = nullptr;
    QProgressBar *m_progress = nullptr;
    QPushButton *m_accept = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace Gui
