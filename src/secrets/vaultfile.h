// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/vaultformat.h"

#include <functional>
#include <optional>

namespace Secrets {

/// Secrets in one encrypted file (VaultHeader says how). Blocks: for a worker thread. Only the key is kept in
/// memory; every call reads the file again, because another program may have changed it.
///
/// Errors of all calls: NotFound (no file), Permission (not open, or the passphrase was changed elsewhere),
/// Corrupt, Unsupported (a newer format, too large, no ordinary file, a link), Busy (another program), Io.
/// Where a call fails the file is as it was, but for one case that its summary names: written, and the
/// folder's fsync failed.
class VaultFile final
{
public:
    /// `limits` are for new passphrases; a file brings its own.
    explicit VaultFile(QString path, KdfLimits limits = {});

    [[nodiscard]] const QString &path() const { return m_path; }
    /// Something is at the path, whatever it is.
    [[nodiscard]] bool exists() const;

    /// Makes an empty vault and opens it. Error also: Conflict (exists), Syntax (empty passphrase).
    [[nodiscard]] Core::Result<void> create(const QString &passphrase);
    /// Error also: Authentication (wrong passphrase; the file is in order).
    [[nodiscard]] Core::Result<void> open(const QString &passphrase);
    [[nodiscard]] bool isOpen() const { return m_key.has_value(); }
    /// Forgets the key.
    void close() { m_key.reset(); }

    [[nodiscard]] Core::Result<SecretMap> read() const;
    /// Reads, lets `change` work on the secrets and writes them, while other programs wait.
    [[nodiscard]] Core::Result<void> save(const std::function<void(SecretMap &)> &change);
    /// Error also: Authentication (`old` is wrong), Syntax (empty passphrase).
    [[nodiscard]] Core::Result<void> changePassphrase(const QString &old, const QString &passphrase);

private:
    [[nodiscard]] Core::Result<QByteArray> load() const;
    [[nodiscard]] Core::Result<void> write(const VaultKey &key, const SecretMap &secrets) const;

    QString m_path;
    KdfLimits m_limits;
    std::optional<VaultKey> m_key;
};

} // namespace Secrets
