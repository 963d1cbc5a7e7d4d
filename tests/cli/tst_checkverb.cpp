// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "db/session.h"
#include "schema/migrator.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Tests::PostgresServer;

namespace {

struct Run
{
    int code = -1;
    QString out;
    QString err;
};

using Variables = QList<std::pair<QString, QString>>;

/// Runs the real program without a display.
Run gscAdmin(const QStringList &arguments, const Variables &variables = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DATABASE_URL", "NO_COLOR"})
        environment.remove(QLatin1String(name));
    for (const auto &[name, value] : variables)
        environment.insert(name, value);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(GSC_ADMIN), arguments);
    if (!process.waitForFinished())
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

Run check(const QString &target, const Variables &variables = {})
{
    return gscAdmin({u"check"_s, target}, variables);
}

} // namespace

class TestCheckVerb final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aGoodServerPasses();
    void aGoodFilePasses();
    void aProfileIsATarget();
    void warningsPass();
    void noConnectionIsThree_data();
    void noConnectionIsThree();
    void aFailureBehindTheConnectionIsOne();
    void wrongUsageIsTwo();
    void jsonHasTheDocumentedShape();
    void plainTextWhereWanted();
    void noPasswordInAnyOutput();
    void interruptingEndsIt();

private:
    PostgresServer &m_server = PostgresServer::instance();
    QTemporaryDir m_directory;
    QString m_string;
    QString m_file;
};

void TestCheckVerb::initTestCase()
{
    m_string = m_server.connectionString(m_server.createDatabase());
    m_file = m_directory.filePath(u"gsctracking.db"_s);
    QVERIFY(Db::createDatabaseFile(m_file).has_value());
    for (const QString &target : {m_string, m_file}) {
        Db::Session session(Db::ConnectionString::parse(target).value());
        QVERIFY(Schema::createSchema(session).has_value());
    }
}

void TestCheckVerb::aGoodServerPasses()
{
    const Run run = check(m_string);
    qInfo("%s", qPrintable(run.out));
    QCOMPARE(run.code, 0);
    QCOMPARE(run.err, QString());
    // The target, twelve steps and the verdict.
    const QStringList lines = run.out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 14);
    QCOMPARE(run.out.count(u"✓"), 12);
    QCOMPARE(lines.last(), u"The connection works."_s);
    // Times end in one column.
    QSet<qsizetype> columns;
    for (const QString &line : lines.mid(1, 12))
        columns.insert(line.indexOf(u" ms "));
    QCOMPARE(columns.size(), 1);
    QVERIFY(!run.out.contains(u'\x1b'));
}

void TestCheckVerb::aGoodFilePasses()
{
    const Run run = check(m_file);
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out.count(u"✓"), 8);
}

void TestCheckVerb::aProfileIsATarget()
{
    const Variables home = {{u"XDG_CONFIG_HOME"_s, m_directory.filePath(u"config"_s)}};
    QCOMPARE(gscAdmin({u"profiles"_s, u"add"_s, u"Shop"_s, m_file}, home).code, 0);
    const Run run = check(u"Shop"_s, home);
    QCOMPARE(run.code, 0);
    QVERIFY2(run.out.contains(m_file), qPrintable(run.out));
    QCOMPARE(check(u"Nobody"_s, home).code, 2);
}

void TestCheckVerb::warningsPass()
{
    const Run run = check(m_string + u"&pooler=true");
    QCOMPARE(run.code, 0);
    QVERIFY2(run.out.contains(u"! Connection string"), qPrintable(run.out));
    QVERIFY2(run.out.contains(u"→ Take out what is not used: pooler."), qPrintable(run.out));
    QVERIFY(run.out.contains(u"some points need attention"));
}

void TestCheckVerb::noConnectionIsThree_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("says");
    const QString address = u"127.0.0.1:%1"_s.arg(m_server.port());
    QTest::newRow("unknown host") << u"postgresql://u:p@nosuch.invalid/d"_s << u"nosuch.invalid"_s;
    QTest::newRow("refused port") << u"postgresql://u:p@127.0.0.1:%1/d"_s.arg(Tests::freePort())
                                  << u"nothing accepts"_s;
    QTest::newRow("wrong password") << u"postgresql://gsc_password:p@%1/postgres?sslmode=disable"_s.arg(
                                           address)
                                    << u"refused the password"_s;
    QTest::newRow("wrong database") << u"postgresql://gsc@%1/nowhere?sslmode=disable"_s.arg(address)
                                    << u"no database “nowhere”"_s;
    QTest::newRow("missing file") << m_directory.filePath(u"nowhere.db"_s) << u"There is no file"_s;
}

void TestCheckVerb::noConnectionIsThree()
{
    QFETCH(QString, target);
    QFETCH(QString, says);
    const Run run = check(target);
    QCOMPARE(run.code, 3);
    QVERIFY2(run.out.contains(says), qPrintable(run.out));
    QVERIFY2(run.out.contains(u"→ "), qPrintable(run.out));
    QVERIFY(run.out.trimmed().endsWith(u"There is no connection."));
}

void TestCheckVerb::aFailureBehindTheConnectionIsOne()
{
    const Run run = check(m_server.connectionString(m_server.createDatabase()));
    QCOMPARE(run.code, 1);
    QVERIFY2(run.out.contains(u"no table \"Customer\""), qPrintable(run.out));
}

void TestCheckVerb::wrongUsageIsTwo()
{
    for (const QStringList &words : {QStringList{u"check"_s}, QStringList{u"check"_s, u"a"_s, u"b"_s},
                                     QStringList{u"check"_s, u"postgresql://h:port/d"_s}}) {
        const Run run = gscAdmin(words);
        QCOMPARE(run.code, 2);
        QCOMPARE(run.err.trimmed().count(u'\n'), 0);
        QVERIFY(run.err.startsWith(u"gsc-admin: "));
        QCOMPARE(run.out, QString());
    }
}

void TestCheckVerb::jsonHasTheDocumentedShape()
{
    const QStringList steps = {u"string"_s,         u"dns"_s,           u"tcp"_s,        u"tls"_s,
                               u"authentication"_s, u"database"_s,      u"version"_s,    u"connections"_s,
                               u"privileges"_s,     u"customerTable"_s, u"migrations"_s, u"pooler"_s};
    for (const auto &[target, code, verdict] :
         {std::tuple(m_string, 0, u"passed"_s),
          std::tuple(u"postgresql://u:p@127.0.0.1:%1/d"_s.arg(Tests::freePort()), 3, u"failed"_s)}) {
        const Run run = gscAdmin({u"check"_s, target, u"--json"_s});
        QCOMPARE(run.code, code);
        QJsonParseError error;
        const QJsonObject json = QJsonDocument::fromJson(run.out.toUtf8(), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(json.keys(), (QStringList{u"steps"_s, u"target"_s, u"verdict"_s}));
        QCOMPARE(json.value(u"verdict").toString(), verdict);
        QStringList found;
        const QJsonArray array = json.value(u"steps").toArray();
        for (const QJsonValue &value : array) {
            const QJsonObject step = value.toObject();
            QCOMPARE(step.keys(), (QStringList{u"detail"_s, u"fix"_s, u"milliseconds"_s, u"step"_s,
                                               u"summary"_s, u"verdict"_s}));
            QVERIFY((QStringList{u"passed"_s, u"warning"_s, u"failed"_s, u"skipped"_s})
                        .contains(step.value(u"verdict").toString()));
            found.append(step.value(u"step").toString());
        }
        QCOMPARE(found, steps);
    }
}

void TestCheckVerb::plainTextWhereWanted()
{
    for (const Variables &variables :
         {Variables{{u"NO_COLOR"_s, u"1"_s}}, Variables{{u"LC_ALL"_s, u"C"_s}}}) {
        const Run run = check(m_string, variables);
        QCOMPARE(run.code, 0);
        QVERIFY2(run.out.contains(u"ok   Connection string"), qPrintable(run.out));
        for (const QChar c : run.out)
            QVERIFY2(c.unicode() < 0x80, qPrintable(run.out));
    }
}

void TestCheckVerb::noPasswordInAnyOutput()
{
    const QString canary = u"canary%20;'secret9"_s;
    const QString address = u"127.0.0.1:%1"_s.arg(m_server.port());
    for (const QString &target :
         {u"postgresql://gsc_password:%1@%2/d?sslmode=disable"_s.arg(canary, address),
          u"postgresql://gsc_password%3A%1@%2/d?sslmode=disable"_s.arg(u"canary9"_s, address),
          u"Host=127.0.0.1;Port=%1;Username=gsc_password;Password=canary9;Database=d"_s.arg(m_server.port()),
          u"postgresql://u:canary9@h:port/d"_s})
        for (const QStringList &options : {QStringList(), QStringList(u"--json"_s)}) {
            const Run run = gscAdmin(QStringList{u"check"_s, target} + options);
            QVERIFY(run.code == 3 || run.code == 2);
            const QString told = run.out + run.err;
            QVERIFY2(!told.contains(u"canary"), qPrintable(told));
        }
}

void TestCheckVerb::interruptingEndsIt()
{
    Tests::FaultProxy proxy(m_server.port());
    proxy.setBlackHole(true);
    QProcess process;
    process.start(QStringLiteral(GSC_ADMIN), {u"check"_s, proxy.connectionString(u"postgres"_s)});
    QByteArray out;
    QTRY_VERIFY((out += process.readAll()).contains("127.0.0.1 answers")); // the next step is never answered
    process.terminate();
    QVERIFY(process.waitForFinished());
    out += process.readAll();
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 3);
    QVERIFY2(out.trimmed().endsWith("Stopped."), out.constData());
}

QTEST_GUILESS_MAIN(TestCheckVerb)
#include "tst_checkverb.moc"
