// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/manifest.h"

#include <QCryptographicHash>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

void require(bool condition, const char *promise, const QByteArray &input)
{
    if (condition)
        return;
    std::fprintf(stderr, "broken promise: %s\ninput: %s\n", promise,
                 input.toPercentEncoding(" {}[]:,\"").constData());
    std::abort();
}

/// With a right checksum in front: otherwise nothing would come further than that.
QByteArray sealed(const QByteArray &json)
{
    const QByteArray checked = "\",\n" + json.mid(json.indexOf('{') + 1);
    return "{\n    \"checksum\": \"" + QCryptographicHash::hash(checked, QCryptographicHash::Sha256).toHex() +
           checked;
}

void examine(const QByteArray &bytes, const QByteArray &input)
{
    const auto manifest = Backup::manifestFromJson(bytes);
    if (!manifest) {
        const Core::Error &error = manifest.error();
        require(error.kind == Core::ErrorKind::Corrupt || error.kind == Core::ErrorKind::Unsupported,
                "an error of the two kinds", input);
        require(!error.summary.isEmpty() && !error.summary.contains(u'\n'), "one line of error", input);
        return;
    }
    require(manifest->sha256.size() == 32 && manifest->size >= 0 && manifest->finished.isValid(),
            "what is needed is there", input);
    const QByteArray written = Backup::toJson(*manifest);
    const auto again = Backup::manifestFromJson(written);
    require(again.has_value(), "what is written can be read", input);
    require(Backup::toJson(*again) == written, "and means the same", input);
    // No bit of it can change unnoticed.
    QByteArray flipped = written;
    const qsizetype at = qsizetype(qHash(input) % std::size_t(written.size()));
    flipped[at] = char(flipped.at(at) ^ (1 << (input.size() % 8)));
    require(!Backup::manifestFromJson(flipped), "a flipped bit is noticed", input);
}

} // namespace

/// Any bytes: nothing crashes, and what is read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data),
                           qsizetype(size)); // NOLINT: libFuzzer's bytes
    examine(bytes, bytes);
    examine(sealed(bytes), bytes);
    return 0;
}
