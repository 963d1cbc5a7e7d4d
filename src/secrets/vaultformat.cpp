// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/vaultformat.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace Secrets {

namespace {

struct VaultText
{
    Q_DECLARE_TR_FUNCTIONS(Secrets::Vault)
};

using Core::Error;
using Core::ErrorKind;

constexpr QByteArrayView magic("GSCVAULT");
constexpr char context[] = "GSCVault";
constexpr int headerSize = Core::SealHeader::size;
constexpr int tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int padding = 256;

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

} // namespace

Core::Result<VaultHeader> VaultHeader::parse(const QByteArray &vault)
{
    const auto header = SealHeader::parse(vault, magic);
    if (header && vault.size() < headerSize + tagSize)
        return damaged(VaultText::tr("It is too short."));
    if (header)
        return VaultHeader{*header};
    if (header.error().kind == ErrorKind::Corrupt)
        return damaged(header.error().detail);
    return Error{header.error().kind,
                 VaultText::tr("A newer version of this program wrote this vault. It was not opened, and "
                               "nothing was changed. Update this program."),
                 header.error().detail,
                 {}};
}

VaultKey::VaultKey(const KdfLimits &limits, QByteArray salt, Core::SealKey key)
    : m_limits(limits)
    , m_salt(std::move(salt))
    , m_key(std::move(key))
{}

Core::Result<VaultKey> VaultKey::create(const QString &passphrase, const KdfLimits &limits)
{
    if (passphrase.isEmpty())
        return Error{
            ErrorKind::Syntax, VaultText::tr("A vault needs a passphrase. Nothing was changed."), {}, {}};
    return deriveFrom(passphrase, limits, Core::SealHeader::randomSalt());
}

Core::Result<VaultKey> VaultKey::derive(const QString &passphrase, const VaultHeader &header)
{
    auto key = deriveFrom(passphrase, header.limits, header.salt);
    if (key && !key->fits(header))
        return Error{
            ErrorKind::Authentication,
            VaultText::tr("This is not the vault's passphrase. The vault itself is in order and was not "
                          "changed. Try again."),
            {},
            {}};
    return key;
}

Core::Result<VaultKey> VaultKey::deriveFrom(const QString &passphrase, const KdfLimits &limits,
                                            const QByteArray &salt)
{
    auto key = Core::SealKey::derive(passphrase, limits, salt, context);
    if (!key)
        return Error{ErrorKind::Io,
                     VaultText::tr("There is not enough memory to work with the vault. Nothing was changed. "
                                   "Close other programs and try again."),
                     {},
                     {}};
    return VaultKey(limits, salt, *std::move(key));
}

bool VaultKey::fits(const VaultHeader &header) const
{
    return header.limits == m_limits && header.salt == m_salt && m_key.fits(header);
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
        Core::wipe(json);
        return Error{ErrorKind::Unsupported,
                     VaultText::tr("The vault is full: it takes 1 MiB. Nothing was changed."),
                     {},
                     {}};
    }
    Core::SealHeader header;
    header.limits = m_limits;
    header.salt = m_salt;
    header.keyCheck = m_key.check();
    header.nonce = Core::SealHeader::randomNonce();
    const QByteArray begin = header.toBytes(magic);
    QByteArray body(json.size() + tagSize, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(body), nullptr, bytes(std::as_const(json)),
                                               quint64(json.size()), bytes(begin), quint64(begin.size()),
                                               nullptr, bytes(std::as_const(header.nonce)), m_key.data());
    Core::wipe(json);
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
    Core::wipe(json);
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
