// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/compression.h"

#include "core/securebytes.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <new>
#include <zstd.h>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;

constexpr int level = 3;
constexpr int largestWindow = 23;    ///< 8 MiB: what a hostile file can make us allocate
constexpr qsizetype headerSize = 18; ///< the longest of a zstd frame
constexpr qsizetype hashSize = crypto_generichash_BYTES;
constexpr quint32 skippableMagic = 0x184D2A5E;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Wrapping)
};

Error damaged(const QString &detail)
{
    return {
        ErrorKind::Corrupt,
        Text::tr("The compressed file is damaged or was cut off. Nothing was changed. Use another backup."),
        detail,
        {}};
}

class Hash final
{
public:
    Hash()
    {
        Core::initSodium();
        crypto_generichash_init(&m_state, nullptr, 0, hashSize);
    }
    void add(QByteArrayView bytes)
    {
        crypto_generichash_update(&m_state, reinterpret_cast<const unsigned char *>(bytes.data()),
                                  quint64(bytes.size()));
    }
    /// The skippable frame that says it.
    QByteArray trailer()
    {
        QByteArray result(8 + hashSize, Qt::Uninitialized);
        qToLittleEndian(skippableMagic, result.data());
        qToLittleEndian(quint32(hashSize), result.data() + 4);
        crypto_generichash_final(&m_state, reinterpret_cast<unsigned char *>(result.data() + 8), hashSize);
        return result;
    }

private:
    crypto_generichash_state m_state = {};
};

constexpr qsizetype trailerSize = 8 + hashSize;

} // namespace

struct Compressor::Private
{
    Sink sink;
    std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx *)> zstd{ZSTD_createCCtx(), &ZSTD_freeCCtx};
    QByteArray buffer = QByteArray(qsizetype(ZSTD_CStreamOutSize()), Qt::Uninitialized);
    Hash hash;
};

Compressor::Compressor(qint64 size, Sink sink)
    : d(std::make_unique<Private>())
{
    d->sink = std::move(sink);
    if (!d->zstd)
        throw std::bad_alloc();
    ZSTD_CCtx_setParameter(d->zstd.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(d->zstd.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setPledgedSrcSize(d->zstd.get(), quint64(size));
}

Compressor::~Compressor() = default;

Core::Result<void> Compressor::run(QByteArrayView bytes, bool isEnd)
{
    ZSTD_inBuffer in{bytes.data(), std::size_t(bytes.size()), 0};
    for (;;) {
        ZSTD_outBuffer out{d->buffer.data(), std::size_t(d->buffer.size()), 0};
        const std::size_t left =
            ZSTD_compressStream2(d->zstd.get(), &out, &in, isEnd ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left) != 0)
            return Error{ErrorKind::Internal,
                         Text::tr("The file could not be compressed. Nothing was changed."),
                         QString::fromLatin1(ZSTD_getErrorName(left)),
                         {}};
        const QByteArrayView made(d->buffer.constData(), qsizetype(out.pos));
        d->hash.add(made);
        if (const auto taken = d->sink(made); !taken)
            return taken.error();
        if (isEnd ? left == 0 : in.pos == in.size)
            return {};
    }
}

Core::Result<void> Compressor::write(QByteArrayView bytes)
{
    return run(bytes, false);
}

Core::Result<void> Compressor::finish()
{
    if (const auto ended = run({}, true); !ended)
        return ended.error();
    return d->sink(d->hash.trailer());
}

struct CompressedCheck::Private
{
    Hash hash;
    QByteArray last; ///< bytes that may be the trailer
};

CompressedCheck::CompressedCheck()
    : d(std::make_unique<Private>())
{}

CompressedCheck::~CompressedCheck() = default;

Core::Result<void> CompressedCheck::write(QByteArrayView bytes)
{
    d->last += bytes.toByteArray();
    if (d->last.size() > trailerSize) {
        d->hash.add(QByteArrayView(d->last).chopped(trailerSize));
        d->last = d->last.last(trailerSize);
    }
    return {};
}

Core::Result<void> CompressedCheck::finish()
{
    if (d->last != d->hash.trailer())
        return damaged(Text::tr("It does not match its checksum, or was cut off."));
    return {};
}

struct Decompressor::Private
{
    Sink sink;
    Expect expect;
    std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx *)> zstd{ZSTD_createDCtx(), &ZSTD_freeDCtx};
    QByteArray buffer = QByteArray(qsizetype(ZSTD_DStreamOutSize()), Qt::Uninitialized);
    Hash hash;
    QByteArray beginning; ///< until it is long enough to be judged
    QByteArray trailer;
    enum class State { Beginning, Frame, Trailer } state = State::Beginning;
};

Decompressor::Decompressor(Sink sink, Expect expect)
    : d(std::make_unique<Private>())
{
    d->sink = std::move(sink);
    d->expect = std::move(expect);
    if (!d->zstd)
        throw std::bad_alloc();
    ZSTD_DCtx_setParameter(d->zstd.get(), ZSTD_d_windowLogMax, largestWindow);
}

Decompressor::~Decompressor() = default;

Core::Result<void> Decompressor::begin()
{
    constexpr char checksumBit = 0x04;
    const quint64 size = ZSTD_getFrameContentSize(d->beginning.constData(), std::size_t(d->beginning.size()));
    if (!d->beginning.startsWith(zstdMagic) || size == ZSTD_CONTENTSIZE_ERROR ||
        size == ZSTD_CONTENTSIZE_UNKNOWN || (d->beginning.at(zstdMagic.size()) & checksumBit) == 0)
        return damaged(Text::tr("It does not begin as it should."));
    return d->expect(size);
}

/// Gives back what is behind the frame.
Core::Result<QByteArrayView> Decompressor::runFrame(QByteArrayView bytes)
{
    ZSTD_inBuffer in{bytes.data(), std::size_t(bytes.size()), 0};
    for (;;) {
        ZSTD_outBuffer out{d->buffer.data(), std::size_t(d->buffer.size()), 0};
        const std::size_t left = ZSTD_decompressStream(d->zstd.get(), &out, &in);
        if (ZSTD_isError(left) != 0)
            return damaged(QString::fromLatin1(ZSTD_getErrorName(left)));
        if (const auto taken = d->sink({d->buffer.constData(), qsizetype(out.pos)}); !taken)
            return taken.error();
        if (left == 0)
            d->state = Private::State::Trailer;
        // A full buffer may mean that there is more to come out without more going in.
        if (left == 0 || (in.pos == in.size && out.pos < out.size))
            break;
    }
    d->hash.add(bytes.first(qsizetype(in.pos)));
    return bytes.sliced(qsizetype(in.pos));
}

Core::Result<void> Decompressor::write(QByteArrayView bytes)
{
    if (d->state == Private::State::Beginning) {
        d->beginning += bytes.toByteArray();
        if (d->beginning.size() < headerSize)
            return {};
        if (const auto begun = begin(); !begun)
            return begun.error();
        d->state = Private::State::Frame;
        bytes = d->beginning;
    }
    if (d->state == Private::State::Frame) {
        const auto rest = runFrame(bytes);
        if (!rest)
            return rest.error();
        bytes = *rest;
    }
    if (bytes.size() > trailerSize - d->trailer.size())
        return damaged(Text::tr("Something follows its end."));
    d->trailer += bytes.toByteArray();
    return {};
}

Core::Result<void> Decompressor::finish()
{
    if (d->state != Private::State::Trailer || d->trailer.size() < trailerSize)
        return damaged(Text::tr("It was cut off."));
    if (d->trailer != d->hash.trailer())
        return damaged(Text::tr("It does not match its checksum."));
    return {};
}

} // namespace Backup
