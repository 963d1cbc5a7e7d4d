// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

class TestLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesSecrets_data();
    void hidesSecrets();
    void keepsTheRest_data();
    void keepsTheRest();
    void theSinkRedacts();
};

void TestLog::hidesSecrets_data()
{
    // "canary" is the secret in all of them, whole and in parts.
    QTest::addColumn<QString>("text");
    QTest::newRow("uri") << u"postgresql://ada:canary@host/db"_s;
    QTest::newRow("uri, no user") << u"postgres://:canary@host/db"_s;
    QTest::newRow("uri, percent-encoded") << u"at postgresql://ada:can%40ary@host/db failed"_s;
    QTest::newRow("uri, raw at sign") << u"postgresql://ada:x@canary@host/db"_s;
    QTest::newRow("uri, raw slash") << u"postgresql://ada:x/canary@host/db"_s;
    QTest::newRow("uri parameter") << u"postgresql://host/db?user=a&password=canary&sslmode=require"_s;
    QTest::newRow("uri parameter, last") << u"postgresql://host/db?PASSWORD=canary"_s;
    QTest::newRow("another scheme") << u"https://key:canary@api.example.com/"_s;
    QTest::newRow("keyword") << u"host=h password=canary dbname=d"_s;
    QTest::newRow("blanks around") << u"Password = canary ;Host=h"_s;
    QTest::newRow("libpq quotes") << u"password='x canary' host=h"_s;
    QTest::newRow("libpq escaped quote") << u"password='x\\'canary' host=h"_s;
    QTest::newRow("libpq escaped blank") << u"password=x\\ canary host=h"_s;
    QTest::newRow("npgsql") << u"Host=h;Password=canary;Database=d"_s;
    QTest::newRow("npgsql, blank") << u"Host=h;Password=x canary;Database=d"_s;
    QTest::newRow("npgsql, ampersand") << u"Host=h;Password=x&canary;Database=d"_s;
    QTest::newRow("npgsql, double quotes") << u"Host=h;Pwd=\"x;\"\"canary\";Database=d"_s;
    QTest::newRow("npgsql, single quotes") << u"Host=h;Pwd='x;''canary';Database=d"_s;
    QTest::newRow("environment") << u"PGPASSWORD=canary psql"_s;
    QTest::newRow("key password") << u"sslpassword=canary"_s;
    QTest::newRow("bearer") << u"Authorization: Bearer canary.canary-1_2/3+4=="_s;
    QTest::newRow("detail") << u"ERROR:  23505\nDETAIL:  Failing row contains (1, canary).\nHINT:  none"_s;
    QTest::newRow("indented detail") << u"  DETAIL: Key (x)=(canary)"_s;
}

void TestLog::hidesSecrets()
{
    QFETCH(QString, text);
    const QString clean = Core::redacted(text);
    QVERIFY2(!clean.contains(u"canary"_s) && !clean.contains(u"can%40ary"_s), qPrintable(clean));
    QVERIFY2(clean.contains(u"***"_s), qPrintable(clean));
}

void TestLog::keepsTheRest_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("clean");
    QTest::newRow("uri") << u"no line to postgresql://ada:x@host:5432/db?a=b, again"_s
                         << u"no line to postgresql://ada:***@host:5432/db?a=b, again"_s;
    QTest::newRow("keywords") << u"host=h password=x dbname=d"_s << u"host=h password=*** dbname=d"_s;
    QTest::newRow("npgsql") << u"Host=h;Password=x;Database=d"_s << u"Host=h;Password=***;Database=d"_s;
    QTest::newRow("hint") << u"DETAIL:  row\nHINT:  look"_s << u"DETAIL:  ***\nHINT:  look"_s;
    QTest::newRow("no secret") << u"password authentication failed for user \"ada\" at ada@example.com"_s
                               << u"password authentication failed for user \"ada\" at ada@example.com"_s;
    QTest::newRow("host and port") << u"http://localhost:8080/x"_s << u"http://localhost:8080/x"_s;
}

void TestLog::keepsTheRest()
{
    QFETCH(QString, text);
    QFETCH(QString, clean);
    QCOMPARE(Core::redacted(text), clean);
}

void TestLog::theSinkRedacts()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    std::fflush(stderr);
    const int errorOutput = ::dup(STDERR_FILENO);
    ::dup2(file.handle(), STDERR_FILENO);
    const QtMessageHandler before = qInstallMessageHandler(nullptr);
    Core::installLogSink();
    qWarning("connecting to postgresql://ada:canary@host/db");
    qInstallMessageHandler(before);
    std::fflush(stderr);
    ::dup2(errorOutput, STDERR_FILENO);
    ::close(errorOutput);
    file.seek(0);
    const QByteArray written = file.readAll();
    QVERIFY2(written.contains("postgresql://ada:***@host/db"), written.constData());
    QVERIFY(!written.contains("canary"));
}

QTEST_APPLESS_MAIN(TestLog)
#include "tst_log.moc"
