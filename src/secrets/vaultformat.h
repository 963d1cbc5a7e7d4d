// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sealheader.h"

#include <QMap>

namespace Secrets {

/// id → secret
using SecretMap = QMap<QString, QString>;

using Core::KdfLimits;

/// A vault is a Core::SealHeader with the magic "GSCVAULT" and, from byte 140 on, the XChaCha20-Poly1305 of a
/// JSON object, the header as its data. The JSON is padded with blanks to a multiple of 256 bytes: its length
/// tells less.
struct VaultHeader : Core::SealHeader
{
    /// Error: Corrupt (damaged, or limits that are not sane), Unsupported (a newer version).
    [[nodiscard]] static Core::Result<VaultHeader> parse(const QByteArray &vault);
};

/// What a passphrase and a salt make. Takes as long and as much memory as the limits say.
class VaultKey final
{
public:
    /// A key for a new vault or a new passphrase. Error: Syntax (empty passphrase), Io (no memory).
    [[nodiscard]] static Core::Result<VaultKey> create(const QString &passphrase, const KdfLimits &limits);
    /// The key of this vault. Error: Authentication (wrong passphrase), Io (no memory).
    [[nodiscard]] static Core::Result<VaultKey> derive(const QString &passphrase, const VaultHeader &header);

    /// False when the vault was given another passphrase meanwhile.
    [[nodiscard]] bool fits(const VaultHeader &header) const;

    /// A new vault with a new nonce. Error: Syntax (text that is no Unicode), Unsupported (larger than 1
    /// MiB).
    [[nodiscard]] Core::Result<QByteArray> seal(const SecretMap &secrets) const;
    /// Error: Corrupt, Unsupported; Permission when the key does not fit.
    [[nodiscard]] Core::Result<SecretMap> unseal(const QByteArray &vault) const;

private:
    VaultKey(const KdfLimits &limits, QByteArray salt, Core::SealKey key);
    [[nodiscard]] static Core::Result<VaultKey> deriveFrom(const QString &passphrase, const KdfLimits &limits,
                                                           const QByteArray &salt);

    KdfLimits m_limits;
    QByteArray m_salt;
    Core::SealKey m_key;
};

/// The largest vault that is read or written, in bytes.
inline constexpr qint64 maximalVaultSize = 1 << 20;

} // namespace Secrets
