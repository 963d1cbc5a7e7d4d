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
    void hidesSecretsBetweenOthers_data() { hidesSecrets_data(); }
    void hidesSecretsBetweenOthers();
    void hostileTextTakesNoTime_data();
    void hostileTextTakesNoTime();
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

    QTest::newRow("uri, encoded as a whole") << u"next=postgresql%3A%2F%2Fada%3Acanary%40host%2Fdb&x=1"_s;
    QTest::newRow("uri, encoded, cut off") << u"next=postgres%3a%2f%2fada%3acanary"_s;
    QTest::newRow("uri, raw blank") << u"postgresql://ada:x canary@host/db"_s;
    QTest::newRow("uri, raw quote") << u"postgresql://ada:x\"canary@host/db"_s;
    QTest::newRow("uri, user with an at sign") << u"postgresql://ada@srv:canary@host/db"_s;
    QTest::newRow("uri, cut off") << u"postgresql://ada:canary"_s;
    QTest::newRow("uri, cut off in digits") << u"postgresql://ada:12canary"_s;
    QTest::newRow("uri, long digits") << u"postgresql://ada:123456 canary@host"_s;
    QTest::newRow("two uris in a word") << u"postgresql://a:canary@h,postgresql://b:canary@h"_s;
    QTest::newRow("uri in JSON") << uR"({"connection_uri":"postgresql://ada:canary@h/db","id":1})"_s;
    QTest::newRow("uri in JSON, blanks") << uR"({ "connection_uri" : "postgresql://ada:canary@h/db" })"_s;
    QTest::newRow("uri in JSON, slashes") << uR"("connection_uri": "postgresql:\/\/ada:canary@h\/db")"_s;
    QTest::newRow("jdbc") << u"jdbc:postgresql://host/db?user=ada&password=canary"_s;
    QTest::newRow("uri parameter, encoded") << u"x=postgresql://h/db?password%3Dcanary"_s;
    QTest::newRow("not closed") << u"password='x canary=1 host=h"_s;
    QTest::newRow("text behind the quote") << u"password='x'canary' host=h"_s;
    QTest::newRow("escaped backslash") << u"password='\\\\\\'canary' host=h"_s;
    QTest::newRow("line break") << u"password =\n canary"_s;
    QTest::newRow("capitals") << u"PASSWORD=canary;PWD=canary;Passwd = canary"_s;
    QTest::newRow("variables") << u"export POSTGRES_PASSWORD='canary' DB_PWD=canary"_s;
    QTest::newRow("env file") << u"PGPASSWORD=\"canary\"\nPGHOST=h"_s;
    QTest::newRow("yaml") << u"user: ada\npassword: canary\nhost: h"_s;
    QTest::newRow("argument") << u"psql --password canary"_s;
    QTest::newRow("JSON") << uR"({"password":"canary","x":1})"_s;
    QTest::newRow("JSON, quote inside") << uR"({"password": "x\"canary", "x": 1})"_s;
    QTest::newRow("JSON within JSON") << uR"({"body":"{\"password\": \"x\\\"canary\"}"})"_s;
    QTest::newRow("Python") << u"{'password': 'canary'}"_s;
    QTest::newRow("api key") << u"NEON_API_KEY=canary"_s;
    QTest::newRow("api key by its form") << u"key napi_canary0123 refused"_s;
    QTest::newRow("client secret") << uR"("clientSecret":"canary")"_s;
    QTest::newRow("access token") << u"?access_token=canary"_s;
    QTest::newRow("create role") << u"CREATE ROLE ada LOGIN PASSWORD 'canary';"_s;
    QTest::newRow("alter role") << u"alter role ada with encrypted password 'x''canary' valid until 'x'"_s;
    QTest::newRow("alter user, escapes") << u"ALTER USER ada PASSWORD E'x\\'canary'"_s;
    QTest::newRow("alter user, unicode") << u"ALTER USER ada PASSWORD U&'\\0061canary'"_s;
    QTest::newRow("alter user, dollars") << u"ALTER USER ada PASSWORD $$x'canary$$"_s;
    QTest::newRow("alter user, tag") << u"ALTER USER ada PASSWORD $q$x$$canary$q$"_s;
    QTest::newRow("alter user, not closed") << u"ALTER USER ada PASSWORD 'x canary"_s;
    QTest::newRow("alter user, lines") << u"ALTER USER ada PASSWORD\n  'canary'"_s;
    QTest::newRow("psql variable") << u"ALTER USER ada PASSWORD :'canary'"_s;
    QTest::newRow("verifier") << u"SCRAM-SHA-256$4096:canary==$canary=:canary/+="_s;
    QTest::newRow("verifier in SQL") << u"ALTER ROLE a PASSWORD 'SCRAM-SHA-256$4096:canary$x:y'"_s;
    QTest::newRow("bearer, JSON") << uR"("Authorization": "Bearer canary")"_s;
    QTest::newRow("bearer, alone") << u"sent bearer\tcanary to x"_s;
    QTest::newRow("basic") << u"authorization: Basic canary=="_s;
    QTest::newRow("neon") << u"password=endpoint=ep-cool-1;canary sslmode=require"_s;
    QTest::newRow("neon, dollar") << u"password=endpoint=ep-cool-1$canary"_s;
    QTest::newRow("neon, quoted") << u"password='endpoint=ep-cool-1;canary'"_s;
    QTest::newRow("neon, npgsql") << u"Host=h;Password=endpoint=ep-cool-1;canary=x;Database=d"_s;
    QTest::newRow("neon, alone") << u"sent endpoint=ep-cool-1;canary as the password"_s;
    QTest::newRow("neon, two words") << u"options=endpoint=ep-cool-1;canary host=h"_s;
    QTest::newRow("neon, encoded") << u"options=endpoint%3Dep-cool-1%3Bcanary"_s;
    QTest::newRow("neon, encoded dollar") << u"options=endpoint%3Dep-cool-1%24canary"_s;
    QTest::newRow("neon, options") << u"Options=endpoint=ep-cool-1;Password=canary;Host=h"_s;
    QTest::newRow("neon, uri") << u"postgresql://ada:endpoint=ep-cool-1;canary@h/db"_s;
    QTest::newRow("detail, several lines") << u"DETAIL:  Failing row contains (1, x\ny canary\n).\nx"_s;
    QTest::newRow("detail, a row like a field") << u"DETAIL:  Failing row contains (x\nHINT: canary)."_s;
    QTest::newRow("detail, no row") << u"ERROR: x\nDETAIL:  first\n\tcanary\nHINT:  y"_s;
    QTest::newRow("detail within a line") << u"ERROR: x DETAIL: Key (a)=(canary) exists"_s;
    QTest::newRow("detail, French") << u"ERREUR: x\nDÉTAIL : La ligne contient (canary)"_s;
    QTest::newRow("detail, Spanish") << u"DETALLE:  (canary)"_s;
    QTest::newRow("detail, Russian") << u"ПОДРОБНОСТИ:  (canary)"_s;
    QTest::newRow("row without its field") << u"Failing row contains (1, canary, (x)\ncanary)."_s;
    QTest::newRow("key without its field") << u"Key (\"Email\")=(canary@x) already exists."_s;
    QTest::newRow("copied row") << u"CONTEXT:  COPY customers, line 1: \"1\tcanary\""_s;
    QTest::newRow("half a surrogate") << QString(QChar(0xD83D)) + u" password=canary"_s;
    QTest::newRow("half a surrogate inside") << u"postgresql://ada:x"_s + QChar(0xDC00) + u"canary@h"_s;
    QTest::newRow("NUL") << u"a"_s + QChar(0) + u"password="_s + QChar(0) + u"canary"_s;
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
    QTest::newRow("two uris") << u"a postgresql://a:x@h/d b postgresql://b:y@h/d"_s
                              << u"a postgresql://a:***@h/d b postgresql://b:***@h/d"_s;
    QTest::newRow("JSON") << uR"({"password": "x", "host": "h"})"_s << uR"({"password": ***, "host": "h"})"_s;
    QTest::newRow("SQL") << u"ALTER ROLE a PASSWORD 'x' VALID UNTIL 'y'"_s
                         << u"ALTER ROLE a PASSWORD *** VALID UNTIL 'y'"_s;
    QTest::newRow("verifier") << u"is SCRAM-SHA-256$4096:x$y:z stored"_s << u"is SCRAM-SHA-256$*** stored"_s;
    QTest::newRow("bearer") << u"Bearer x, again"_s << u"Bearer ***, again"_s;
    QTest::newRow("method") << u"SCRAM-SHA-256 authentication, password_encryption = scram-sha-256"_s
                            << u"SCRAM-SHA-256 authentication, password_encryption = scram-sha-256"_s;
    QTest::newRow("port") << u"postgresql://localhost:5432 and http://[::1]:80/, mail ada@example.com"_s
                          << u"postgresql://localhost:5432 and http://[::1]:80/, mail ada@example.com"_s;
    QTest::newRow("user only") << u"postgresql://ada@host:5432/db"_s << u"postgresql://ada@host:5432/db"_s;
    QTest::newRow("endpoint") << u"options=endpoint=ep-cool-1 host=h"_s
                              << u"options=endpoint=ep-cool-1 host=h"_s;
    QTest::newRow("no value") << u"Password:\nno password supplied"_s << u"Password:\nno password supplied"_s;
    QTest::newRow("empty") << QString() << QString();
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

void TestLog::hidesSecretsBetweenOthers()
{
    QFETCH(QString, text);
    for (const QString &before :
         {u"x\n"_s, u"host=h "_s, u"password: "_s, u"a://b "_s, u"("_s, u"bearer "_s}) {
        for (const QString &after : {u"\nx"_s, u" host=h"_s, u" mail=a@b.c"_s, u";"_s}) {
            const QString clean = Core::redacted(before + text + after);
            QVERIFY2(!clean.contains(u"canary"_s), qPrintable(before + u'|' + text + u'|' + after));
        }
    }
}

void TestLog::hostileTextTakesNoTime_data()
{
    QTest::addColumn<QString>("part");
    for (const QString &part : {u"a"_s,
                                u" "_s,
                                u"\\"_s,
                                u"'"_s,
                                u"\""_s,
                                u"://"_s,
                                u"a://b:c"_s,
                                u"a://b:c "_s,
                                u"a://b:1/"_s,
                                u"%3A%2F%2F"_s,
                                u"%3A%2F%2Fx&"_s,
                                u"password"_s,
                                u"password "_s,
                                u"password="_s,
                                u"password=' "_s,
                                u"password=a b "_s,
                                u"password $"_s,
                                u"password $a$"_s,
                                u"password:\n"_s,
                                u"bearer "_s,
                                u"bearer"_s,
                                u"endpoint="_s,
                                u"endpoint=;a="_s,
                                u"DETAIL: "_s,
                                u"DETAIL:\n"_s,
                                u"DETAIL: a\nHINT: "_s,
                                u"DETAIL"_s,
                                u"md5"_s,
                                u"SCRAM-SHA-256$ "_s,
                                u"\\\""_s,
                                u"password\\\\"_s,
                                u"--password "_s,
                                u"@://a:"_s})
        QTest::addRow("%s", part.toUtf8().toPercentEncoding().constData()) << part;
}

void TestLog::hostileTextTakesNoTime()
{
    // A million characters: whatever needs their square runs into the test's time limit.
    QFETCH(QString, part);
    const QString text = part.repeated(1'000'000 / part.size());
    QVERIFY(Core::redacted(text + u"\npassword=canary"_s).size() <= text.size() * 4 + 20);
    QVERIFY(Core::redacted(u"postgresql://ada:"_s + text).size() > 0);
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
