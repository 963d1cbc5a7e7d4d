// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/tlserrors.h"
#include "sessionfixture.h"
#include "support/faultproxy.h"
#include "support/pooler.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using Db::ConnectionSpec;
using Db::TlsFailure;
using Db::TlsMode;
using Tests::FaultProxy;
using Tests::Pooler;
using Tests::PostgresServer;
using Tests::TestCertificates;
using Flaw = Tests::TestCertificates::Flaw;

namespace {

/// What a client meets at the far end of the line.
struct Peer
{
    enum class Tls { Right, WrongHost, Expired, NotYetValid, SelfSigned, OtherAuthority, None, Stripped };
    Tls tls = Tls::Right;
    bool isPooler = false;
};

/// The certificate that goes with it.
Flaw flawOf(Peer::Tls tls)
{
    switch (tls) {
    case Peer::Tls::WrongHost:
        return Flaw::WrongHost;
    case Peer::Tls::Expired:
        return Flaw::Expired;
    case Peer::Tls::NotYetValid:
        return Flaw::NotYetValid;
    case Peer::Tls::SelfSigned:
        return Flaw::SelfSigned;
    case Peer::Tls::OtherAuthority:
        return Flaw::OtherAuthority;
    case Peer::Tls::Right:
    case Peer::Tls::Stripped:
    case Peer::Tls::None:
        break;
    }
    return Flaw::None;
}

} // namespace

Q_DECLARE_METATYPE(Peer)

/// Real servers, real certificates. Every line goes through a FaultProxy, which counts the attempts and sees
/// whatever is not encrypted; the servers' logs tell whether anybody logged in.
class TlsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void refusesWithoutAuthorities_data();
    void refusesWithoutAuthorities();
    void refusesOldProtocols();
    void serverDemandsTls_data();
    void serverDemandsTls();
    void weakerModesAreTheUsersChoice_data();
    void weakerModesAreTheUsersChoice();
    void strippedLineStaysClosed();

private:
    void setUp(const Peer &peer);
    [[nodiscard]] ConnectionSpec spec(const QString &parameters) const;
    [[nodiscard]] ConnectionSpec verifying() const;
    /// Opens a session; for the figure, every attempt of verify-full that must not succeed comes through
    /// here.
    void verifyRefused(const ConnectionSpec &target, TlsFailure failure);
    [[nodiscard]] QString logSinceSetUp() const;

    PostgresServer &m_server = PostgresServer::instance();
    std::unique_ptr<Pooler> m_pooler;
    TestCertificates m_certificates;
    QString m_database;
    std::unique_ptr<FaultProxy> m_proxy;
    bool m_isPooler = false;
    qint64 m_serverLogStart = 0;
    qsizetype m_poolerLogStart = 0;
    int m_attempts = 0;
    int m_refused = 0;
    int m_accepted = 0;
};

void TlsTest::initTestCase()
{
    m_database = m_server.createDatabase();
    m_server.setParameter(u"log_connections"_s, u"on"_s);
    m_pooler = std::make_unique<Pooler>(m_server);
}

void TlsTest::cleanupTestCase()
{
    qInfo("acceptance 35: %d refused of %d, %d accepted wrongly", m_refused, m_attempts, m_accepted);
    m_pooler.reset();
    QCOMPARE(m_accepted, 0);
    QCOMPARE(m_refused, m_attempts);
}

void TlsTest::init()
{
    m_server.demandTls(false);
}

void TlsTest::setUp(const Peer &peer)
{
    m_isPooler = peer.isPooler;
    const auto certificate = m_certificates.certificate(flawOf(peer.tls));
    if (peer.isPooler)
        m_pooler->demandTls(peer.tls == Peer::Tls::None ? std::nullopt : std::optional(certificate));
    else if (peer.tls == Peer::Tls::None)
        m_server.stopOfferingTls();
    else
        m_server.offerTls(certificate);
    m_proxy = std::make_unique<FaultProxy>(peer.isPooler ? m_pooler->port() : m_server.port());
    m_proxy->setStrippingTls(peer.tls == Peer::Tls::Stripped);
    m_serverLogStart = m_server.logSize();
    m_poolerLogStart = m_pooler->log().size();
}

ConnectionSpec TlsTest::spec(const QString &parameters) const
{
    return Tests::specOf(
        u"postgresql://gsc:canary-7391@127.0.0.1:%1/%2?"_s.arg(m_proxy->port()).arg(m_database) + parameters);
}

ConnectionSpec TlsTest::verifying() const
{
    return spec(u"sslmode=verify-full&sslrootcert="_s + m_certificates.authority());
}

QString TlsTest::logSinceSetUp() const
{
    return m_isPooler ? m_pooler->log().mid(m_poolerLogStart) : m_server.log(m_serverLogStart);
}

void TlsTest::verifyRefused(const ConnectionSpec &target, TlsFailure failure)
{
    ++m_attempts;
    Db::Session session(target);
    const auto line = session.open();
    if (line)
        ++m_accepted;
    QVERIFY2(!line, "accepted");
    ++m_refused;
    QCOMPARE(line.error().kind, Core::ErrorKind::Connection);
    QVERIFY2(Db::tlsFailure(line.error().detail) == failure, qPrintable(line.error().detail));
    QCOMPARE(line.error().summary, Db::tlsFailureText(failure, u"127.0.0.1"_s));
    QVERIFY2(!Core::toText(line.error()).contains(u"canary"), qPrintable(Core::toText(line.error())));

    // One attempt, and none of a weaker kind: whoever asks for TLS first and starts in plain text afterwards
    // is seen by the proxy.
    QCOMPARE(m_proxy->counters().connections, 1);
    QCOMPARE(m_proxy->counters().encryptionRequests, 1);
    QCOMPARE(m_proxy->counters().plainStarts, 0);
    // Nor did user and password go over an encrypted line: nobody has introduced himself to the server.
    const QString log = logSinceSetUp();
    QVERIFY2(!log.contains(u"gsc@") && !log.contains(u"login attempt") && !log.contains(u"authorized"),
             qPrintable(log));
}

void TlsTest::accepts_data()
{
    QTest::addColumn<Peer>("peer");
    QTest::newRow("direct") << Peer{Peer::Tls::Right, false};
    QTest::newRow("pooler") << Peer{Peer::Tls::Right, true};
}

void TlsTest::accepts()
{
    QFETCH(Peer, peer);
    setUp(peer);
    Db::Session session(verifying());
    const auto line = session.open();
    QVERIFY_OK(line);
    QVERIFY(line->encrypted);
    QCOMPARE(line->tls, TlsMode::VerifyFull);
    QVERIFY2(line->tlsProtocol.startsWith(u"TLSv1."), qPrintable(line->tlsProtocol));
    QVERIFY2(line->tlsCipher.contains(u"AES") || line->tlsCipher.contains(u"CHACHA"),
             qPrintable(line->tlsCipher));
    QCOMPARE(Tests::scalar(session, u"select current_user"_s), u"gsc"_s);
    if (!peer.isPooler) // the server agrees
        QCOMPARE(
            Tests::scalar(session,
                          u"select version || ' ' || cipher from pg_stat_ssl where pid = pg_backend_pid()"_s),
            line->tlsProtocol + u' ' + line->tlsCipher);
    // What verifyRefused() looks for is there when somebody does log in.
    QCOMPARE(m_proxy->counters().plainStarts, 0);
    QTRY_VERIFY2(logSinceSetUp().contains(peer.isPooler ? u"login attempt" : u"gsc@"),
                 qPrintable(logSinceSetUp()));
}

void TlsTest::refuses_data()
{
    QTest::addColumn<Peer>("peer");
    QTest::addColumn<TlsFailure>("failure");
    for (const bool isPooler : {false, true}) {
        const auto row = [isPooler](const char *name, Peer::Tls tls, TlsFailure failure) {
            QTest::addRow("%s: %s", isPooler ? "pooler" : "direct", name) << Peer{tls, isPooler} << failure;
        };
        row("unknown authority", Peer::Tls::OtherAuthority, TlsFailure::UnknownAuthority);
        row("wrong host", Peer::Tls::WrongHost, TlsFailure::WrongName);
        row("expired", Peer::Tls::Expired, TlsFailure::Expired);
        row("not yet valid", Peer::Tls::NotYetValid, TlsFailure::NotYetValid);
        row("self-signed", Peer::Tls::SelfSigned, TlsFailure::SelfSigned);
        row("no TLS", Peer::Tls::None, TlsFailure::NotOffered);
        row("stripped", Peer::Tls::Stripped, TlsFailure::NotOffered);
    }
}

void TlsTest::refuses()
{
    QFETCH(Peer, peer);
    QFETCH(TlsFailure, failure);
    setUp(peer);
    verifyRefused(verifying(), failure);
}

void TlsTest::refusesWithoutAuthorities_data()
{
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<TlsFailure>("failure");
    QTest::newRow("the system's") << u""_s << TlsFailure::UnknownAuthority;
    QTest::newRow("missing") << u"&sslrootcert=/nowhere/ca.pem"_s << TlsFailure::NoRootCertificates;
    QTest::newRow("no certificates") << u"&sslrootcert=/etc/hostname"_s << TlsFailure::NoRootCertificates;
    QTest::newRow("key missing") << u"&sslrootcert=%1&sslcert=%1&sslkey=/nowhere/key.pem"_s.arg(
                                        m_certificates.authority())
                                 << TlsFailure::ClientCertificate;
}

// The server is fine; it is this side that cannot know.
void TlsTest::refusesWithoutAuthorities()
{
    QFETCH(QString, parameters);
    QFETCH(TlsFailure, failure);
    setUp({});
    verifyRefused(spec(u"sslmode=verify-full"_s + parameters), failure);
}

void TlsTest::refusesOldProtocols()
{
    m_server.setParameter(u"ssl_min_protocol_version"_s, u"TLSv1.3"_s);
    setUp({}); // afterwards: set-up statements log in, too
    verifyRefused(spec(u"sslmode=verify-full&ssl_max_protocol_version=TLSv1.2&sslrootcert="_s +
                       m_certificates.authority()),
                  TlsFailure::NoCommonProtocol);
    m_server.setParameter(u"ssl_min_protocol_version"_s, u"TLSv1.2"_s);
}

void TlsTest::serverDemandsTls_data()
{
    accepts_data();
}

// The other way round: the user's name went out in plain text, as the connection string wants; no password.
void TlsTest::serverDemandsTls()
{
    QFETCH(Peer, peer);
    setUp(peer);
    m_server.demandTls(true);
    Db::Session plain(spec(u"sslmode=disable"_s));
    const auto refused = plain.open();
    QVERIFY(!refused);
    QCOMPARE(refused.error().summary, Db::tlsFailureText(TlsFailure::Demanded, u"127.0.0.1"_s));
    QCOMPARE(m_proxy->counters().connections, 1);

    Db::Session encrypted(verifying());
    QVERIFY_OK(encrypted.open());
}

void TlsTest::weakerModesAreTheUsersChoice_data()
{
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<TlsMode>("mode");
    QTest::newRow("require") << u"sslmode=require"_s << TlsMode::Require;
    QTest::newRow("trust") << u"sslmode=verify-full&trustServerCertificate=true"_s << TlsMode::Require;
}

// Chosen, it works with the worst certificate, and the line says so; that is also what shows that the
// certificates above are refused for their flaws alone.
void TlsTest::weakerModesAreTheUsersChoice()
{
    QFETCH(QString, parameters);
    QFETCH(TlsMode, mode);
    for (const Peer::Tls tls : {Peer::Tls::OtherAuthority, Peer::Tls::WrongHost, Peer::Tls::Expired,
                                Peer::Tls::NotYetValid, Peer::Tls::SelfSigned}) {
        setUp({tls, false});
        Db::Session session(spec(parameters));
        const auto line = session.open();
        QVERIFY_OK(line);
        QVERIFY(line->encrypted);
        QCOMPARE(line->tls, mode);
        QCOMPARE(m_proxy->counters().plainStarts, 0);
    }
}

// However often it is tried again.
void TlsTest::strippedLineStaysClosed()
{
    setUp({Peer::Tls::Stripped, false});
    Db::Session session(verifying());
    constexpr int tries = 5;
    for (int i = 0; i < tries; ++i) {
        QVERIFY(!session.open());
        QVERIFY(!session.select(Db::Statement{u"select 1"_s, {}}));
    }
    QCOMPARE(m_proxy->counters().plainStarts, 0);
    QCOMPARE(m_proxy->counters().encryptionRequests, m_proxy->counters().connections);
    m_proxy->setStrippingTls(false);
    const auto line = session.open();
    QVERIFY_OK(line);
    QCOMPARE(line->tls, TlsMode::VerifyFull);
}

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
