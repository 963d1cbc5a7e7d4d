// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "programrun.h"

#include <QTest>

namespace {

using Run = Tests::ProgramRun;
using Tests::gscAdmin;

QJsonObject explained(const QString &text)
{
    const Run run = gscAdmin({QStringLiteral("explain"), text, QStringLiteral("--json")});
    return run.code == 0 ? run.json() : QJsonObject();
}

} // namespace

class TestCommandLine final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpListsExitCodesAndExamples();
    void versionIsPrinted();
    void explainHasExactlyTheDocumentedKeys();
    void explainReadsTheGuidesStrings();
    void explainNeverShowsThePassword_data();
    void explainNeverShowsThePassword();
    void badStringsAreUsageErrors_data();
    void badStringsAreUsageErrors();
    void wrongUsageIsToldInOneLine_data();
    void wrongUsageIsToldInOneLine();
    void aWindowWithoutADisplayIsRefusedInOneLine();
};

void TestCommandLine::helpListsExitCodesAndExamples()
{
    const Run run = gscAdmin({QStringLiteral("--help")});
    QCOMPARE(run.code, 0);
    QCOMPARE(gscAdmin({QStringLiteral("profiles"), QStringLiteral("--help")}).out, run.out);
    for (const QString &line : run.out.split(QLatin1Char('\n')))
        QVERIFY2(line.size() <= 96, qPrintable(line));
    for (const char *part : {"Exit codes", "Examples", "explain", "profiles", "--from", "--trace"})
        QVERIFY2(run.out.contains(QLatin1String(part)), part);
    QVERIFY(run.err.isEmpty());
}

void TestCommandLine::versionIsPrinted()
{
    const Run run = gscAdmin({QStringLiteral("--version")});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out.trimmed(), QStringLiteral("gsc-admin " GSC_VERSION));
}

void TestCommandLine::explainHasExactlyTheDocumentedKeys()
{
    QStringList keys = {
        QStringLiteral("engine"),  QStringLiteral("file"),        QStringLiteral("host"),
        QStringLiteral("port"),    QStringLiteral("database"),    QStringLiteral("user"),
        QStringLiteral("sslmode"), QStringLiteral("hasPassword"), QStringLiteral("provider"),
        QStringLiteral("pooled"),  QStringLiteral("directHost"),  QStringLiteral("parameters"),
        QStringLiteral("dropped"), QStringLiteral("warnings"),    QStringLiteral("trustServerCertificate")};
    keys.sort();
    QStringList found = explained(QStringLiteral("Data Source=gsctracking.db")).keys();
    found.sort();
    QCOMPARE(found, keys);
    found = explained(QStringLiteral("postgresql://u@h/d")).keys();
    found.sort();
    QCOMPARE(found, keys);
}

void TestCommandLine::explainReadsTheGuidesStrings()
{
    const QJsonObject pooled = explained(
        QStringLiteral("postgresql://gscuser:abc123@ep-cool-voice-12345-pooler.us-east-2.aws.neon.tech/"
                       "gsctracking?sslmode=require&pooler=true"));
    QCOMPARE(pooled.value(QLatin1String("engine")).toString(), QStringLiteral("postgresql"));
    QCOMPARE(pooled.value(QLatin1String("provider")).toString(), QStringLiteral("neon"));
    QCOMPARE(pooled.value(QLatin1String("pooled")).toBool(), true);
    QCOMPARE(pooled.value(QLatin1String("directHost")).toString(),
             QStringLiteral("ep-cool-voice-12345.us-east-2.aws.neon.tech"));
    QCOMPARE(pooled.value(QLatin1String("hasPassword")).toBool(), true);
    QCOMPARE(pooled.value(QLatin1String("sslmode")).toString(), QStringLiteral("require"));
    QCOMPARE(pooled.value(QLatin1String("port")).toInt(), 5432);

    const QJsonObject keywords =
        explained(QStringLiteral("Host=ep-cool-voice-12345.us-east-2.aws.neon.tech;\n"
                                 "Database=gsctracking;\nUsername=gscuser;\n"
                                 "Password=abc123;\nSSL Mode=Require;\n"
                                 "Trust Server Certificate=true"));
    QCOMPARE(keywords.value(QLatin1String("database")).toString(), QStringLiteral("gsctracking"));
    QCOMPARE(keywords.value(QLatin1String("trustServerCertificate")).toBool(), true);

    const QJsonObject local = explained(QStringLiteral("Data Source=gsctracking.db"));
    QCOMPARE(local.value(QLatin1String("engine")).toString(), QStringLiteral("sqlite"));
    QVERIFY(local.value(QLatin1String("file")).toString().endsWith(QLatin1String("gsctracking.db")));
}

void TestCommandLine::explainNeverShowsThePassword_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("uri") << QStringLiteral("postgresql://u:s3cretX9@h/d");
    QTest::newRow("keywords") << QStringLiteral("host=h password=s3cretX9 dbname=d");
    QTest::newRow("npgsql") << QStringLiteral("Host=h;Password=s3cretX9");
    QTest::newRow("bad uri") << QStringLiteral("postgresql://u:s3cretX9@h:port/d");
    QTest::newRow("open quote") << QStringLiteral("host=h password='s3cretX9");
}

void TestCommandLine::explainNeverShowsThePassword()
{
    QFETCH(QString, text);
    for (const bool json : {false, true}) {
        const Run run = gscAdmin(json ? QStringList{QStringLiteral("explain"), text, QStringLiteral("--json")}
                                      : QStringList{QStringLiteral("explain"), text});
        QVERIFY(run.code == 0 || run.code == 2);
        const QString all = run.out + run.err;
        QVERIFY2(!all.contains(QLatin1String("s3cretX9")), qPrintable(all));
        QVERIFY2(!all.contains(QString::fromLatin1(QByteArray("s3cretX9").toBase64())), qPrintable(all));
    }
}

void TestCommandLine::badStringsAreUsageErrors_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("bad port") << QStringLiteral("postgresql://h:port/d");
    QTest::newRow("bad escape") << QStringLiteral("postgresql://h/%zz");
    QTest::newRow("unknown parameter") << QStringLiteral("postgresql://h/d?nonsense=1");
    QTest::newRow("open quote") << QStringLiteral("host='h");
    QTest::newRow("empty") << QString();
}

void TestCommandLine::badStringsAreUsageErrors()
{
    QFETCH(QString, text);
    const Run run = gscAdmin({QStringLiteral("explain"), text});
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.isEmpty());
    QCOMPARE(run.err.trimmed().count(QLatin1Char('\n')), 0);
    QVERIFY(run.err.startsWith(QLatin1String("gsc-admin: ")));
}

void TestCommandLine::wrongUsageIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--nonsense")};
    QTest::newRow("nothing to explain") << QStringList{QStringLiteral("explain")};
    QTest::newRow("json without a verb") << QStringList{QStringLiteral("--json")};
    QTest::newRow("option of another verb")
        << QStringList{QStringLiteral("explain"), QStringLiteral("a"), QStringLiteral("--read-only")};
    QTest::newRow("two to explain") << QStringList{QStringLiteral("explain"), QStringLiteral("a"),
                                                   QStringLiteral("b")};
}

void TestCommandLine::wrongUsageIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    const Run run = gscAdmin(arguments);
    QCOMPARE(run.code, 2);
    QCOMPARE(run.err.trimmed().count(QLatin1Char('\n')), 0);
}

void TestCommandLine::aWindowWithoutADisplayIsRefusedInOneLine()
{
    const Run run = gscAdmin({QStringLiteral("some.db")});
    QCOMPARE(run.code, 1);
    QCOMPARE(run.err.trimmed().count(QLatin1Char('\n')), 0);
    QVERIFY2(run.err.contains(QLatin1String("xvfb-run")), qPrintable(run.err));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
