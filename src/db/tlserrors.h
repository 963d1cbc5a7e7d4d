// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace Db {

/// Why no encrypted connection came about. None of these goes away by trying again.
enum class TlsFailure {
    UnknownAuthority,   ///< nobody we trust signed the server's certificate
    SelfSigned,         ///< the server's certificate is signed by itself
    WrongName,          ///< the certificate is for another host
    Expired,            ///< by this computer's clock
    NotYetValid,        ///< by this computer's clock
    Rejected,           ///< the certificate was refused for another reason, or libpq did not say for which
    NotOffered,         ///< the server has no TLS, or somebody on the way says so in its place
    Demanded,           ///< the server lets this user in by TLS only, and we came without
    NoCommonProtocol,   ///< no version or cipher that both know
    NoRootCertificates, ///< our own file of authorities is missing or cannot be read
    ClientCertificate,  ///< our own certificate or key is missing or cannot be read
};

/// Finds the failure in what libpq and OpenSSL say, in English; nullopt: it was not TLS. Works on the detail
/// of an error that came from postgresConnectError() as well.
[[nodiscard]] std::optional<TlsFailure> tlsFailure(QStringView libpqText);

/// A translated sentence or two: what is wrong with `host`, that nothing was sent, what to do.
[[nodiscard]] QString tlsFailureText(TlsFailure failure, const QString &host);

} // namespace Db
