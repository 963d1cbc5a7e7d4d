// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/tlswitness.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace Db {

/// OpenSSL calls those who have reserved extra data for its sessions whenever one is made. libpq hands its
/// session out between two steps, but where the server is quick the whole handshake is one step.
struct TlsWitness::Hook
{
    static inline thread_local TlsWitness *present = nullptr;

    static void onNewSession(void *session, void *, CRYPTO_EX_DATA *, int, long, void *)
    {
        if (!present)
            return;
        auto *made = static_cast<SSL *>(session);
        SSL_up_ref(made);
        present->m_session.reset(made);
    }
};

TlsWitness::TlsWitness()
    : m_session(nullptr, SSL_free)
{
    [[maybe_unused]] static const int index =
        SSL_get_ex_new_index(0, nullptr, Hook::onNewSession, nullptr, nullptr);
    Hook::present = this;
}

TlsWitness::~TlsWitness()
{
    Hook::present = nullptr;
}

QString TlsWitness::explained(const QString &libpqText) const
{
    const QLatin1String refusal("certificate verify failed");
    const qsizetype at = libpqText.lastIndexOf(refusal);
    const long verdict = m_session ? SSL_get_verify_result(m_session.get()) : X509_V_OK;
    if (at < 0 || verdict == X509_V_OK)
        return libpqText;
    QString text = libpqText;
    return text.insert(at + refusal.size(),
                       QLatin1String(": ") + QLatin1String(X509_verify_cert_error_string(verdict)));
}

} // namespace Db
