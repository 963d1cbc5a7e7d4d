// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/encryption.h"

#include <QCoreApplication>

#include <algorithm>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;

constexpr char keyContext[] = "GSCCrypt";
constexpr qsizetype chunkSize = 64 << 10; ///< of plain bytes
constexpr qsizetype sealedSize = chunkSize + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned char ordinary = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
constexpr unsigned char final = crypto_secretstream_xchacha20poly1305_TAG_FINAL;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Wrapping)
};

Error damaged(const QString &detail)
{
    return {
        ErrorKind::Corrupt,
        Text::tr("The encrypted file is damaged or was cut off. Nothing was changed. Use another backup."),
        detail,
        {}};
}

Error noMemory()
{
    return {
        ErrorKind::Io,
        Text::tr("There is not enough memory to work with the passphrase. Nothing was changed. Close other "
                 "programs and try again."),
        {},
        {}};
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

/// libsodium's state holds the key: kept and wiped like one.
class Stream final
{
public:
    Stream()
        : m_memory(sizeof(crypto_secretstream_xchacha20poly1305_state))
    {}
    crypto_secretstream_xchacha20poly1305_state *get()
    {
        return reinterpret_cast<crypto_secretstream_xchacha20poly1305_state *>(m_memory.data());
    }

private:
    Core::SecureBytes m_memory;
};

} // namespace

struct Encryptor::Private
{
    Sink sink;
    Stream stream;
    QByteArray header;     ///< until it was written
    QByteArray additional; ///< of the next chunk
    QByteArray plain;      ///< less than a chunk, or one whose successor is not known yet
    QByteArray sealed = QByteArray(sealedSize, Qt::Uninitialized);
};

Encryptor::Encryptor()
    : d(std::make_unique<Private>())
{}

Encryptor::~Encryptor()
{
    Core::wipe(d->plain);
}

Core::Result<std::unique_ptr<Encryptor>> Encryptor::create(const QString &passphrase,
                                                           const Core::KdfLimits &limits, Sink sink)
{
    Core::SealHeader header;
    header.limits = limits;
    header.salt = Core::SealHeader::randomSalt();
    const auto key = Core::SealKey::derive(passphrase, limits, header.salt, keyContext);
    if (!key)
        return noMemory();
    std::unique_ptr<Encryptor> result(new Encryptor);
    header.keyCheck = key->check();
    header.nonce = QByteArray(crypto_secretstream_xchacha20poly1305_HEADERBYTES, Qt::Uninitialized);
    crypto_secretstream_xchacha20poly1305_init_push(result->d->stream.get(), bytes(header.nonce),
                                                    key->data());
    result->d->sink = std::move(sink);
    result->d->header = header.toBytes(sealMagic);
    result->d->additional = result->d->header;
    return result;
}

Core::Result<void> Encryptor::push(QByteArrayView plain, unsigned char tag)
{
    if (!d->header.isEmpty()) {
        if (const auto taken = d->sink(d->header); !taken)
            return taken.error();
        d->header.clear();
    }
    unsigned long long size = 0;
    crypto_secretstream_xchacha20poly1305_push(d->stream.get(), bytes(d->sealed), &size, bytes(plain),
                                               quint64(plain.size()), bytes(QByteArrayView(d->additional)),
                                               quint64(d->additional.size()), tag);
    d->additional.clear();
    return d->sink(QByteArrayView(d->sealed.constData(), qsizetype(size)));
}

Core::Result<void> Encryptor::write(QByteArrayView input)
{
    while (!input.isEmpty()) {
        if (d->plain.size() == chunkSize) {
            if (const auto pushed = push(d->plain, ordinary); !pushed)
                return pushed.error();
            d->plain.resize(0);
        }
        const qsizetype taken = std::min(input.size(), chunkSize - d->plain.size());
        d->plain.append(input.data(), taken);
        input = input.sliced(taken);
    }
    return {};
}

Core::Result<void> Encryptor::finish()
{
    return push(d->plain, final);
}

struct Decryptor::Private
{
    QString passphrase;
    Sink sink;
    Stream stream;
    QByteArray header; ///< as far as it was read
    QByteArray additional;
    QByteArray sealed; ///< as much of a chunk as was read
    QByteArray plain = QByteArray(chunkSize, Qt::Uninitialized);
    bool isOpen = false;
    bool isAtEnd = false;
};

Decryptor::Decryptor(QString passphrase, Sink sink)
    : d(std::make_unique<Private>())
{
    d->passphrase = std::move(passphrase);
    d->sink = std::move(sink);
}

Decryptor::~Decryptor()
{
    Core::wipe(d->plain);
}

Core::Result<void> Decryptor::begin()
{
    const auto header = Core::SealHeader::parse(d->header, sealMagic);
    if (!header && header.error().kind == ErrorKind::Unsupported)
        return Error{
            ErrorKind::Unsupported,
            Text::tr("A newer version of this program encrypted this file. Nothing was changed. Update "
                     "this program."),
            header.error().detail,
            {}};
    if (!header)
        return damaged(header.error().detail);
    if (d->passphrase.isEmpty())
        return Error{
            ErrorKind::Authentication,
            Text::tr("The file is encrypted, and its passphrase was not given. Nothing was changed."),
            {},
            {}};
    const auto key = Core::SealKey::derive(d->passphrase, header->limits, header->salt, keyContext);
    if (!key)
        return noMemory();
    if (!key->fits(*header))
        return Error{
            ErrorKind::Authentication,
            Text::tr("This is not the passphrase that the file was encrypted with. The file itself was "
                     "not changed. Try again."),
            {},
            {}};
    crypto_secretstream_xchacha20poly1305_init_pull(d->stream.get(), bytes(QByteArrayView(header->nonce)),
                                                    key->data());
    d->additional = d->header;
    d->isOpen = true;
    return {};
}

Core::Result<void> Decryptor::pull()
{
    unsigned long long size = 0;
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(
            d->stream.get(), bytes(d->plain), &size, &tag, bytes(QByteArrayView(d->sealed)),
            quint64(d->sealed.size()), bytes(QByteArrayView(d->additional)),
            quint64(d->additional.size())) != 0 ||
        (tag != ordinary && tag != final))
        return damaged(Text::tr("The passphrase is right, but its content is not what was written."));
    d->isAtEnd = tag == final;
    d->additional.clear();
    d->sealed.resize(0);
    return d->sink(QByteArrayView(d->plain.constData(), qsizetype(size)));
}

Core::Result<void> Decryptor::write(QByteArrayView input)
{
    if (!d->isOpen) {
        const qsizetype taken = std::min(input.size(), Core::SealHeader::size - d->header.size());
        d->header.append(input.data(), taken);
        input = input.sliced(taken);
        if (d->header.size() < Core::SealHeader::size)
            return {};
        if (const auto begun = begin(); !begun)
            return begun.error();
    }
    while (!input.isEmpty()) {
        if (d->isAtEnd)
            return damaged(Text::tr("Something follows its end."));
        const qsizetype taken = std::min(input.size(), sealedSize - d->sealed.size());
        d->sealed.append(input.data(), taken);
        input = input.sliced(taken);
        if (d->sealed.size() < sealedSize)
            return {};
        if (const auto pulled = pull(); !pulled)
            return pulled.error();
    }
    return {};
}

Core::Result<void> Decryptor::finish()
{
    // The last chunk is the one that is shorter, but for a file that fills it.
    if (d->isOpen && !d->isAtEnd &&
        d->sealed.size() >= qsizetype(crypto_secretstream_xchacha20poly1305_ABYTES))
        if (const auto pulled = pull(); !pulled)
            return pulled.error();
    if (!d->isAtEnd)
        return damaged(Text::tr("It was cut off."));
    return {};
}

} // namespace Backup
