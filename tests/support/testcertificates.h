// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/serverprocess.h"

namespace Tests {

/// Real certificates for servers on this machine, made by the openssl program. The files are gone with this
/// object; the keys belong to the user the servers run as, and only that user can read them.
class TestCertificates final
{
public:
    /// What is wrong with a server's certificate.
    enum class Flaw {
        None,        ///< for localhost and 127.0.0.1, from authority()
        WrongHost,   ///< for db.example.com
        Expired,     ///< in 2021
        NotYetValid, ///< before 2098
        SelfSigned,
        OtherAuthority, ///< fine in itself, but not from authority()
    };

    struct Certificate
    {
        QString file;
        QString keyFile;
    };

    TestCertificates();

    /// The file with the certificate of the authority to trust.
    [[nodiscard]] QString authority() const { return m_directory.filePath(QStringLiteral("right-ca.pem")); }
    [[nodiscard]] Certificate certificate(Flaw flaw = Flaw::None) const;

private:
    void makeAuthority(const QString &name) const;
    void makeCertificate(const QString &name, const QString &authority, const QString &start = {},
                         const QString &end = {}) const;
    void openssl(const QStringList &arguments) const;

    ServerDirectory m_directory;
};

} // namespace Tests
