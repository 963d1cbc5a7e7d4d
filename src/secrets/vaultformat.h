// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "secrets/securebytes.h"

#include <QByteArray>
#include <QMap>

namespace Secrets {

/// id → secret
using SecretMap = QMap<QString, QString>;

/// What Argon2id may cost.
struct KdfLimits
{
    quint64 operations = crypto_pwhash_OPSLIMIT_MODERATE;
    quint64 memory = crypto_pwhash_MEMLIMIT_MODERATE; ///< bytes

    /// At least libsodium's minimum, at most 10 operations and 1 GiB: a hostile file cannot use up the
    /// memory.
    [[nodiscard]] bool isSane() const;
    bool operator==(const KdfLimits &) const = default;
};

/// The readable beginning of a vault. Every version of the format keeps its layout:
///
///     0   8  magic "GSCVAULT"        52  16  salt
///     8   4  version, 1              68  16  key check, a subkey: tells a wrong passphrase from damage
///    12  24  KDF, "argon2id13"       84  24  nonce
///    36   8  operations             108  32  BLAKE2b of all before: tells damage from a wrong passphrase
///    44   8  memory                 140      XChaCha20-Poly1305 of a JSON object, the header as its data
///
/// Numbers are little-endian. The JSON is padded with blanks to a multiple of 256 bytes: its length tells
/// less.
struct VaultHeader
{
    KdfLimits limits;
    QByteArray salt;
    QByteArray keyCheck;
    QByteArray nonce;

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
    VaultKey(KdfLimits limits, QByteArray salt);
    [[nodiscard]] Core::Result<void> deriveFrom(const QString &passphrase);
    [[nodiscard]] QByteArray header(const QByteArray &nonce) const;

    KdfLimits m_limits;
    QByteArray m_salt;
    QByteArray m_check;
    SecureBytes m_key;
};

/// The largest vault that is read or written, in bytes.
inline constexpr qint64 maximalVaultSize = 1024 * 1024;

} // namespace Secrets
