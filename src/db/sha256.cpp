// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sha256.h"

#include <openssl/evp.h>

namespace Db {

struct Sha256::Private
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};

    /// None of this fails but for want of memory, and then nothing else works either.
    static void check(int code)
    {
        if (code != 1)
            qFatal("OpenSSL does not compute SHA-256");
    }
};

Sha256::Sha256()
    : d(std::make_unique<Private>())
{
    Private::check(EVP_DigestInit_ex(d->context.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::add(QByteArrayView bytes)
{
    Private::check(EVP_DigestUpdate(d->context.get(), bytes.data(), std::size_t(bytes.size())));
}

QByteArray Sha256::result()
{
    QByteArray hash(size, Qt::Uninitialized);
    Private::check(
        EVP_DigestFinal_ex(d->context.get(), reinterpret_cast<unsigned char *>(hash.data()), nullptr));
    return hash;
}

} // namespace Db
