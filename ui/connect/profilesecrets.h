// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"
#include "secrets/keyringstore.h"
#include "secrets/vaultstore.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace Gui {

/// The profile under whose id a new password is kept from before it is sent until the server is known to take
/// it, or not to.
[[nodiscard]] Profiles::Profile pendingOf(Profiles::Profile profile);

/// Knows the password of a profile, wherever it is kept, and asks the user where no place knows it. What was
/// once asked stays in the session store. GUI thread; nothing blocks.
class ProfileSecrets final : public QObject
{
    Q_OBJECT

public:
    /// Borrowed; they live longer than this object. A null keyring or vault is one that is not available
    /// here.
    struct Stores
    {
        Secrets::SecretStore *session = nullptr;
        Secrets::SecretStore *keyring = nullptr;
        Secrets::VaultStore *vault = nullptr;
    };

    explicit ProfileSecrets(const Stores &stores, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProfileSecrets)

    /// Looks into the session, then where the profile keeps it, then asks; `window` is the parent of what is
    /// asked. The answer is empty where no password is needed: a file, or the user's own password file.
    /// Error: Cancelled when the user did not give one.
    [[nodiscard]] Core::Task<QString> passwordFor(const Profiles::Profile &profile, QWidget *window);
    /// The password where it can be had without asking anybody anything: for work that nobody waits at. Empty
    /// where none is needed. Error: NotFound when nothing that is open knows it; the place's own.
    [[nodiscard]] Core::Task<QString> knownFor(const Profiles::Profile &profile);
    /// Keeps a password for this session and where the profile says; asks for the vault's passphrase when it
    /// is locked. Error: the place's own; the password is kept for this session all the same.
    [[nodiscard]] Core::Task<bool> keep(const Profiles::Profile &profile, const QString &password,
                                        QWidget *window);
    /// What is kept for this session or where the profile says, without asking for it; empty: nothing is.
    /// Asks for the vault's passphrase when it is locked. Error: the place's own.
    [[nodiscard]] Core::Task<QString> kept(const Profiles::Profile &profile, QWidget *window);
    /// Brings the password to the place that `after` names; none kept is no error. The user's own password
    /// file is never written: what was kept before it is forgotten.
    [[nodiscard]] Core::Task<bool> move(const Profiles::Profile &before, const Profiles::Profile &after,
                                        QWidget *window);
    /// Forgets the password everywhere it can be reached without asking.
    [[nodiscard]] Core::Task<bool> remove(const Profiles::Profile &profile);
    /// Forgets only the new password of a change that has ended.
    [[nodiscard]] Core::Task<bool> removePending(const Profiles::Profile &profile);
    /// Forgets what was given this session, because the server refused it: the next passwordFor() asks.
    void refuse(const Profiles::Profile &profile);
    /// Writes, reads and removes an entry that is no secret. The answer says how the keyring is doing; there
    /// is no error.
    [[nodiscard]] Core::Task<Secrets::KeyringStore::Status> testKeyring();

Q_SIGNALS:
    /// Something worth a notice, once: "There is no keyring here…".
    void noticed(const QString &text);
    /// The user had a password kept in another place than the profile says; `profile` says it now, the
    /// profiles file does not yet.
    void placeChosen(const Profiles::Profile &profile);

private:
    using Answer = std::shared_ptr<Core::TaskState<QString>>;
    using Done = std::shared_ptr<Core::TaskState<bool>>;

    [[nodiscard]] Secrets::SecretStore *storeOf(Profiles::SecretPlace place) const;
    [[nodiscard]] Core::Task<bool> forget(const Profiles::Profile &profile);
    void readFromPlace(const Profiles::Profile &profile, QWidget *window, const Answer &answer);
    void askFor(const Profiles::Profile &profile, QWidget *window, const Answer &answer);
    void remember(const Profiles::Profile &profile, const QString &password, const Answer &answer);
    /// Calls `go` with true when the place can be used, after the passphrase where it needs one.
    void prepare(Profiles::SecretPlace place, QWidget *window, std::function<void(bool)> go);
    void noticeMissing(const Core::Error &error);

    Stores m_stores;
    QSet<QString> m_refused; ///< ids whose kept password the server did not take
    bool m_noticedMissing = false;
};

} // namespace Gui
