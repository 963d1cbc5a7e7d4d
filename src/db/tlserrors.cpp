// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/tlserrors.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace Db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

struct Rule
{
    const char *part;
    TlsFailure failure;
};

/// The first rule that fits wins. OpenSSL's reasons come before libpq's "certificate verify failed", which
/// stands beside each of them.
constexpr std::array rules{
    Rule{"certificate in certificate chain", TlsFailure::UnknownAuthority},
    Rule{"unable to get local issuer certificate", TlsFailure::UnknownAuthority},
    Rule{"unable to get issuer certificate", TlsFailure::UnknownAuthority},
    Rule{"unable to verify the first certificate", TlsFailure::UnknownAuthority},
    Rule{"self-signed certificate", TlsFailure::SelfSigned},
    Rule{"self signed certificate", TlsFailure::SelfSigned}, // OpenSSL 1.1
    Rule{"certificate has expired", TlsFailure::Expired},
    Rule{"certificate is not yet valid", TlsFailure::NotYetValid},
    Rule{"does not match host name", TlsFailure::WrongName},
    Rule{"host name from server certificate", TlsFailure::WrongName}, // it has none
    Rule{"certificate verify failed", TlsFailure::Rejected},
    Rule{"server does not support SSL", TlsFailure::NotOffered},
    Rule{"no encryption", TlsFailure::Demanded},              // PostgreSQL: no pg_hba.conf entry for ...
    Rule{"connection is insecure", TlsFailure::Demanded},     // Neon
    Rule{"SSL connection is required", TlsFailure::Demanded}, // Azure, Supabase
    Rule{"SSL required", TlsFailure::Demanded},               // PgBouncer
    Rule{"root certificate file", TlsFailure::NoRootCertificates},
    Rule{"could not read certificate file", TlsFailure::ClientCertificate},
    Rule{"could not open certificate file", TlsFailure::ClientCertificate},
    Rule{"private key file", TlsFailure::ClientCertificate},
    Rule{"alert certificate required", TlsFailure::ClientCertificate},
    Rule{"alert protocol version", TlsFailure::NoCommonProtocol},
    Rule{"unsupported protocol", TlsFailure::NoCommonProtocol},
    Rule{"no protocols available", TlsFailure::NoCommonProtocol},
    Rule{"alert handshake failure", TlsFailure::NoCommonProtocol},
    Rule{"no shared cipher", TlsFailure::NoCommonProtocol},
};

} // namespace

std::optional<TlsFailure> tlsFailure(QStringView libpqText)
{
    const auto *rule = std::find_if(rules.begin(), rules.end(), [&](const Rule &candidate) {
        return libpqText.contains(QLatin1String(candidate.part));
    });
    return rule == rules.end() ? std::nullopt : std::optional(rule->failure);
}

QString tlsFailureText(TlsFailure failure, const QString &host)
{
    switch (failure) {
    case TlsFailure::UnknownAuthority:
        return Text::tr("The certificate of “%1” comes from an authority that this computer does not trust, "
                        "so it may not be the right server. Nothing was sent to it. If the server has an "
                        "authority of its own, choose that authority's certificate file (sslrootcert).")
            .arg(host);
    case TlsFailure::SelfSigned:
        return Text::tr("“%1” vouches only for itself (a self-signed certificate), so anybody could be "
                        "answering. Nothing was sent to it. Ask the person who looks after the server for "
                        "its certificate file and choose it as the one to trust (sslrootcert).")
            .arg(host);
    case TlsFailure::WrongName:
        return Text::tr("The certificate of “%1” is for a server of another name, so it may not be the right "
                        "one. Nothing was sent to it. Check the host name: it must be the one the server is "
                        "known by, not an IP address.")
            .arg(host);
    case TlsFailure::Expired:
        return Text::tr("The certificate of “%1” has expired. Nothing was sent to it. Check the date of this "
                        "computer; if it is right, the person who looks after the server must renew the "
                        "certificate.")
            .arg(host);
    case TlsFailure::NotYetValid:
        return Text::tr("The certificate of “%1” is not valid yet. Nothing was sent to it. Check the date of "
                        "this computer; if it is right, ask the person who looks after the server.")
            .arg(host);
    case TlsFailure::Rejected:
        return Text::tr("“%1” could not prove that it is the right server: its certificate was not accepted. "
                        "Nothing was sent to it. Ask the person who looks after the server.")
            .arg(host);
    case TlsFailure::NotOffered:
        return Text::tr("“%1” offers no encryption, or somebody on the way takes it away. Nothing was sent "
                        "to it. Try another network; if it stays so, ask the person who looks after the "
                        "server to turn TLS on.")
            .arg(host);
    case TlsFailure::Demanded:
        return Text::tr("“%1” lets this user in over an encrypted connection only. No password was sent. Set "
                        "the encryption of this connection to “verify-full”.")
            .arg(host);
    case TlsFailure::NoCommonProtocol:
        return Text::tr("This computer and “%1” have no version of TLS in common. Nothing was sent to it. "
                        "Ask the person who looks after the server to allow TLS 1.2 or newer.")
            .arg(host);
    case TlsFailure::NoRootCertificates:
        return Text::tr("The file with the authorities to trust is missing or cannot be read, so “%1” cannot "
                        "be checked. Nothing was sent to it. Choose another file (sslrootcert), or install "
                        "the package “ca-certificates”.")
            .arg(host);
    case TlsFailure::ClientCertificate:
        return Text::tr("The client certificate for “%1” is missing, or its key cannot be used. Check both "
                        "files (sslcert, sslkey); nobody else may be able to read the key.")
            .arg(host);
    }
    return {};
}

} // namespace Db
