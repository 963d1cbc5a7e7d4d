// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/postgreserrors.h"
#include "doctor/commonchecks.h"
#include "doctor/connectproblem.h"
#include "doctor/report.h"
#include "doctor/serverload.h"

#include <QJsonArray>
#include <QTest>

using namespace Doctor;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Doctor::Verdict)
Q_DECLARE_METATYPE(Doctor::Step)
Q_DECLARE_METATYPE(Doctor::ServerLoad)
Q_DECLARE_METATYPE(Doctor::History)

class TestCommonChecks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strings_data();
    void strings();
    void versions_data();
    void versions();
    void loads_data();
    void loads();
    void histories_data();
    void histories();
    void connectProblems_data();
    void connectProblems();
    void everyStepHasATitle();
    void reportsHaveNoPassword();
    void plainTerminalsGetPlainText();
};

void TestCommonChecks::strings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("fix");
    const QString neon = u"postgresql://gscuser:abc123@ep-cool-voice-12345-pooler.us-east-2.aws.neon.tech/gsctracking"_s;
    QTest::newRow("complete") << neon + u"?sslmode=verify-full"_s << Verdict::Passed << u"complete"_s << QString();
    QTest::newRow("no sslmode") << neon << Verdict::Passed << u"complete"_s << QString();
    QTest::newRow("the guide's") << neon + u"?sslmode=require"_s << Verdict::Warning << u"nobody checks who answers"_s
                                 << u"sslmode=verify-full"_s;
    QTest::newRow("pooler=true") << neon + u"?sslmode=verify-full&pooler=true"_s << Verdict::Warning << u"pooler"_s
                                 << u"Take out what is not used: pooler"_s;
    QTest::newRow("trust") << u"Host=db.example.com;Database=d;Username=u;Password=p;SSL Mode=Require;Trust Server "
                              "Certificate=true"_s
                           << Verdict::Warning << u"trusted without a check"_s << u"pretend to be the server"_s;
    QTest::newRow("no password") << u"postgresql://u@db.example.com/d"_s << Verdict::Warning << u"no password"_s
                                 << u"Enter the password"_s;
    QTest::newRow("local without password") << u"postgresql://u@localhost/d"_s << Verdict::Passed << u"complete"_s
                                            << QString();
}

void TestCommonChecks::strings()
{
    QFETCH(QString, text);
    QFETCH(Verdict, verdict);
    QFETCH(QString, says);
    QFETCH(QString, fix);
    const Finding finding = checkString(Db::ConnectionString::parse(text).value());
    QCOMPARE(finding.verdict, verdict);
    QVERIFY2(finding.summary.contains(says), qPrintable(finding.summary));
    QVERIFY2(fix.isEmpty() ? finding.fix.isEmpty() : finding.fix.contains(fix), qPrintable(finding.fix));
}

void TestCommonChecks::versions_data()
{
    QTest::addColumn<Verdict>("verdict");
    QTest::newRow("9.6.24") << Verdict::Failed;
    QTest::newRow("14.12") << Verdict::Failed;
    QTest::newRow("15.20 (Debian 15.20-1)") << Verdict::Passed;
    QTest::newRow("16.4") << Verdict::Passed;
    QTest::newRow("18beta1") << Verdict::Passed;
    QTest::newRow("19.0") << Verdict::Warning;
    QTest::newRow("?") << Verdict::Warning;
}

void TestCommonChecks::versions()
{
    QFETCH(Verdict, verdict);
    const Finding finding = checkServerVersion(QString::fromUtf8(QTest::currentDataTag()));
    QCOMPARE(finding.verdict, verdict);
    QCOMPARE(finding.fix.isEmpty(), verdict == Verdict::Passed);
}

void TestCommonChecks::loads_data()
{
    QTest::addColumn<ServerLoad>("load");
    QTest::addColumn<Verdict>("verdict");
    const auto used = [](int count) {
        ServerLoad load;
        load.used = count;
        load.available = 100;
        load.idle = count;
        return load;
    };
    QTest::newRow("80 %") << used(80) << Verdict::Passed;
    QTest::newRow("81 %") << used(81) << Verdict::Warning;
    QTest::newRow("95 %") << used(95) << Verdict::Warning;
    QTest::newRow("96 %") << used(96) << Verdict::Failed;
    ServerLoad role = used(10);
    role.roleUsed = 9;
    role.roleLimit = 10;
    QTest::newRow("role") << role << Verdict::Warning;
    ServerLoad database = used(10);
    database.databaseUsed = 10;
    database.databaseLimit = 10;
    QTest::newRow("database") << database << Verdict::Failed;
}

void TestCommonChecks::loads()
{
    QFETCH(ServerLoad, load);
    QFETCH(Verdict, verdict);
    const Finding finding = checkLoad(load);
    QCOMPARE(finding.verdict, verdict);
    QCOMPARE(finding.fix.isEmpty(), verdict == Verdict::Passed);
    QVERIFY2(finding.summary.contains(u"of 100 connections"), qPrintable(finding.summary));
}

void TestCommonChecks::histories_data()
{
    QTest::addColumn<History>("history");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("says");
    const auto with = [](const QStringList &ids) { return History{true, ids, u"10.0.0"_s, true, true, false}; };
    const QString own1 = u"20251211000000_InitialCreate"_s;
    const QString own2 = u"20251211000100_AddCustomerNameIndex"_s;
    const QString web1 = u"20251216025032_InitialCreate"_s;
    const QString web2 = u"20251216220306_AddExpenseModel"_s;
    const QString old1 = u"20251209034037_InitialCreate"_s;
    const QString old7 = u"20251216015748_PendingModelChanges"_s;
    QTest::newRow("ours") << with({own1, own2}) << Verdict::Passed << own2;
    QTest::newRow("ours, pending") << with({own1}) << Verdict::Warning << own2;
    QTest::newRow("web") << with({web1, web2}) << Verdict::Passed << web2;
    QTest::newRow("web, pending") << with({web1}) << Verdict::Warning << u"Not applied yet: "_s + web2;
    QTest::newRow("web, newer") << with({web1, web2, u"20260101000000_Next"_s}) << Verdict::Passed << u"3 migration"_s;
    QTest::newRow("old") << with({old1, old7}) << Verdict::Warning << u"old line"_s;
    QTest::newRow("mixed") << with({old1, web1, web2}) << Verdict::Warning << u"mixed"_s;
    QTest::newRow("empty") << with({}) << Verdict::Warning << u"empty"_s;
    QTest::newRow("table, no history") << History{false, {}, {}, true, true, false} << Verdict::Warning << u"no migration history"_s;
    QTest::newRow("nothing") << History{false, {}, {}, false, true, false} << Verdict::Passed << u"No migration"_s;
    QTest::newRow("lock left") << History{true, {own1, own2}, {}, true, true, true} << Verdict::Warning
                               << u"__EFMigrationsLock"_s;
}

void TestCommonChecks::histories()
{
    QFETCH(History, history);
    QFETCH(Verdict, verdict);
    QFETCH(QString, says);
    const Finding finding = checkHistory(history);
    QCOMPARE(finding.verdict, verdict);
    QVERIFY2(finding.summary.contains(says), qPrintable(finding.summary));
    QCOMPARE(finding.fix.isEmpty(), verdict == Verdict::Passed);
}

/// The texts of servers that cannot be had here.
void TestCommonChecks::connectProblems_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("says");
    using enum Step;
    const auto row = [](const char *text, Step step, const char *says) {
        QTest::newRow(text) << step << QString::fromUtf8(says);
    };
    row("SSL error: certificate verify failed: unable to get local issuer certificate", Tls, "prove");
    row("SSL error: certificate verify failed: self-signed certificate", Tls, "vouches");
    row("SSL error: certificate verify failed: certificate has expired", Tls, "expired");
    row("server certificate for \"a\" does not match host name \"b\"", Tls, "another name");
    row("server does not support SSL, but SSL was required", Tls, "offers no encryption");
    row("FATAL:  connection is insecure (try using `sslmode=require`)", Tls, "encrypted line only");
    row("FATAL:  no pg_hba.conf entry for host \"192.0.2.7\", user \"u\", database \"d\", no encryption", Tls,
        "encrypted line only");
    row("FATAL:  no pg_hba.conf entry for host \"192.0.2.7\", user \"u\", database \"d\", SSL encryption",
        Authentication, "from this computer");
    row("FATAL:  password authentication failed for user \"u\"", Authentication, "refused the password");
    row("FATAL:  role \"u\" does not exist", Authentication, "no user");
    row("FATAL:  Tenant or user not found", Authentication, "does not know the user");
    row("FATAL:  The requested endpoint could not be found, or you don't have access to it.", Authentication,
        "endpoint");
    row("FATAL:  database \"d\" does not exist", Database, "no database");
    row("FATAL:  permission denied for database \"d\"", Database, "not allowed to connect");
    row("FATAL:  Your account or project has exceeded the compute time quota.", Database, "used up");
    row("FATAL:  server login has been failing, try again later (server_login_retry)", Database, "cannot reach");
    row("FATAL:  query_wait_timeout", Database, "down or fully busy");
    row("FATAL:  sorry, too many clients already", Connections, "no free connection");
    row("FATAL:  too many connections for role \"u\"", Connections, "may have");
    row("FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute", Connections,
        "administrator");
    row("FATAL:  no more connections allowed (max_client_conn)", Connections, "pooler");
    row("timeout expired", Authentication, "says nothing");
}

void TestCommonChecks::connectProblems()
{
    QFETCH(Step, step);
    QFETCH(QString, says);
    const Core::Error error = Db::postgresConnectError(QString::fromUtf8(QTest::currentDataTag()), u"h.example"_s);
    QVERIFY(!isWaking(error));
    const auto connection = Db::ConnectionString::parse(u"postgresql://u:p@h.example/d"_s).value();
    const ConnectProblem problem = connectProblem(error, connection);
    QCOMPARE(problem.step, step);
    QVERIFY2(problem.summary.contains(says), qPrintable(problem.summary));
    QVERIFY(!problem.fix.isEmpty());
    for (const QString &text : {problem.summary, problem.fix})
        QVERIFY2(!text.contains(u"%1") && !text.contains(u"%2") && !text.contains(u"%3"), qPrintable(text));
}

void TestCommonChecks::everyStepHasATitle()
{
    for (const Db::Engine engine : {Db::Engine::SQLite, Db::Engine::PostgreSQL}) {
        QStringList titles;
        for (const Step step : stepsOf(engine))
            titles.append(titleOf(step, engine));
        QVERIFY(!titles.contains(QString()));
        QCOMPARE(titles.removeDuplicates(), 0);
    }
    QCOMPARE(stepsOf(Db::Engine::PostgreSQL).size(), 12);
}

void TestCommonChecks::reportsHaveNoPassword()
{
    const auto connection = Db::ConnectionString::parse(u"postgresql://me%3Acanary1:canary2@h.example/d"_s).value();
    const QList<Finding> findings = {{Step::Authentication, Verdict::Failed, u"No."_s, u"Do."_s, u"detail"_s, {}}};
    QVERIFY(!reportText(connection, findings).contains(u"canary"));
    const QJsonObject json = reportJson(connection, findings);
    QCOMPARE(json.keys(), (QStringList{u"steps"_s, u"target"_s, u"verdict"_s}));
    QCOMPARE(json.value(u"target").toString(), u"postgresql://me@h.example/d"_s);
    QCOMPARE(json.value(u"verdict").toString(), u"failed"_s);
    QStringList keys = json.value(u"steps").toArray().first().toObject().keys();
    QCOMPARE(keys, (QStringList{u"detail"_s, u"fix"_s, u"milliseconds"_s, u"step"_s, u"summary"_s, u"verdict"_s}));
}

void TestCommonChecks::plainTerminalsGetPlainText()
{
    const Finding finding = {Step::Dns, Verdict::Failed, u"“h” is not there…"_s, u"Look."_s, {}, std::chrono::milliseconds(7)};
    const QString plain = stepText(finding, Db::Engine::PostgreSQL, {false, false});
    QVERIFY(plain.startsWith(u"FAIL Server's address"));
    QVERIFY2(std::all_of(plain.begin(), plain.end(), [](QChar c) { return c.unicode() < 0x80; }), qPrintable(plain));
    const QString rich = stepText(finding, Db::Engine::PostgreSQL, {true, true});
    QVERIFY(rich.contains(u"✗") && rich.contains(u"\x1b[31m"));
    // The fix stands below the sentence.
    const QStringList lines = stepText(finding, Db::Engine::PostgreSQL).split(u'\n');
    QCOMPARE(lines.at(1).indexOf(u"→"), lines.at(0).indexOf(u"“h”"));
}

QTEST_GUILESS_MAIN(TestCommonChecks)
#include "tst_commonchecks.moc"
