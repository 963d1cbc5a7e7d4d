// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/tlswitness.h"

#include <libpq-fe.h>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace Db {

TlsWitness::TlsWitness()
    : m_session(nullptr, SSL_free)
{}

TlsWitness::~TlsWitness() = default;

void TlsWitness::look(pg_conn *connection)
{
    auto *session = static_cast<SSL *>(PQsslStruct(connection, "OpenSSL"));
    if (!session || session == m_session.get())
        return;
    SSL_up_ref(session);
    m_session.reset(session);
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
