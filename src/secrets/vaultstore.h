// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/secretstore.h"
#include "secrets/vaultfile.h"

#include <QObject>
#include <QThread>

#include <atomic>

namespace Secrets {

/// The vault as a SecretStore. Argon2id takes about a second and a disk may hang, so all work is done in a
/// thread of its own, one piece after the other. Several programs may use one vault at once.
class VaultStore final : public QObject, public SecretStore
{
    Q_OBJECT

public:
    /// `limits` are for new passphrases; `answerLimit` in ms: after it a task answers Timeout, even if the
    /// disk does not.
    explicit VaultStore(const QString &file, KdfLimits limits = {}, int answerLimit = 60'000,
                        QObject *parent = nullptr);
    /// Finishes what was asked for.
    ~VaultStore() override;
    Q_DISABLE_COPY_MOVE(VaultStore)

    /// $XDG_DATA_HOME/gsc-admin/secrets.vault
    [[nodiscard]] static QString defaultFile();

    /// There is a vault (or something else in its place): ask for its passphrase, not for a new one.
    [[nodiscard]] bool exists() const;
    [[nodiscard]] bool isUnlocked() const { return m_unlocked; }

    /// Makes the vault and unlocks it. Error: see VaultFile::create.
    [[nodiscard]] Core::Task<bool> create(const QString &passphrase);
    /// Error: Authentication (wrong passphrase), Corrupt, and what else VaultFile::open says.
    [[nodiscard]] Core::Task<bool> unlock(const QString &passphrase);
    /// Error: see VaultFile::changePassphrase.
    [[nodiscard]] Core::Task<bool> changePassphrase(const QString &old, const QString &passphrase);
    /// Forgets the key, after what was asked for before.
    void lock();

    [[nodiscard]] Core::Task<QString> read(const QString &id) override;
    [[nodiscard]] Core::Task<bool> write(const QString &id, const QString &secret) override;
    [[nodiscard]] Core::Task<bool> remove(const QString &id) override;

Q_SIGNALS:
    void unlockedChanged(bool unlocked);

private:
    template <typename T>
    [[nodiscard]] Core::Task<T> run(std::function<Core::Result<T>(VaultFile &)> work);
    void noteUnlocked(bool unlocked);

    const QString m_path;
    const int m_answerLimit;
    VaultFile m_vault; // the worker's; exists() asks the path only
    std::atomic<bool> m_unlocked = false;
    QThread m_thread;
    QObject *m_worker;
};

} // namespace Secrets
