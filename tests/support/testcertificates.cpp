// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcertificates.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Tests {

namespace {

// %1 is the folder. openssl's "ca" is the one command that takes dates in every version.
constexpr auto configuration = R"([req]
distinguished_name = name
prompt = no
[name]
CN = GSC test
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[host]
basicConstraints = critical, CA:false
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
[wrong-host]
basicConstraints = critical, CA:false
extendedKeyUsage = serverAuth
subjectAltName = DNS:db.example.com
[ca]
default_ca = issue
[issue]
database = %1/index.txt
new_certs_dir = %1
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 2
policy = any
[any]
commonName = supplied
)";

QString nameOf(TestCertificates::Flaw flaw)
{
    switch (flaw) {
    case TestCertificates::Flaw::None:
        return u"right"_s;
    case TestCertificates::Flaw::WrongHost:
        return u"wrong-host"_s;
    case TestCertificates::Flaw::Expired:
        return u"expired"_s;
    case TestCertificates::Flaw::NotYetValid:
        return u"not-yet-valid"_s;
    case TestCertificates::Flaw::SelfSigned:
        return u"self-signed"_s;
    case TestCertificates::Flaw::OtherAuthority:
        return u"other"_s;
    }
    return {};
}

} // namespace

TestCertificates::TestCertificates()
    : m_directory(u"certificates"_s)
{
    m_directory.write(u"openssl.cnf"_s, QString::fromLatin1(configuration).arg(m_directory.path()).toUtf8());
    m_directory.write(u"index.txt"_s, {});
    makeAuthority(u"right-ca"_s);
    makeAuthority(u"other-ca"_s);
    makeCertificate(nameOf(Flaw::None), u"right-ca"_s);
    makeCertificate(nameOf(Flaw::WrongHost), u"right-ca"_s);
    makeCertificate(nameOf(Flaw::Expired), u"right-ca"_s, u"20210101000000Z"_s, u"20210201000000Z"_s);
    makeCertificate(nameOf(Flaw::NotYetValid), u"right-ca"_s, u"20980101000000Z"_s, u"20990101000000Z"_s);
    makeCertificate(nameOf(Flaw::OtherAuthority), u"other-ca"_s);
    const Certificate selfSigned = certificate(Flaw::SelfSigned);
    openssl({u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
             u"-nodes"_s, u"-keyout"_s, selfSigned.keyFile, u"-out"_s, selfSigned.file, u"-extensions"_s,
             u"host"_s});
}

TestCertificates::Certificate TestCertificates::certificate(Flaw flaw) const
{
    const QString name = nameOf(flaw);
    return {m_directory.filePath(name + ".pem"_L1), m_directory.filePath(name + ".key"_L1)};
}

void TestCertificates::makeAuthority(const QString &name) const
{
    openssl({u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
             u"-nodes"_s, u"-keyout"_s, m_directory.filePath(name + ".key"_L1), u"-out"_s,
             m_directory.filePath(name + ".pem"_L1), u"-subj"_s, u"/CN=%1"_s.arg(name), u"-extensions"_s,
             u"authority"_s});
}

void TestCertificates::makeCertificate(const QString &name, const QString &authority, const QString &start,
                                       const QString &end) const
{
    const QString request = m_directory.filePath(name + ".csr"_L1);
    openssl({u"req"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s,
             u"-keyout"_s, m_directory.filePath(name + ".key"_L1), u"-out"_s, request});
    QStringList arguments{u"ca"_s,
                          u"-batch"_s,
                          u"-notext"_s,
                          u"-in"_s,
                          request,
                          u"-out"_s,
                          m_directory.filePath(name + ".pem"_L1),
                          u"-cert"_s,
                          m_directory.filePath(authority + ".pem"_L1),
                          u"-keyfile"_s,
                          m_directory.filePath(authority + ".key"_L1),
                          u"-extensions"_s,
                          name == nameOf(Flaw::WrongHost) ? name : u"host"_s};
    if (!start.isEmpty())
        arguments << u"-startdate"_s << start << u"-enddate"_s << end;
    openssl(arguments);
}

void TestCertificates::openssl(const QStringList &arguments) const
{
    const QString program = QStandardPaths::findExecutable(u"openssl"_s);
    if (program.isEmpty())
        qFatal("There is no openssl: './dev test' installs it.");
    ServerProcess::runToEnd(program, QStringList(arguments)
                                         << u"-config"_s << m_directory.filePath(u"openssl.cnf"_s));
}

} // namespace Tests
