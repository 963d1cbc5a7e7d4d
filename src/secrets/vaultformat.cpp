// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/vaultformat.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

namespace Secrets {

namespace {

struct VaultText
{
    Q_DECLARE_TR_FUNCTIONS(Secrets::Vault)
};

using Core::Error;
using Core::ErrorKind;

constexpr QByteArrayView magic("GSCVAULT");
constexpr quint32 version = 1;
constexpr QByteArrayView kdfName("argon2id13");
constexpr int kdfNameSize = 24;
constexpr int saltSize = crypto_pwhash_argon2id_SALTBYTES;
constexpr int checkSize = crypto_kdf_BYTES_MIN;
constexpr int nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr int checksumSize = crypto_generichash_BYTES;
constexpr int tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int checkedSize = 8 + 4 + kdfNameSize + 8 + 8 + saltSize + checkSize + nonceSize;
constexpr int headerSize = checkedSize + checksumSize;
static_assert(headerSize == 140);
constexpr int padding = 256;

// Subkeys of the key that Argon2id makes.
constexpr char context[crypto_kdf_CONTEXTBYTES + 1] = "GSCVault";
constexpr quint64 encryptionKey = 1;
constexpr quint64 checkKey = 2;

Error damaged(const QString &detail)
{
    return {
        ErrorKind::Corrupt,
        VaultText::tr("The vault is damaged and was not opened. Nothing was changed. Put a copy of it from "
                      "a backup in its place, or move it away and begin a new one."),
        detail,
        {}};
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
    QByteArray result(size, Qt::Uninitialized);
    randombytes_buf(result.data(), std::size_t(size));
    return result;
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

Core::Result<VaultHeader> VaultHeader::parse(const QByteArray &vault)
{
    initSodium();
    if (vault.size() < headerSize + tagSize || !vault.startsWith(magic))
        return damaged(VaultText::tr("It is too short, or does not begin like a vault."));
    if (vault.mid(checkedSize, checksumSize) != checksum(vault))
        return damaged(VaultText::tr("Its header does not match the header's checksum."));
    Reader reader(vault);
    reader.take(int(magic.size()));
    const auto fileVersion = reader.number<quint32>();
    const QByteArray kdf = reader.take(kdfNameSize);
    if (fileVersion != version || kdf != kdfName.toByteArray().leftJustified(kdfNameSize, '\0'))
        return Error{ErrorKind::Unsupported,
                     VaultText::tr("A newer version of this program wrote this vault. It was not opened, and "
                                   "nothing was changed. Update this program."),
                     VaultText::tr("Format %1.").arg(fileVersion),
                     {}};
    VaultHeader header;
    header.limits.operations = reader.number<quint64>();
    header.limits.memory = reader.number<quint64>();
    header.salt = reader.take(saltSize);
    header.keyCheck = reader.take(checkSize);
    header.nonce = reader.take(nonceSize);
    if (!header.limits.isSane())
        return damaged(VaultText::tr("It asks for more or less work than any vault of this program."));
    return header;
}

VaultKey::VaultKey(KdfLimits limits, QByteArray salt)
    : m_limits(limits)
    , m_salt(std::move(salt))
    , m_check(checkSize, Qt::Uninitialized)
    , m_key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
{}

Core::Result<VaultKey> VaultKey::create(const QString &passphrase, const KdfLimits &limits)
{
    initSodium();
    if (passphrase.isEmpty())
        return Error{
            ErrorKind::Syntax, VaultText::tr("A vault needs a passphrase. Nothing was changed."), {}, {}};
    VaultKey key(limits, random(saltSize));
    if (const auto derived = key.deriveFrom(passphrase); !derived)
        return derived.error();
    return key;
}

Core::Result<VaultKey> VaultKey::derive(const QString &passphrase, const VaultHeader &header)
{
    VaultKey key(header.limits, header.salt);
    if (const auto derived = key.deriveFrom(passphrase); !derived)
        return derived.error();
    if (!key.fits(header))
        return Error{
            ErrorKind::Authentication,
            VaultText::tr("This is not the vault's passphrase. The vault itself is in order and was not "
                          "changed. Try again."),
            {},
            {}};
    return key;
}

Core::Result<void> VaultKey::deriveFrom(const QString &passphrase)
{
    // Composed and decomposed accents are one letter to people, whatever keyboard made them.
    QByteArray text = passphrase.normalized(QString::NormalizationForm_C).toUtf8();
    SecureBytes master(crypto_kdf_KEYBYTES);
    const bool derived =
        crypto_pwhash(master.data(), master.size(), text.constData(), quint64(text.size()), bytes(m_salt),
                      m_limits.operations, std::size_t(m_limits.memory), crypto_pwhash_ALG_ARGON2ID13) == 0;
    wipe(text);
    if (!derived)
        return Error{ErrorKind::Io,
                     VaultText::tr("There is not enough memory to work with the vault. Nothing was changed. "
                                   "Close other programs and try again."),
                     {},
                     {}};
    crypto_kdf_derive_from_key(m_key.data(), m_key.size(), encryptionKey, context, master.data());
    crypto_kdf_derive_from_key(bytes(m_check), checkSize, checkKey, context, master.data());
    return {};
}

bool VaultKey::fits(const VaultHeader &header) const
{
    return header.limits == m_limits && header.salt == m_salt &&
           sodium_memcmp(header.keyCheck.constData(), m_check.constData(), checkSize) == 0;
}

QByteArray VaultKey::header(const QByteArray &nonce) const
{
    const QByteArray checked =
        magic.toByteArray() + littleEndian(version) + kdfName.toByteArray().leftJustified(kdfNameSize, '\0') +
        littleEndian(m_limits.operations) + littleEndian(m_limits.memory) + m_salt + m_check + nonce;
    return checked + checksum(checked);
}

Core::Result<QByteArray> VaultKey::seal(const SecretMap &secrets) const
{
    QJsonObject object;
    for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret) {
        if (!secret.key().isValidUtf16() || !secret.value().isValidUtf16())
            return Error{
                ErrorKind::Syntax,
                VaultText::tr("The password has characters that cannot be stored. Nothing was changed."),
                {},
                {}};
        object.insert(secret.key(), secret.value());
    }
    QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    json.append(padding - json.size() % padding, ' ');
    if (headerSize + json.size() + tagSize > maximalVaultSize) {
        wipe(json);
        return Error{ErrorKind::Unsupported,
                     VaultText::tr("The vault is full: it takes 1 MiB. Nothing was changed."),
                     {},
                     {}};
    }
    const QByteArray nonce = random(nonceSize);
    const QByteArray begin = header(nonce);
    QByteArray body(json.size() + tagSize, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(body), nullptr, bytes(std::as_const(json)),
                                               quint64(json.size()), bytes(begin), quint64(begin.size()),
                                               nullptr, bytes(nonce), m_key.data());
    wipe(json);
    return QByteArray(begin + body);
}

Core::Result<SecretMap> VaultKey::unseal(const QByteArray &vault) const
{
    const auto parsed = VaultHeader::parse(vault);
    if (!parsed)
        return parsed.error();
    if (!fits(*parsed))
        return Error{
            ErrorKind::Permission,
            VaultText::tr("The vault was given another passphrase meanwhile. Nothing was changed. Unlock "
                          "it again."),
            {},
            {}};
    QByteArray json(vault.size() - headerSize - tagSize, Qt::Uninitialized);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(json), nullptr, nullptr, bytes(vault) + headerSize,
                                                   quint64(vault.size() - headerSize), bytes(vault),
                                                   headerSize, bytes(parsed->nonce), m_key.data()) != 0)
        return damaged(VaultText::tr("The passphrase is right, but its content is not what was written."));
    const QJsonDocument document = QJsonDocument::fromJson(json);
    wipe(json);
    if (!document.isObject())
        return damaged(VaultText::tr("Its content has no meaning."));
    SecretMap secrets;
    const QJsonObject object = document.object();
    for (auto secret = object.begin(); secret != object.end(); ++secret) {
        if (!secret->isString())
            return damaged(VaultText::tr("Its content has no meaning."));
        secrets.insert(secret.key(), secret->toString());
    }
    return secrets;
}

} // namespace Secrets
