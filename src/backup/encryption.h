// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/filter.h"
#include "core/sealheader.h"

#include <memory>

namespace Backup {

/// The first bytes of every encrypted backup.
inline constexpr QByteArrayView sealMagic("GSCCRYPT");

/// A Core::SealHeader, then libsodium's secretstream (XChaCha20-Poly1305) in chunks of 64 KiB, the header as
/// additional data of the first one, the last one with the final tag: a missing, moved or added chunk is
/// noticed.
class Encryptor final : public Filter
{
public:
    /// Makes the key, which takes as long and as much memory as the limits say. Error: Io (no memory).
    [[nodiscard]] static Core::Result<std::unique_ptr<Encryptor>>
    create(const QString &passphrase, const Core::KdfLimits &limits, Sink sink);
    ~Encryptor() override;

    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Core::Result<void> finish() override;

private:
    Encryptor();
    [[nodiscard]] Core::Result<void> push(QByteArrayView plain, unsigned char tag);
    struct Private;
    std::unique_ptr<Private> d;
};

/// The reverse. Error: Authentication (no passphrase, or another one), Corrupt, Unsupported (a newer format),
/// Io (no memory for the key).
class Decryptor final : public Filter
{
public:
    Decryptor(QString passphrase, Sink sink);
    ~Decryptor() override;

    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Core::Result<void> finish() override;

private:
    [[nodiscard]] Core::Result<void> begin();
    [[nodiscard]] Core::Result<void> pull();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Backup
