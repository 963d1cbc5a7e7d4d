// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/secretstore.h"

#include <QObject>

namespace QKeychain {
class Job;
}

namespace Secrets {

/// The desktop's keyring (Secret Service or KWallet), by QtKeychain and never by its plain-text fallback.
/// QtKeychain works on one request after the other, so one that waits for the user holds up those behind it:
/// they answer Timeout then. What timed out may still be done later.
class KeyringStore final : public QObject, public SecretStore
{
    Q_OBJECT

public:
    enum class Status {
        Unknown, ///< not asked yet
        Works,   ///< a probe was written, read and removed
        Locked,  ///< there, but it refused, or its prompt was dismissed
        Silent,  ///< did not answer within the limit
        Missing, ///< not there, or it cannot keep anything
    };

    /// `limit` in ms.
    explicit KeyringStore(int limit = 10'000, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(KeyringStore)

    [[nodiscard]] Core::Task<QString> read(const QString &id) override;
    [[nodiscard]] Core::Task<bool> write(const QString &id, const QString &secret) override;
    [[nodiscard]] Core::Task<bool> remove(const QString &id) override;

    /// Writes, reads and removes a random entry, which may make the keyring ask for its passphrase. The
    /// answer is true or the error of the step that failed; status() has changed by then.
    [[nodiscard]] Core::Task<bool> probe();
    /// What the last probe found out.
    [[nodiscard]] Status status() const { return m_status; }
    /// The status in words.
    [[nodiscard]] static QString toText(Status status);

Q_SIGNALS:
    void statusChanged();

private:
    template <typename T>
    [[nodiscard]] Core::Task<T> start(QKeychain::Job *job, const QString &id,
                                      std::function<Core::Result<T>()> onSuccess);
    void noteStatus(const Core::Result<bool> &probed);

    const int m_limit;
    Status m_status = Status::Unknown;
};

} // namespace Secrets
