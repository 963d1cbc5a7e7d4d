// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

namespace Backup {

/// How the bytes of a backup are wrapped: zstd inside, encryption (Argon2id and libsodium's secretstream)
/// outside. FILE, FILE.zst, FILE.enc or FILE.zst.enc; see docs/backup-format.md.
struct Wrapping
{
    bool compress = false;
    QString passphrase; ///< empty: not encrypted
    [[nodiscard]] bool isNone() const { return !compress && passphrase.isEmpty(); }
};

/// The wrapping that a file's first bytes show; what its name says does not count.
struct WrappingFound
{
    bool isCompressed = false; ///< unknown, hence false, for an encrypted file
    bool isEncrypted = false;
};
[[nodiscard]] Core::Result<WrappingFound> wrappingOf(const QString &file);

/// Reads `plain` and writes it wrapped under `finalName` (through a PartFile). Error: Io, Cancelled, ….
[[nodiscard]] Core::Result<void> wrap(const QString &plain, const QString &finalName,
                                      const Wrapping &wrapping, Core::JobContext &context);
/// The reverse: writes what is inside of `file` to `finalName`.
/// Error: Authentication (another passphrase), Corrupt (damaged or cut off, at whatever byte), Unsupported (a
/// newer format), Io, Cancelled. Nothing is left under `finalName` then.
[[nodiscard]] Core::Result<void> unwrap(const QString &file, const QString &finalName,
                                        const QString &passphrase, Core::JobContext &context);

} // namespace Backup
