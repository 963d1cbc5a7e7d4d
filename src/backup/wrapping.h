// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "core/sealheader.h"

namespace Backup {

class PartFile;

/// How the bytes of a backup are wrapped: zstd inside, encryption (Argon2id and libsodium's secretstream)
/// outside. FILE, FILE.zst, FILE.enc or FILE.zst.enc; see docs/backup-format.md.
struct Wrapping
{
    bool compress = false;
    QString passphrase;     ///< empty: not encrypted
    Core::KdfLimits limits; ///< of a new encryption; a file brings its own
    [[nodiscard]] bool isNone() const { return !compress && passphrase.isEmpty(); }
};

/// The wrapping that a file's first bytes show; what its name says does not count.
struct WrappingFound
{
    bool isCompressed = false; ///< unknown, hence false, for an encrypted file
    bool isEncrypted = false;
};
/// Error: NotFound, Unsupported (a link, a folder, a pipe), Io.
[[nodiscard]] Core::Result<WrappingFound> wrappingOf(const QString &file);

/// Reads `plain` and writes it wrapped under `finalName` (through a PartFile), with a few megabytes of memory
/// besides Argon2id's. Error: Unsupported (already wrapped), Io, Cancelled, those of PartFile.
[[nodiscard]] Core::Result<void> wrap(const QString &plain, const QString &finalName,
                                      const Wrapping &wrapping, Core::JobContext &context);
/// The same into a new file, which the caller checks and finishes.
[[nodiscard]] Core::Result<void> wrapInto(PartFile &part, const QString &plain, const Wrapping &wrapping,
                                          Core::JobContext &context);
/// The reverse: writes what is inside of `file` to `finalName`.
/// Error: Authentication (no passphrase or another one), Corrupt (not wrapped, damaged or cut off, at
/// whatever byte), Unsupported (a newer format), Io, Cancelled, those of PartFile. Nothing is left under
/// `finalName` then.
[[nodiscard]] Core::Result<void> unwrap(const QString &file, const QString &finalName,
                                        const QString &passphrase, Core::JobContext &context);

} // namespace Backup
