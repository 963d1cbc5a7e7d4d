// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/filter.h"

#include <QByteArray>

#include <memory>

namespace Backup {

/// The first bytes of every zstd frame.
inline constexpr QByteArrayView zstdMagic("\x28\xB5\x2F\xFD", 4);

/// One zstd frame with its size and checksum, then a skippable frame with a BLAKE2b hash of the first one:
/// zstd's own checksum overlooks some bits of the frame's header. `zstd -d` reads it as it is.
class Compressor final : public Filter
{
public:
    /// `size`: how many bytes will come.
    Compressor(qint64 size, Sink sink);
    ~Compressor() override;

    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Core::Result<void> finish() override;

private:
    [[nodiscard]] Core::Result<void> run(QByteArrayView bytes, bool isEnd);
    struct Private;
    std::unique_ptr<Private> d;
};

/// Whether a whole compressed file matches its hash, without decompressing anything. Nothing comes out.
/// Error: Corrupt.
class CompressedCheck final : public Filter
{
public:
    CompressedCheck();
    ~CompressedCheck() override;

    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Core::Result<void> finish() override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// The reverse of Compressor. Takes what Compressor makes and nothing else: any other byte, and any missing
/// one, is Corrupt.
class Decompressor final : public Filter
{
public:
    /// `expect` is told the size before the first byte comes out, and may refuse it.
    using Expect = std::function<Core::Result<void>(quint64 size)>;

    Decompressor(Sink sink, Expect expect);
    ~Decompressor() override;

    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Core::Result<void> finish() override;

private:
    [[nodiscard]] Core::Result<void> begin();
    [[nodiscard]] Core::Result<QByteArrayView> runFrame(QByteArrayView bytes);
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Backup
