// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"

#include <QFileInfo>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using Db::ConnectionSpec;
using Db::TlsMode;
using Db::ConnectionString::toLibpqParameters;

namespace {

ConnectionSpec specOf(const QString &text)
{
    return Db::ConnectionString::parse(text).value();
}

} // namespace

class TlsRiskTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verifiesWhateverLeavesThisComputer_data();
    void verifiesWhateverLeavesThisComputer();
    void namesTheRisk_data();
    void namesTheRisk();
    void everyRiskIsAnother();
    void strengthens_data();
    void strengthens();
    void takesTheSystemsAuthorities_data();
    void takesTheSystemsAuthorities();
};

void TlsRiskTest::verifiesWhateverLeavesThisComputer_data()
{
    QTest::addColumn<bool>("isLocal");
    for (const char *host : {"localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.8.9.1", "[::1]",
                             "%2Fvar%2Frun%2Fpostgresql", ""})
        QTest::newRow(qstrlen(host) == 0 ? "none" : host) << true;
    for (const char *host :
         {"db.example.com", "ep-cool-voice-123.eu-central-1.aws.neon.tech", "gsc.postgres.database.azure.com",
          "192.168.0.7", "10.0.0.1", "[fe80::1]", "[2001:db8::1]", "127.0.0.1.example.com",
          "localhost.example.com", "localhost,db.example.com", "0.0.0.0", "1270.0.0.1"})
        QTest::newRow(host) << false;
}

void TlsRiskTest::verifiesWhateverLeavesThisComputer()
{
    QFETCH(bool, isLocal);
    const QString host = qstrcmp(QTest::currentDataTag(), "none") == 0
                             ? QString()
                             : QString::fromLatin1(QTest::currentDataTag());
    const ConnectionSpec spec = specOf(u"postgresql://gsc@%1/gsc"_s.arg(host));
    QCOMPARE(effectiveTls(spec), isLocal ? TlsMode::Prefer : TlsMode::VerifyFull);
    QCOMPARE(toLibpqParameters(spec).value(u"sslmode"_s), isLocal ? u"prefer"_s : u"verify-full"_s);
    QCOMPARE(toLibpqParameters(spec).contains(u"sslrootcert"_s), !isLocal);
    QCOMPARE(tlsRisk(spec), QString());
}

void TlsRiskTest::namesTheRisk_data()
{
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<QString>("says"); // empty: no risk
    const auto row = [](const char *parameters, const char *says) {
        QTest::newRow(parameters) << QString::fromLatin1(parameters) << QString::fromLatin1(says);
    };
    row("sslmode=disable", "can be read");
    row("sslmode=allow", "server decides");
    row("sslmode=prefer", "server decides");
    row("sslmode=require", "nobody checks who answers");
    row("sslmode=require&sslrootcert=/ca.pem", "but not its name");
    row("sslmode=verify-ca", "but not its name");
    row("sslmode=verify-full", "");
    row("sslrootcert=system", "");
    row("sslmode=verify-full&sslrootcert=/ca.pem", "");
    row("", "");
}

void TlsRiskTest::namesTheRisk()
{
    QFETCH(QString, parameters);
    QFETCH(QString, says);
    const ConnectionSpec spec = specOf(u"postgresql://gsc@db.example.com/gsc?"_s + parameters);
    const QString risk = tlsRisk(spec);
    QCOMPARE(risk.isEmpty(), says.isEmpty());
    QVERIFY2(risk.contains(says), qPrintable(risk));
    QCOMPARE(spec.warnings, says.isEmpty() ? QStringList() : QStringList(risk));
    // Nobody listens between a program and its own computer.
    QCOMPARE(tlsRisk(specOf(u"postgresql://gsc@localhost/gsc?"_s + parameters)), QString());
}

void TlsRiskTest::everyRiskIsAnother()
{
    const QString npgsql = u"Host=db.example.com;Database=gsc;Username=gsc;SSL Mode=%1"_s;
    QSet<QString> risks;
    for (const auto &mode : {u"Disable"_s, u"Allow"_s, u"Prefer"_s, u"Require"_s, u"VerifyCA"_s})
        risks.insert(tlsRisk(specOf(npgsql.arg(mode))));
    risks.insert(tlsRisk(specOf(npgsql.arg(u"VerifyFull;Trust Server Certificate=true"_s))));
    QVERIFY(!risks.contains(QString()));
    QCOMPARE(risks.size(), 6);
    QCOMPARE(tlsRisk(specOf(u"Data Source=/tmp/customers.db"_s)), QString());
}

void TlsRiskTest::strengthens_data()
{
    QTest::addColumn<QString>("text");
    const QString uri = u"postgresql://gsc:secret@ep-cool-voice-123-pooler.eu-central-1.aws.neon.tech/gsc"_s;
    QTest::newRow("require") << uri + u"?sslmode=require"_s;
    QTest::newRow("guide") << uri + u"?sslmode=require&channel_binding=require"_s;
    QTest::newRow("trust") << u"Host=db.example.com;Database=gsc;Username=gsc;Password=secret;"
                              "SSL Mode=Require;Trust Server Certificate=true"_s;
    QTest::newRow("disable") << uri + u"?sslmode=disable"_s;
    QTest::newRow("own authority") << uri + u"?sslmode=require&sslrootcert=/ca.pem"_s;
}

void TlsRiskTest::strengthens()
{
    QFETCH(QString, text);
    const ConnectionSpec weak = specOf(text);
    QVERIFY(!tlsRisk(weak).isEmpty());
    ConnectionSpec strong = strengthened(weak);
    QCOMPARE(tlsRisk(strong), QString());
    QCOMPARE(effectiveTls(strong), TlsMode::VerifyFull);
    QVERIFY(!strong.warnings.contains(tlsRisk(weak)));
    QCOMPARE(strengthened(strong), strong);

    // Nothing else has changed.
    QCOMPARE(identity(strong), identity(weak));
    strong.tls = weak.tls;
    strong.trustServerCertificate = weak.trustServerCertificate;
    strong.warnings = weak.warnings;
    QCOMPARE(strong, weak);
}

void TlsRiskTest::takesTheSystemsAuthorities_data()
{
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<int>("libpqVersion");
    QTest::addColumn<QString>("expected"); // empty: none is given
    const QString bundle = QFileInfo::exists(u"/etc/ssl/certs/ca-certificates.crt"_s)
                               ? u"/etc/ssl/certs/ca-certificates.crt"_s
                               : u"/etc/pki/tls/certs/ca-bundle.crt"_s;
    const auto row = [](const char *name, const char *parameters, int version, const QString &expected) {
        QTest::newRow(name) << QString::fromLatin1(parameters) << version << expected;
    };
    row("default, 15", "", 150018, bundle);
    row("default, 16", "", 160000, u"system"_s);
    row("default, 18", "", 180001, u"system"_s);
    row("system, 15", "sslrootcert=system", 150018, bundle); // where libpq 15 would look for such a file
    row("system, 16", "sslrootcert=system", 160004, u"system"_s);
    row("verify-ca, 16", "sslmode=verify-ca", 160004, bundle); // the word would insist on verify-full
    row("own, 15", "sslrootcert=/ca.pem", 150018, u"/ca.pem"_s);
    row("own, 16", "sslrootcert=/ca.pem", 160004, u"/ca.pem"_s);
    row("require, 16", "sslmode=require", 160004, {});
}

void TlsRiskTest::takesTheSystemsAuthorities()
{
    QFETCH(QString, parameters);
    QFETCH(int, libpqVersion);
    QFETCH(QString, expected);
    const ConnectionSpec spec = specOf(u"postgresql://gsc@db.example.com/gsc?"_s + parameters);
    QCOMPARE(toLibpqParameters(spec, libpqVersion).value(u"sslrootcert"_s), expected);
}

QTEST_GUILESS_MAIN(TlsRiskTest)
#include "tst_tlsrisk.moc"
