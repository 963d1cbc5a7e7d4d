// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctorfixture.h"

#include "db/session.h"
#include "schema/migrator.h"
#include "support/faultproxy.h"
#include "support/pooler.h"
#include "support/postgresserver.h"
#include "support/testcertificates.h"

#include <QElapsedTimer>

#include <libpq-fe.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace Doctor;
using namespace Qt::StringLiterals;
using Tests::Examined;
using Tests::examined;
using Tests::PostgresServer;

namespace {

/// Takes connections and says nothing, as a firewall does that lets only the handshake through.
class SilentServer final
{
public:
    SilentServer()
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in name = {};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(name);
        if (::bind(m_descriptor, reinterpret_cast<sockaddr *>(&name), size) != 0 || ::listen(m_descriptor, 8) != 0 ||
            ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&name), &size) != 0)
            qFatal("no port");
        m_port = ntohs(name.sin_port);
    }
    ~SilentServer() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(SilentServer)
    [[nodiscard]] int port() const { return m_port; }

private:
    int m_descriptor;
    int m_port = 0;
};

} // namespace

class TestDoctorServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everythingIsWell();
    void aSocketIsFine();
    void changesNothing();
    void unknownHost();
    void refusedPort();
    void noSuchSocket();
    void silentServer();
    void blackHole();
    void wrongPassword();
    void missingPassword();
    void unknownUser();
    void wrongDatabase();
    void noConnectRight();
    void offeredTlsIsTold();
    void badCertificate();
    void strippedTls();
    void demandedTls();
    void suspendedDatabaseWakesUp();
    void databaseThatStaysAsleepIsGivenUp();
    void openingThatLies();
    void oldAndNewServers();
    void roleLimit();
    void databaseLimitIsToldWithTheCounts();
    void idleInTransactionIsCounted();
    void readOnlyRole();
    void roleWithoutRights();
    void roleWithoutSchema();
    void superuser();
    void readOnlyDatabase();
    void noCustomerTable();
    void customerElsewhere();
    void unquotedCustomer();
    void missingColumn();
    void lockedHistory();
    void transactionPooler();
    void stoppingEndsEveryWait();
    void noPasswordIsTold();

private:
    PostgresServer &m_server = PostgresServer::instance();
    QString m_database;
    QString m_string;

    [[nodiscard]] QString asUser(const QString &user, const QString &database) const
    {
        return u"postgresql://%1@127.0.0.1:%2/%3?sslmode=disable"_s.arg(user).arg(m_server.port()).arg(database);
    }
    /// The steps before `step` passed or warned, `step` failed, the rest was skipped.
    static void compareFailure(const Examined &result, Step step, const QString &says);
    [[nodiscard]] QString databaseWithSchema() const
    {
        const QString name = m_server.createDatabase();
        Db::Session session(Db::ConnectionString::parse(m_server.connectionString(name)).value());
        if (!Schema::createSchema(session))
            qFatal("no schema");
        return name;
    }
};

void TestDoctorServer::compareFailure(const Examined &result, Step step, const QString &says)
{
    const Finding failure = result.at(step);
    const QByteArray all = (result.verdicts() + u": " + failure.summary).toUtf8();
    QVERIFY2(failure.verdict == Verdict::Failed, all.constData());
    QVERIFY2(failure.summary.contains(says), all.constData());
    QVERIFY2(!failure.fix.isEmpty(), all.constData());
    QVERIFY(result.toldAsReturned);
    for (const Finding &finding : result.findings) {
        if (finding.step < step)
            QVERIFY2(finding.verdict != Verdict::Failed, all.constData());
        if (finding.step > step)
            QVERIFY2(finding.verdict == Verdict::Skipped, all.constData());
        QVERIFY2(!finding.summary.isEmpty(), all.constData());
    }
    qInfo("%s %s", qPrintable(failure.summary), qPrintable(failure.fix));
}

#define COMPARE_FAILURE(result, step, says)                                                                            \
    compareFailure(result, step, says);                                                                                \
    if (QTest::currentTestFailed())                                                                                    \
    return

void TestDoctorServer::initTestCase()
{
    m_database = databaseWithSchema();
    m_string = m_server.connectionString(m_database);
    m_server.execute(u"create role reader login; create role nobody login; create role limited login connection limit 1; "
                     "create role gscadmin login superuser"_s);
    m_server.execute(m_database, u"grant select on all tables in schema public to reader"_s);
}

void TestDoctorServer::everythingIsWell()
{
    const auto connection = Db::ConnectionString::parse(m_string + u"&application_name=doctor").value();
    const Examined result = examined(connection);
    qInfo("%s", qPrintable(result.text(connection)));
    QVERIFY(result.toldAsReturned);
    QCOMPARE(result.started, stepsOf(Db::Engine::PostgreSQL));
    QCOMPARE(result.waits, QStringList());
    QCOMPARE(result.verdicts(), u"passed passed passed passed passed passed passed passed passed passed passed passed"_s);
    QVERIFY(isConnected(result.findings));
    QVERIFY(result.at(Step::Version).summary.contains(QString::number(m_server.majorVersion())));
    QVERIFY(result.at(Step::Connections).summary.contains(u"of 97 connections"));
    QVERIFY(result.at(Step::Migrations).summary.contains(u"2 migration"));
    QVERIFY(result.at(Step::Pooler).summary.contains(u"direct"));
}

void TestDoctorServer::aSocketIsFine()
{
    const Examined result = examined(m_server.socketConnectionString(m_database));
    QVERIFY(result.at(Step::Dns).summary.contains(m_server.socketDirectory()));
    QCOMPARE(result.at(Step::Tcp).verdict, Verdict::Passed);
    QVERIFY(isConnected(result.findings));
}

void TestDoctorServer::changesNothing()
{
    m_server.setLogStatements(true);
    const qint64 begin = m_server.logSize();
    (void)examined(m_string);
    m_server.execute(u"select 'examination is over'"_s);
    QTRY_VERIFY(m_server.log(begin).contains(u"examination is over"));
    m_server.setLogStatements(false);
    const QString log = m_server.log(begin);
    QVERIFY(log.contains(u"pg_stat_activity"));
    QVERIFY(!log.contains(u"read write", Qt::CaseInsensitive));
    for (const char *word : {": insert", ": update", ": delete", ": create", ": alter", ": drop", ": grant"})
        QVERIFY2(!log.contains(QLatin1String(word), Qt::CaseInsensitive), word);
}

void TestDoctorServer::unknownHost()
{
    const Examined result = examined(u"postgresql://u:p@nosuch.invalid/d"_s);
    const Finding dns = result.at(Step::Dns);
    QCOMPARE(dns.verdict, Verdict::Failed);
    // A machine without any name server says something else, and so does the doctor.
    QVERIFY2(dns.summary.contains(u"no server named “nosuch.invalid”") || dns.summary.contains(u"offline"),
             qPrintable(dns.summary));
    qInfo("%s %s", qPrintable(dns.summary), qPrintable(dns.detail));
    COMPARE_FAILURE(result, Step::Dns, u"nosuch.invalid"_s);
}

void TestDoctorServer::refusedPort()
{
    COMPARE_FAILURE(examined(u"postgresql://u:p@127.0.0.1:%1/d"_s.arg(Tests::freePort())), Step::Tcp,
                    u"nothing accepts connections on port"_s);
}

void TestDoctorServer::noSuchSocket()
{
    COMPARE_FAILURE(examined(u"host=/nowhere dbname=d user=u"_s), Step::Tcp, u"no socket"_s);
}

void TestDoctorServer::silentServer()
{
    const SilentServer silent;
    COMPARE_FAILURE(examined(u"postgresql://u:p@127.0.0.1:%1/d"_s.arg(silent.port())), Step::Tls,
                    u"does not answer within 5 second"_s);
}

void TestDoctorServer::blackHole()
{
    Tests::FaultProxy proxy(m_server.port());
    proxy.setBlackHole(true);
    COMPARE_FAILURE(examined(proxy.connectionString(m_database)), Step::Tls, u"does not answer within 5 second"_s);
}

void TestDoctorServer::wrongPassword()
{
    COMPARE_FAILURE(examined(u"postgresql://gsc_password:wrong@127.0.0.1:%1/%2?sslmode=disable"_s.arg(m_server.port()).arg(m_database)),
                    Step::Authentication, u"refused the password of “gsc_password”"_s);
}

void TestDoctorServer::missingPassword()
{
    COMPARE_FAILURE(examined(u"postgresql://gsc_password@127.0.0.1:%1/%2?sslmode=disable&passfile=/nowhere"_s.arg(m_server.port()).arg(m_database)),
                    Step::Authentication, u"asks for a password"_s);
}

void TestDoctorServer::unknownUser()
{
    COMPARE_FAILURE(examined(asUser(u"stranger"_s, m_database)), Step::Authentication, u"no user “stranger”"_s);
}

void TestDoctorServer::wrongDatabase()
{
    const Examined result = examined(m_server.connectionString(u"nowhere"_s));
    COMPARE_FAILURE(result, Step::Database, u"no database “nowhere”"_s);
    QCOMPARE(result.at(Step::Authentication).verdict, Verdict::Passed);
}

void TestDoctorServer::noConnectRight()
{
    const QString database = m_server.createDatabase();
    m_server.execute(u"revoke connect on database %1 from public"_s.arg(database));
    COMPARE_FAILURE(examined(asUser(u"nobody"_s, database)), Step::Database, u"not allowed to connect"_s);
}

void TestDoctorServer::offeredTlsIsTold()
{
    const Tests::TestCertificates certificates;
    m_server.offerTls(certificates.certificate());
    const QString plain = u"postgresql://gsc@localhost:%1/%2?sslmode=verify-full&sslrootcert=%3"_s.arg(m_server.port())
                              .arg(m_database, certificates.authority());
    const Finding tls = examined(plain).at(Step::Tls);
    m_server.stopOfferingTls();
    QCOMPARE(tls.verdict, Verdict::Passed);
    QVERIFY2(tls.summary.contains(u"TLSv1.3") && tls.summary.contains(u"proved who it is"), qPrintable(tls.summary));
}

void TestDoctorServer::badCertificate()
{
    using Flaw = Tests::TestCertificates::Flaw;
    const Tests::TestCertificates certificates;
    const QList<std::pair<Flaw, QString>> flaws = {{Flaw::WrongHost, u"another name"_s},
                                                   {Flaw::Expired, u"expired"_s},
                                                   {Flaw::SelfSigned, u"vouches only for itself"_s},
                                                   {Flaw::OtherAuthority, u"could not prove"_s}};
    for (const auto &[flaw, says] : flaws) {
        m_server.offerTls(certificates.certificate(flaw));
        const Examined result =
            examined(u"postgresql://gsc@localhost:%1/%2?sslmode=verify-full&sslrootcert=%3"_s.arg(m_server.port())
                         .arg(m_database, certificates.authority()));
        compareFailure(result, Step::Tls, says);
    }
    m_server.stopOfferingTls();
}

void TestDoctorServer::strippedTls()
{
    const Tests::TestCertificates certificates;
    m_server.offerTls(certificates.certificate());
    Tests::FaultProxy proxy(m_server.port());
    proxy.setStrippingTls(true);
    const Examined result =
        examined(u"postgresql://gsc@localhost:%1/%2?sslmode=verify-full&sslrootcert=%3"_s.arg(proxy.port())
                     .arg(m_database, certificates.authority()));
    m_server.stopOfferingTls();
    QCOMPARE(proxy.counters().plainStarts, 0);
    COMPARE_FAILURE(result, Step::Tls, u"somebody on the way takes it away"_s);
}

void TestDoctorServer::demandedTls()
{
    const Tests::TestCertificates certificates;
    m_server.offerTls(certificates.certificate());
    m_server.demandTls(true);
    const Examined result = examined(m_string); // sslmode=disable
    m_server.demandTls(false);
    m_server.stopOfferingTls();
    COMPARE_FAILURE(result, Step::Tls, u"encrypted line only"_s);
    QVERIFY(result.at(Step::Tls).fix.contains(u"sslmode="));
}

void TestDoctorServer::suspendedDatabaseWakesUp()
{
    Tests::FaultProxy proxy(m_server.port());
    proxy.suspend(std::chrono::milliseconds(200), 2);
    const Examined result = examined(proxy.connectionString(m_database));
    QCOMPARE(proxy.counters().refusals, 2);
    QVERIFY(isConnected(result.findings));
    QCOMPARE(result.at(Step::Authentication).verdict, Verdict::Passed);
    QVERIFY2(result.at(Step::Authentication).summary.contains(u"woke up within"),
             qPrintable(result.at(Step::Authentication).summary));
    QCOMPARE(result.waits, QStringList(2, u"Waking the database…"_s));
    qInfo("%s", qPrintable(result.at(Step::Authentication).summary));
}

void TestDoctorServer::databaseThatStaysAsleepIsGivenUp()
{
    Tests::FaultProxy proxy(m_server.port());
    proxy.suspend(std::chrono::milliseconds(10), 1000);
    const Examined result = examined(proxy.connectionString(m_database));
    COMPARE_FAILURE(result, Step::Authentication, u"did not wake up within 20 second"_s);
    QVERIFY(!result.waits.isEmpty());
}

/// The pooler answers the start of a connection from memory, though its server is gone.
void TestDoctorServer::openingThatLies()
{
    Tests::Pooler pooler(m_server);
    {
        Db::Session session(Db::ConnectionString::parse(pooler.connectionString(m_database)).value());
        QVERIFY(session.select({u"select 1"_s, {}}).has_value());
    }
    m_server.stop();
    const Examined result = examined(pooler.connectionString(m_database));
    m_server.start();
    compareFailure(result, Step::Database, u""_s);
    const QString sentence = result.at(Step::Database).summary;
    QVERIFY2(sentence.contains(u"cannot reach the database server behind it") ||
                 sentence.contains(u"no question after it"),
             qPrintable(sentence));
}

void TestDoctorServer::oldAndNewServers()
{
    Tests::FaultProxy proxy(m_server.port());
    proxy.setServerVersion(u"14.9"_s);
    const Examined old = examined(proxy.connectionString(m_database));
    COMPARE_FAILURE(old, Step::Version, u"14.9 is too old"_s);
    QVERIFY(isConnected(old.findings));
    proxy.setServerVersion(u"99.0"_s);
    const Examined newer = examined(proxy.connectionString(m_database));
    QCOMPARE(newer.at(Step::Version).verdict, Verdict::Warning);
    QCOMPARE(newer.at(Step::CustomerTable).verdict, Verdict::Passed);
}

void TestDoctorServer::roleLimit()
{
    Db::Session held(Db::ConnectionString::parse(asUser(u"limited"_s, m_database)).value());
    QVERIFY(held.open().has_value());
    const Examined result = examined(asUser(u"limited"_s, m_database));
    compareFailure(result, Step::Connections, u"“limited” has used up"_s);
    QVERIFY(!isConnected(result.findings));
}

void TestDoctorServer::databaseLimitIsToldWithTheCounts()
{
    const QString database = m_server.createDatabase();
    Db::Session held(Db::ConnectionString::parse(m_server.connectionString(database)).value());
    QVERIFY(held.open().has_value());
    m_server.execute(u"alter database %1 connection limit 1"_s.arg(database));
    const Examined result = examined(m_server.connectionString(database));
    COMPARE_FAILURE(result, Step::Connections, u"has used up the connections"_s);
    QVERIFY2(result.at(Step::Connections).summary.contains(u"of 97 connections are in use"),
             qPrintable(result.at(Step::Connections).summary));
}

void TestDoctorServer::idleInTransactionIsCounted()
{
    const QByteArray conninfo = m_string.toUtf8();
    PGconn *held = PQconnectdb(conninfo.constData());
    PQclear(PQexec(held, "begin"));
    const Finding connections = examined(m_string).at(Step::Connections);
    PQfinish(held);
    QVERIFY2(connections.summary.contains(u"1 idle in a transaction"), qPrintable(connections.summary));
}

void TestDoctorServer::readOnlyRole()
{
    const Examined result = examined(asUser(u"reader"_s, m_database));
    const Finding rights = result.at(Step::Privileges);
    QCOMPARE(rights.verdict, Verdict::Warning);
    QVERIFY2(rights.summary.contains(u"may read customers, but not change"), qPrintable(rights.summary));
    QVERIFY2(rights.fix.contains(u"GRANT INSERT, UPDATE, DELETE ON \"public\".\"Customer\" TO \"reader\";"),
             qPrintable(rights.fix));
    QCOMPARE(verdictOf(result.findings), Verdict::Warning);
}

void TestDoctorServer::roleWithoutRights()
{
    const Examined result = examined(asUser(u"nobody"_s, m_database));
    const Finding rights = result.at(Step::Privileges);
    QCOMPARE(rights.verdict, Verdict::Failed);
    QVERIFY2(rights.summary.contains(u"“nobody” may not read the table, which belongs to “gsc”"), qPrintable(rights.summary));
    QVERIFY(isConnected(result.findings));
}

void TestDoctorServer::roleWithoutSchema()
{
    const QString database = databaseWithSchema();
    m_server.execute(database, u"revoke usage on schema public from public"_s);
    const Finding rights = examined(asUser(u"nobody"_s, database)).at(Step::Privileges);
    QCOMPARE(rights.verdict, Verdict::Failed);
    QVERIFY2(rights.fix.contains(u"GRANT USAGE ON SCHEMA \"public\" TO \"nobody\";"), qPrintable(rights.fix));
}

void TestDoctorServer::superuser()
{
    const Finding rights = examined(asUser(u"gscadmin"_s, m_database)).at(Step::Privileges);
    QCOMPARE(rights.verdict, Verdict::Warning);
    QVERIFY2(rights.summary.contains(u"superuser"), qPrintable(rights.summary));
}

void TestDoctorServer::readOnlyDatabase()
{
    const QString database = databaseWithSchema();
    m_server.execute(u"alter database %1 set default_transaction_read_only = on"_s.arg(database));
    const Finding rights = examined(m_server.connectionString(database)).at(Step::Privileges);
    QCOMPARE(rights.verdict, Verdict::Warning);
    QVERIFY2(rights.summary.contains(u"default_transaction_read_only"), qPrintable(rights.summary));
}

void TestDoctorServer::noCustomerTable()
{
    const Examined result = examined(m_server.connectionString(m_server.createDatabase()));
    QCOMPARE(result.at(Step::Privileges).verdict, Verdict::Skipped);
    QCOMPARE(result.at(Step::CustomerTable).verdict, Verdict::Failed);
    QVERIFY(result.at(Step::CustomerTable).summary.contains(u"no table \"Customer\""));
    QCOMPARE(result.at(Step::Migrations).verdict, Verdict::Passed);
    QVERIFY(isConnected(result.findings));
}

void TestDoctorServer::customerElsewhere()
{
    const QString database = databaseWithSchema();
    m_server.execute(database, u"create schema other; alter table \"Customer\" set schema other"_s);
    const Finding table = examined(m_server.connectionString(database)).at(Step::CustomerTable);
    QCOMPARE(table.verdict, Verdict::Failed);
    QVERIFY2(table.summary.contains(u"other.Customer") && table.fix.contains(u"search_path"), qPrintable(table.summary));
}

void TestDoctorServer::unquotedCustomer()
{
    const QString database = m_server.createDatabase();
    m_server.execute(database, u"create table customer (id int)"_s);
    const Finding table = examined(m_server.connectionString(database)).at(Step::CustomerTable);
    QCOMPARE(table.verdict, Verdict::Failed);
    QVERIFY2(table.summary.contains(u"public.customer") && table.fix.contains(u"capital C"), qPrintable(table.fix));
}

void TestDoctorServer::missingColumn()
{
    const QString database = databaseWithSchema();
    m_server.execute(database, u"alter table \"Customer\" drop column \"Phone\""_s);
    const Finding table = examined(m_server.connectionString(database)).at(Step::CustomerTable);
    QCOMPARE(table.verdict, Verdict::Failed);
    QVERIFY2(table.summary.contains(u"Phone"), qPrintable(table.summary));
    QVERIFY(!table.fix.isEmpty());
}

/// The lock that EF Core takes while it migrates.
void TestDoctorServer::lockedHistory()
{
    PGconn *held = PQconnectdb(m_string.toUtf8().constData());
    PQclear(PQexec(held, "begin"));
    PQclear(PQexec(held, R"(lock table "__EFMigrationsHistory" in access exclusive mode)"));
    const Finding migrations = examined(m_string).at(Step::Migrations);
    PQfinish(held);
    QCOMPARE(migrations.verdict, Verdict::Warning);
    QVERIFY2(migrations.summary.contains(u"locked"), qPrintable(migrations.summary));
}

void TestDoctorServer::transactionPooler()
{
    Tests::Pooler pooler(m_server);
    const Examined result = examined(pooler.connectionString(m_database));
    const Finding found = result.at(Step::Pooler);
    QCOMPARE(found.verdict, Verdict::Warning);
    QVERIFY2(found.summary.contains(u"transaction pooler"), qPrintable(found.summary));
    QVERIFY2(found.detail.contains(u"shared one server process"), qPrintable(found.detail));
    QCOMPARE(result.at(Step::CustomerTable).verdict, Verdict::Passed);
}

void TestDoctorServer::stoppingEndsEveryWait()
{
    const SilentServer silent;
    const auto connection = Db::ConnectionString::parse(u"postgresql://u:p@127.0.0.1:%1/d"_s.arg(silent.port())).value();
    std::atomic_bool stop = false;
    QElapsedTimer timer;
    // Stopped by the walk itself, at the step that would wait for five seconds.
    const QList<Finding> findings = examine(
        connection,
        [&](Step step) {
            if (step == Step::Tls) {
                timer.start();
                std::thread([&stop] { stop = true; }).detach();
            }
        },
        {}, stop);
    qInfo("stopped after %lld ms", timer.elapsed());
    QCOMPARE(findings.size(), stepsOf(Db::Engine::PostgreSQL).size());
    QCOMPARE(findings.at(int(Step::Tls)).verdict, Verdict::Skipped);
    QCOMPARE(findings.last().summary, u"Stopped."_s);
}

void TestDoctorServer::noPasswordIsTold()
{
    const QString text = u"postgresql://gsc_password:canary-7@127.0.0.1:%1/canary-7"_s.arg(m_server.port());
    const auto connection = Db::ConnectionString::parse(text).value();
    const Examined result = examined(connection);
    QCOMPARE(result.at(Step::Authentication).verdict, Verdict::Failed);
    for (const Finding &finding : result.findings)
        for (const QString &told : {finding.summary, finding.fix, finding.detail})
            QVERIFY2(!told.contains(u"canary"), qPrintable(told));
}

QTEST_GUILESS_MAIN(TestDoctorServer)
#include "tst_doctorserver.moc"
