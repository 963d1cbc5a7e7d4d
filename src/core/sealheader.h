// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/securebytes.h"

#include <QByteArray>

#include <optional>

namespace Core {

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

/// The readable beginning of a file that a passphrase opens. Every version of such a format keeps its layout:
///
///     0   8  magic                   52  16  salt
///     8   4  version, 1              68  16  key check, a subkey: tells a wrong passphrase from damage
///    12  24  KDF, "argon2id13"       84  24  nonce
///    36   8  operations             108  32  BLAKE2b of all before: tells damage from a wrong passphrase
///    44   8  memory
///
/// Numbers are little-endian.
struct SealHeader
{
    static constexpr int size = 140; ///< bytes

    KdfLimits limits;
    QByteArray salt;
    QByteArray keyCheck;
    QByteArray nonce; ///< 24 bytes, or whatever else of that size the cipher wants to know

    /// Of the first bytes of a file. Error: Corrupt (too short, another magic, damaged, or limits that are
    /// not sane), Unsupported (a newer version).
    [[nodiscard]] static Result<SealHeader> parse(const QByteArray &file, QByteArrayView magic);
    [[nodiscard]] QByteArray toBytes(QByteArrayView magic) const;

    [[nodiscard]] static QByteArray randomSalt();
    [[nodiscard]] static QByteArray randomNonce();
};

/// What Argon2id makes of a passphrase and a salt: a key, and a value that tells whether it is the right one.
class SealKey final
{
public:
    /// Takes as long and as much memory as the limits say. `context` (8 characters) keeps the keys of
    /// different formats apart. nullopt: there is not enough memory.
    [[nodiscard]] static std::optional<SealKey> derive(const QString &passphrase, const KdfLimits &limits,
                                                       const QByteArray &salt, const char (&context)[9]);

    [[nodiscard]] const unsigned char *data() const { return m_key.data(); } ///< 32 bytes
    [[nodiscard]] const QByteArray &check() const { return m_check; }
    /// In the same time whether it is or not.
    [[nodiscard]] bool fits(const SealHeader &header) const;

private:
    SealKey();
    SecureBytes m_key;
    QByteArray m_check;
};

} // namespace Core
