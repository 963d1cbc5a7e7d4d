// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgreserrors.h"
#include "db/tlserrors.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using Core::Error;
using Core::ErrorKind;
using Db::postgresConnectError;
using Db::postgresError;
using Db::TlsFailure;

Q_DECLARE_METATYPE(Core::ErrorKind)

namespace {

/// As libpq writes what the server, a proxy or itself has to say.
QString libpqText(const QString &text)
{
    return u"connection to server at \"db.example.com\" (192.0.2.1), port 5432 failed: "_s + text + u'\n';
}

enum class Again { Never, Later, Waking };

Again again(const Error &error)
{
    if (Db::isWaking(error))
        return Db::isTransient(error) ? Again::Waking : Again::Never; // waking and lasting: nonsense
    return Db::isTransient(error) ? Again::Later : Again::Never;
}

} // namespace

class PostgresErrorsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void poolersAnswer();
    void connecting_data();
    void connecting();
    void tls_data();
    void tls();
    void everyTlsFailureHasItsSentence();
    void unknownOutcomeIsNotTransient();
    void customersTextDoesNotDecide();
};

void PostgresErrorsTest::states_data()
{
    QTest::addColumn<Again>("expected");
    for (const char *state : {"57P01", "57P02", "57P05", "08000", "08001", "08003", "08006", "08P01", "53300",
                              "40001", "40P01", ""})
        QTest::newRow(qstrlen(state) == 0 ? "lost line" : state) << Again::Later;
    QTest::newRow("57P03") << Again::Waking;
    for (const char *state :
         {"53100", "53200", "57014", "55000", "55P03", "25006", "23505", "22001", "28P01", "42501", "42P01",
          "3D000", "57P04", "40002", "40003", "XX000", "XX001", "58030"})
        QTest::newRow(state) << Again::Never;
}

void PostgresErrorsTest::states()
{
    QFETCH(Again, expected);
    const QString state = qstrcmp(QTest::currentDataTag(), "lost line") == 0
                              ? QString()
                              : QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(again(postgresError(state, u"some text of the server"_s)), expected);
}

// Not while connecting: the pooler answers a statement.
void PostgresErrorsTest::poolersAnswer()
{
    QCOMPARE(again(postgresError(u"08P01"_s, u"query_wait_timeout"_s)), Again::Later);
    QCOMPARE(again(postgresError(u"08P01"_s, u"no such database: nothere"_s)), Again::Never);
    QCOMPARE(again(postgresError(u"XX000"_s, u"Couldn't connect to compute node"_s)), Again::Waking);
    QCOMPARE(again(postgresError({}, u"SSL error: unexpected eof while reading"_s)), Again::Later);
    QCOMPARE(again(postgresError({}, u"SSL connection has been closed unexpectedly"_s)), Again::Later);
}

void PostgresErrorsTest::connecting_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<Again>("expected");
    QTest::addColumn<QString>("says"); // a word of the sentence that sets it apart
    const auto row = [](const char *text, ErrorKind kind, const char *code, Again expected,
                        const char *says) {
        QTest::newRow(text) << QString::fromUtf8(text) << kind << QString::fromUtf8(code) << expected
                            << QString::fromUtf8(says);
    };
    using enum ErrorKind;
    row("FATAL:  Couldn't connect to compute node", Connection, "XX000", Again::Waking, "waking");
    row("FATAL:  Control plane request failed", Connection, "XX000", Again::Later, "too much to do");
    row("FATAL:  Too many connections attempts", Connection, "XX000", Again::Later, "too much to do");
    row("FATAL:  Failed to acquire permit to connect to the database. Too many database connection "
        "attempts are currently ongoing.",
        Connection, "XX000", Again::Later, "too much to do");
    row("FATAL:  Your account or project has exceeded the compute time quota. Upgrade your plan to increase "
        "limits.",
        Permission, "XX000", Again::Never, "used up");
    row("FATAL:  The requested endpoint could not be found, or you don't have access to it. Please check the "
        "provided ID and try again.",
        NotFound, "XX000", Again::Never, "no database of the address");
    row("FATAL:  The endpoint has been disabled. Enable it using Neon API and retry.", Permission, "XX000",
        Again::Never, "switched off");
    row("FATAL:  Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for "
        "SNI support or pass the endpoint ID (first part of the domain name) as a parameter.",
        NotFound, "XX000", Again::Never, "full host name");
    row("FATAL:  the database system is starting up", Connection, "57P03", Again::Waking, "starting");
    row("FATAL:  the database system is not yet accepting connections", Connection, "57P03", Again::Waking,
        "starting");
    row("FATAL:  the database system is in recovery mode", Connection, "57P03", Again::Waking, "starting");
    row("FATAL:  the database system is shutting down", Connection, "57P03", Again::Waking, "stopped");
    row("FATAL:  sorry, too many clients already", Connection, "53300", Again::Later, "no free connection");
    row("FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute", Connection,
        "53300", Again::Later, "no free connection");
    row("FATAL:  too many connections for role \"gsc\"", Connection, "53300", Again::Later,
        "no free connection");
    row("FATAL:  no such database: nothere", NotFound, "", Again::Never, "no such database");
    row("FATAL:  no such database \"nothere\"", NotFound, "", Again::Never, "no such database");
    row("FATAL:  pgbouncer cannot connect to server", Connection, "", Again::Later, "pooler");
    row("FATAL:  server login has been failing, try again later (server_login_retry)", Connection, "",
        Again::Later, "pooler");
    row("FATAL:  server_login_failed", Connection, "", Again::Later, "pooler");
    row("FATAL:  query_wait_timeout", Connection, "", Again::Later, "no free connection");
    row("FATAL:  no more connections allowed (max_client_conn)", Connection, "", Again::Later,
        "no free connection");
    row("FATAL:  unsupported startup parameter: options", Unsupported, "", Again::Never, "start-up option");
    row("FATAL:  password authentication failed for user \"gsc\"", Authentication, "28P01", Again::Never,
        "refused");
    row("fe_sendauth: no password supplied", Authentication, "", Again::Never, "asks for a password");
    row("FATAL:  no pg_hba.conf entry for host \"192.0.2.7\", user \"gsc\", database \"g\", SSL encryption",
        Authentication, "28000", Again::Never, "from this computer");
    row("FATAL:  database \"nothere\" does not exist", NotFound, "", Again::Never, "no such database");
    row("FATAL:  permission denied for database \"g\"", Permission, "42501", Again::Never, "may not connect");
    row("could not translate host name \"nowhere.invalid\" to address: Name or service not known", Connection,
        "", Again::Later, "offline");
    row("Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
        Connection, "", Again::Later, "does not accept");
    row("Network is unreachable", Connection, "", Again::Later, "does not reach");
    row("server closed the connection unexpectedly", Connection, "", Again::Later, "ended it at once");
    row("received invalid response to SSL negotiation: H", Unsupported, "", Again::Never,
        "no PostgreSQL server");
    row("SSL SYSCALL error: EOF detected", Connection, "", Again::Later, "ended it at once");
    row("timeout expired", Timeout, "", Again::Later, "did not answer");
}

void PostgresErrorsTest::connecting()
{
    QFETCH(QString, text);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, code);
    QFETCH(Again, expected);
    QFETCH(QString, says);
    const Error error = postgresConnectError(libpqText(text), u"db.example.com"_s);
    QCOMPARE(error.kind, kind);
    QCOMPARE(error.code, code);
    QCOMPARE(again(error), expected);
    QVERIFY2(error.summary.contains(says) && error.summary.contains(u"db.example.com"),
             qPrintable(error.summary));
    QVERIFY(error.detail.contains(text.trimmed()));
}

void PostgresErrorsTest::tls_data()
{
    QTest::addColumn<TlsFailure>("failure");
    using enum TlsFailure;
    const auto row = [](const char *text, TlsFailure failure) { QTest::newRow(text) << failure; };
    row("SSL error: certificate verify failed: unable to get local issuer certificate", UnknownAuthority);
    row("SSL error: certificate verify failed: self-signed certificate in certificate chain",
        UnknownAuthority);
    row("SSL error: certificate verify failed: self signed certificate in certificate chain",
        UnknownAuthority);
    row("SSL error: certificate verify failed: self-signed certificate", SelfSigned);
    row("SSL error: certificate verify failed: certificate has expired", Expired);
    row("SSL error: certificate verify failed: certificate is not yet valid", NotYetValid);
    row("SSL error: certificate verify failed", Rejected);
    row("server certificate for \"a\" (and 1 other name) does not match host name \"b\"", WrongName);
    row("server does not support SSL, but SSL was required", NotOffered);
    row("FATAL:  no pg_hba.conf entry for host \"192.0.2.7\", user \"gsc\", database \"g\", no encryption",
        Demanded);
    row("FATAL:  connection is insecure (try using `sslmode=require`)", Demanded);
    row("FATAL:  SSL required", Demanded);
    row("SSL error: tlsv1 alert protocol version", NoCommonProtocol);
    row("SSL error: unsupported protocol", NoCommonProtocol);
    row("root certificate file \"/nowhere\" does not exist\nEither provide the file or change sslmode to "
        "disable server certificate verification.",
        NoRootCertificates);
    row("could not read root certificate file \"/x\": Permission denied", NoRootCertificates);
    row("could not read certificate file \"/x\": no start line", ClientCertificate);
    row("private key file \"/x\" has group or world access", ClientCertificate);
}

void PostgresErrorsTest::tls()
{
    QFETCH(TlsFailure, failure);
    const QString host = u"db.example.com"_s;
    const Error error = postgresConnectError(libpqText(QString::fromUtf8(QTest::currentDataTag())), host);
    QCOMPARE(Db::tlsFailure(error.detail), failure);
    QCOMPARE(error.kind, ErrorKind::Connection);
    QCOMPARE(error.summary, Db::tlsFailureText(failure, host));
    QVERIFY(!Db::isTransient(error));
}

void PostgresErrorsTest::everyTlsFailureHasItsSentence()
{
    QSet<QString> sentences;
    const int last = int(TlsFailure::ClientCertificate);
    for (int i = 0; i <= last; ++i) {
        const QString text = Db::tlsFailureText(TlsFailure(i), u"db.example.com"_s);
        QVERIFY2(text.contains(u"db.example.com"), qPrintable(text));
        sentences.insert(text);
    }
    QCOMPARE(sentences.size(), last + 1);
}

void PostgresErrorsTest::unknownOutcomeIsNotTransient()
{
    for (const auto &code : {QString(), u"57P01"_s, u"08006"_s}) {
        Error error = postgresError(code, {});
        QVERIFY(Db::isTransient(error));
        for (const ErrorKind kind : {ErrorKind::OutcomeUnknown, ErrorKind::Cancelled, ErrorKind::Closed}) {
            error.kind = kind;
            QVERIFY(!Db::isTransient(error));
        }
    }
}

// With a state of its own the text is the customer's, and means nothing.
void PostgresErrorsTest::customersTextDoesNotDecide()
{
    const QString name = u"value \"Couldn't connect to compute node\" is too long"_s;
    QCOMPARE(again(postgresError(u"22001"_s, name)), Again::Never);
    QCOMPARE(again(postgresError(u"57P01"_s, u"certificate has expired"_s)), Again::Later);
}

QTEST_GUILESS_MAIN(PostgresErrorsTest)
#include "tst_postgreserrors.moc"
