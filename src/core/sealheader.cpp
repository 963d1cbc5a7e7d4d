// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sealheader.h"

#include <QCoreApplication>
#include <QtEndian>

namespace Core {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Core::SealHeader)
};

constexpr int magicSize = 8;
constexpr quint32 version = 1;
constexpr QByteArrayView kdfName("argon2id13");
constexpr int kdfNameSize = 24;
constexpr int saltSize = crypto_pwhash_argon2id_SALTBYTES;
constexpr int checkSize = crypto_kdf_BYTES_MIN;
constexpr int nonceSize = 24;
constexpr int checksumSize = crypto_generichash_BYTES;
constexpr int checkedSize = magicSize + 4 + kdfNameSize + 8 + 8 + saltSize + checkSize + nonceSize;
constexpr int keySize = 32;
static_assert(SealHeader::size == checkedSize + checksumSize);

// Subkeys of the key that Argon2id makes.
constexpr quint64 encryptionKey = 1;
constexpr quint64 checkKey = 2;

Error damaged(const QString &detail)
{
    return {ErrorKind::Corrupt, Text::tr("The beginning of the file is damaged."), detail, {}};
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

const unsigned char *bytes(const QByteArray &array)
{
    return reinterpret_cast<const unsigned char *>(array.constData());
}

template <typename Number>
QByteArray littleEndian(Number number)
{
    QByteArray result(sizeof number, Qt::Uninitialized);
    qToLittleEndian(number, result.data());
    return result;
}

QByteArray checksum(const QByteArray &header)
{
    QByteArray result(checksumSize, Qt::Uninitialized);
    crypto_generichash(bytes(result), checksumSize, bytes(header), checkedSize, nullptr, 0);
    return result;
}

QByteArray random(int size)
{
    initSodium();
    QByteArray result(size, Qt::Uninitialized);
    randombytes_buf(result.data(), std::size_t(size));
    return result;
}

QByteArray paddedKdfName()
{
    return kdfName.toByteArray().leftJustified(kdfNameSize, '\0');
}

/// Takes one field after the other.
class Reader final
{
public:
    explicit Reader(const QByteArray &from)
        : m_from(from)
    {}
    QByteArray take(int size)
    {
        m_at += size;
        return m_from.mid(m_at - size, size);
    }
    template <typename Number>
    Number number()
    {
        return qFromLittleEndian<Number>(take(sizeof(Number)).constData());
    }

private:
    const QByteArray &m_from;
    int m_at = 0;
};

} // namespace

bool KdfLimits::isSane() const
{
    constexpr quint64 mostOperations = 10;
    constexpr quint64 mostMemory = Q_UINT64_C(1024) * 1024 * 1024;
    return operations >= crypto_pwhash_argon2id_OPSLIMIT_MIN && operations <= mostOperations &&
           memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN && memory <= mostMemory;
}

Result<SealHeader> SealHeader::parse(const QByteArray &file, QByteArrayView magic)
{
    initSodium();
    if (file.size() < size || !file.startsWith(magic))
        return damaged(Text::tr("It is too short, or does not begin as it should."));
    if (file.mid(checkedSize, checksumSize) != checksum(file))
        return damaged(Text::tr("Its header does not match the header's checksum."));
    Reader reader(file);
    reader.take(magicSize);
    const auto fileVersion = reader.number<quint32>();
    const QByteArray kdf = reader.take(kdfNameSize);
    if (fileVersion != version || kdf != paddedKdfName())
        return Error{ErrorKind::Unsupported,
                     Text::tr("A newer version of this program wrote this file."),
                     Text::tr("Format %1.").arg(fileVersion),
                     {}};
    SealHeader header;
    header.limits.operations = reader.number<quint64>();
    header.limits.memory = reader.number<quint64>();
    header.salt = reader.take(saltSize);
    header.keyCheck = reader.take(checkSize);
    header.nonce = reader.take(nonceSize);
    if (!header.limits.isSane())
        return damaged(Text::tr("It asks for more or less work than any file of this program."));
    return header;
}

QByteArray SealHeader::toBytes(QByteArrayView magic) const
{
    Q_ASSERT(magic.size() == magicSize && salt.size() == saltSize && keyCheck.size() == checkSize &&
             nonce.size() == nonceSize);
    const QByteArray checked = magic.toByteArray() + littleEndian(version) + paddedKdfName() +
                               littleEndian(limits.operations) + littleEndian(limits.memory) + salt +
                               keyCheck + nonce;
    return checked + checksum(checked);
}

QByteArray SealHeader::randomSalt()
{
    return random(saltSize);
}

QByteArray SealHeader::randomNonce()
{
    return random(nonceSize);
}

SealKey::SealKey()
    : m_key(keySize)
    , m_check(checkSize, Qt::Uninitialized)
{}

std::optional<SealKey> SealKey::derive(const QString &passphrase, const KdfLimits &limits,
                                       const QByteArray &salt, const char (&context)[9])
{
    static_assert(crypto_kdf_CONTEXTBYTES == 8);
    initSodium();
    SealKey key;
    // Composed and decomposed accents are one letter to people, whatever keyboard made them.
    QByteArray text = passphrase.normalized(QString::NormalizationForm_C).toUtf8();
    SecureBytes master(crypto_kdf_KEYBYTES);
    const bool derived =
        crypto_pwhash(master.data(), master.size(), text.constData(), quint64(text.size()), bytes(salt),
                      limits.operations, std::size_t(limits.memory), crypto_pwhash_ALG_ARGON2ID13) == 0;
    wipe(text);
    if (!derived)
        return std::nullopt;
    crypto_kdf_derive_from_key(key.m_key.data(), key.m_key.size(), encryptionKey, context, master.data());
    crypto_kdf_derive_from_key(bytes(key.m_check), checkSize, checkKey, context, master.data());
    return key;
}

bool SealKey::fits(const SealHeader &header) const
{
    return header.keyCheck.size() == checkSize &&
           sodium_memcmp(header.keyCheck.constData(), m_check.constData(), checkSize) == 0;
}

} // namespace Core
