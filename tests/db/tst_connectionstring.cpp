// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using Db::ConnectionString::parse;
using Db::ConnectionString::Secrets;
using Db::ConnectionString::toText;

namespace {

/// One line that says what a string means, so that a row of a test reads like a sentence.
QString meaning(const QString &text)
{
    const auto spec = parse(text);
    if (!spec)
        return QStringLiteral("error");
    if (spec->engine == Db::Engine::SQLite)
        return QStringLiteral("file ") + spec->file +
               (spec->openMode == Db::SqliteOpenMode::ReadOnly ? QStringLiteral(" ro") : QString());
    QStringList parts;
    for (const Db::HostPort &host : spec->hosts)
        parts.append(QStringLiteral("<%1>%2").arg(host.host).arg(host.port));
    parts.append(QStringLiteral("db=%1 user=%2 pw=%3 tls=%4")
                     .arg(spec->database, spec->user, spec->password.value_or(QStringLiteral("-")),
                          spec->tls ? tlsModeName(*spec->tls) : QStringLiteral("-")));
    if (spec->trustServerCertificate)
        parts.append(QStringLiteral("trust"));
    if (!spec->rootCertificate.isEmpty())
        parts.append(QStringLiteral("root=") + spec->rootCertificate);
    for (auto it = spec->parameters.cbegin(); it != spec->parameters.cend(); ++it)
        parts.append(it.key() + u'=' + it.value());
    return parts.join(u' ');
}

void row(const char *text, const char *expected)
{
    QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
}

} // namespace

/// What people write: read as it is meant or refused, and written in one form.
class TestConnectionString final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void guide();
    void libpq_data();
    void libpq();
    void npgsql_data();
    void npgsql();
    void npgsqlSynonyms_data();
    void npgsqlSynonyms();
    void sqlite_data();
    void sqlite();
    void paths();
    void dispatch_data();
    void dispatch();
    void refused_data();
    void refused();
    void roundTrip_data();
    void roundTrip();
    void hiddenPassword();
};

void TestConnectionString::guide()
{
    // The four strings of the guide, line breaks included.
    QCOMPARE(meaning(QStringLiteral("Data Source=gsctracking.db")), QStringLiteral("file gsctracking.db"));
    const QString direct = QStringLiteral("<ep-cool-voice-12345.us-east-2.aws.neon.tech>5432 db=gsctracking "
                                          "user=gscuser pw=abc123 tls=require");
    QCOMPARE(
        meaning(QStringLiteral("Host=ep-cool-voice-12345.us-east-2.aws.neon.tech;\nDatabase=gsctracking;\n"
                               "Username=gscuser;\nPassword=abc123;\nSSL Mode=Require;\n"
                               "Trust Server Certificate=true\n")),
        direct + QStringLiteral(" trust"));
    QCOMPARE(meaning(QStringLiteral("postgresql://gscuser:abc123@ep-cool-voice-12345.us-east-2.aws.neon.tech/"
                                    "gsctracking?sslmode=require")),
             direct);
    const auto pooled =
        parse(QStringLiteral("postgresql://gscuser:abc123@ep-cool-voice-12345-pooler.us-east-2.aws.neon."
                             "tech/gsctracking?sslmode=require&pooler=true"));
    QVERIFY(pooled);
    QVERIFY(isPooled(*pooled));
    QCOMPARE(directHost(*pooled), QStringLiteral("ep-cool-voice-12345.us-east-2.aws.neon.tech"));
    QCOMPARE(pooled->dropped, QStringList{QStringLiteral("pooler")});
    QCOMPARE(pooled->warnings.size(), 2); // pooler, and require
}

void TestConnectionString::libpq_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    row("postgresql://", "<>5432 db= user= pw=- tls=-");
    row("postgresql:///db", "<>5432 db=db user= pw=- tls=-");
    row("postgres://u@h", "<h>5432 db= user=u pw=- tls=-");
    row("postgresql://u:p%40%2F%3A%25@h:5433/d%20b", "<h>5433 db=d b user=u pw=p@/:% tls=-");
    row("postgresql://u:p:q@h/d", "<h>5432 db=d user=u pw=p:q tls=-");
    row("postgresql://u:p?q@h/d", "<h>5432 db=d user=u pw=p?q tls=-");
    row("postgresql://[2001:db8::1]:5433/d", "<2001:db8::1>5433 db=d user= pw=- tls=-");
    row("postgresql://h1:1,h2,[::1]:3/d", "<h1>1 <h2>5432 <::1>3 db=d user= pw=- tls=-");
    row("postgresql://h1,h2/d?port=7", "<h1>7 <h2>7 db=d user= pw=- tls=-");
    row("postgresql://%2Frun%2Fpg/d", "</run/pg>5432 db=d user= pw=- tls=-");
    row("postgresql:///d?host=/run/pg&port=6000&user=u&password=p", "</run/pg>6000 db=d user=u pw=p tls=-");
    row("postgresql://h/d?ssl=true", "<h>5432 db=d user= pw=- tls=require");
    row("postgresql://h/d?sslmode=verify-full&sslrootcert=/ca.pem",
        "<h>5432 db=d user= pw=- tls=verify-full root=/ca.pem");
    row("postgresql://h/d?sslrootcert=system", "<h>5432 db=d user= pw=- tls=verify-full");
    row("postgresql://h/d?sslmode=require&sslrootcert=system", "<h>5432 db=d user= pw=- tls=verify-full");
    row("postgresql://h/d?channel_binding=require&connect_timeout=5",
        "<h>5432 db=d user= pw=- tls=- channel_binding=require connect_timeout=5");
    row("postgresql://h/d?application_name=a%3Bb%20c",
        "<h>5432 db=d user= pw=- tls=- application_name=a;b c");
    row("postgresql://h/d?options=-c%20geqo%3Doff", "<h>5432 db=d user= pw=- tls=- options=-c geqo=off");
    row("postgresql://h/d?options=endpoint%3Dep-x", "<h>5432 db=d user= pw=- tls=- options=endpoint=ep-x");
    row("postgresql://h:6543/d?options=-c%20geqo%3Doff", "<h>6543 db=d user= pw=- tls=-");
    row("postgresql://h/d?hostaddr=10.0.0.1", "<h>5432 db=d user= pw=- tls=-");
    row("hostaddr=10.0.0.1 dbname=d", "<10.0.0.1>5432 db=d user= pw=- tls=-");
    row("host=h port=5433 dbname=d user=u password='a \\'b\\' \\\\'",
        "<h>5433 db=d user=u pw=a 'b' \\ tls=-");
    row("host = h\n dbname = 'd b'\tuser=u", "<h>5432 db=d b user=u pw=- tls=-");
    row("dbname=postgresql://other/x host=h", "<h>5432 db=postgresql://other/x user= pw=- tls=-");
    row("user=u host=a,b port=1,2", "<a>1 <b>2 db= user=u pw=- tls=-");
    row("host=h password=''", "<h>5432 db= user= pw=- tls=-");
    row("host=h password=a;b", "<h>5432 db= user= pw=a;b tls=-");
    row("host=h requiressl=1", "<h>5432 db= user= pw=- tls=require");
    row("postgresql://\xC3\xA4:\xF0\x9F\x94\x91@h/\xC3\xB6",
        "<h>5432 db=\xC3\xB6 user=\xC3\xA4 pw=\xF0\x9F\x94\x91 tls=-");
}

void TestConnectionString::libpq()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(meaning(text), expected);
}

void TestConnectionString::npgsql_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    row("Host=h", "<h>5432 db= user= pw=- tls=-");
    row("Host=h;", "<h>5432 db= user= pw=- tls=-");
    row("host=h;port=5433;database=d;username=u;password=p", "<h>5433 db=d user=u pw=p tls=-");
    row("host=h;", "<h>5432 db= user= pw=- tls=-");
    row("host=h; dbname=d;Database=e", "<h;>5432 db=d;Database=e user= pw=- tls=-");
    row(";; Host = h ;; Port = 5433 ;", "<h>5433 db= user= pw=- tls=-");
    row("HOST=h;DATABASE=d;USER ID=u;PASSWORD=p;SSLMODE=VERIFYFULL",
        "<h>5432 db=d user=u pw=p tls=verify-full");
    row("Server=h;Database=d;User Id=u;Password='a;b=c''d'", "<h>5432 db=d user=u pw=a;b=c'd tls=-");
    row("Server=h;Password=\"a\"\"b;\";Username=u", "<h>5432 db= user=u pw=a\"b; tls=-");
    row("Host=h;Password=a=b;Username=u", "<h>5432 db= user=u pw=a=b tls=-");
    row("Host=h;Password=  a b  ;Username=u", "<h>5432 db= user=u pw=a b tls=-");
    row("Host=h;Password=;Username=u", "<h>5432 db= user=u pw=- tls=-");
    row("Host=h1,h2:5433;Port=6000", "<h1>6000 <h2>5433 db= user= pw=- tls=-");
    row("Host=[::1]:5433", "<::1>5433 db= user= pw=- tls=-");
    row("Host=::1;Port=5433", "<::1>5433 db= user= pw=- tls=-");
    row("Host=/run/pg;Database=d", "</run/pg>5432 db=d user= pw=- tls=-");
    row("Host=h;SSL Mode=VerifyCA;Root Certificate=/ca", "<h>5432 db= user= pw=- tls=verify-ca root=/ca");
    row("Host=h;SslMode=Verify-Full", "<h>5432 db= user= pw=- tls=verify-full");
    row("Host=h;Trust Server Certificate=False", "<h>5432 db= user= pw=- tls=-");
    row("Host=h;Timeout=20;Keepalive=30;Tcp Keepalive=true",
        "<h>5432 db= user= pw=- tls=- connect_timeout=20 keepalives=1 keepalives_idle=30");
    row("Host=h;Target Session Attributes=ReadWrite",
        "<h>5432 db= user= pw=- tls=- target_session_attrs=read-write");
    row("Host=h;Target Session Attributes=prefer-standby",
        "<h>5432 db= user= pw=- tls=- target_session_attrs=prefer-standby");
    row("Host=h;Search Path=a, b\\c", "<h>5432 db= user= pw=- tls=- options=-csearch_path=a,\\ b\\\\c");
    row("Host=h;Channel Binding=Require", "<h>5432 db= user= pw=- tls=- channel_binding=require");
    row("Maximum Pool Size=5;Host=h", "<h>5432 db= user= pw=- tls=-");
}

void TestConnectionString::npgsql()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(meaning(text), expected);
}

void TestConnectionString::npgsqlSynonyms_data()
{
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("expected");
    for (const char *keyword :
         {"Username", "User Name", "UserName", "UserId", "User Id", "USER ID", "UID", "uid", "User"})
        QTest::newRow(keyword) << QString::fromLatin1(keyword)
                               << QStringLiteral("<h>5432 db= user=x pw=- tls=-");
    for (const char *keyword : {"Password", "PSW", "PWD", "pwd", "pass word"})
        QTest::newRow(keyword) << QString::fromLatin1(keyword)
                               << QStringLiteral("<h>5432 db= user= pw=x tls=-");
    for (const char *keyword : {"Database", "DB", "db"})
        QTest::newRow(keyword) << QString::fromLatin1(keyword)
                               << QStringLiteral("<h>5432 db=x user= pw=- tls=-");
    for (const char *keyword : {"Root Certificate", "RootCertificate"})
        QTest::newRow(keyword) << QString::fromLatin1(keyword)
                               << QStringLiteral("<h>5432 db= user= pw=- tls=- root=x");
    for (const char *keyword : {"Application Name", "ApplicationName"})
        QTest::newRow(keyword) << QString::fromLatin1(keyword)
                               << QStringLiteral("<h>5432 db= user= pw=- tls=- application_name=x");
}

void TestConnectionString::npgsqlSynonyms()
{
    QFETCH(QString, keyword);
    QFETCH(QString, expected);
    QCOMPARE(meaning(QStringLiteral("Host=h;%1=x").arg(keyword)), expected);
    QCOMPARE(meaning(QStringLiteral("%1=x;Server=h").arg(keyword)), expected);
}

void TestConnectionString::sqlite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    row("Data Source=a.db", "file a.db");
    row("DataSource=a.db;", "file a.db");
    row("data source = a b.db ", "file a b.db");
    row("Filename=/x/a.db", "file /x/a.db");
    row("Data Source='a;b.db'", "file a;b.db");
    row("Data Source=\"a \"\"b\"\".db\"", "file a \"b\".db");
    row("Data Source=a.db;Mode=ReadOnly;Cache=Shared;Foreign Keys=True;Default Timeout=30", "file a.db ro");
    row("Data Source=a.db;Mode=ReadWrite", "file a.db");
    row("Data Source=a.db;Mode=ReadWriteCreate;Password=x", "file a.db");
    row("Mode=ReadOnly;Data Source=a.db", "file a.db ro");
    row("Data Source=a.db;Read Only=True;Version=3", "file a.db ro");
    row("Data Source=file:a%20b.db?mode=ro", "file a b.db ro");
    row("file:a.db", "file a.db");
    row("file:/x/a.db", "file /x/a.db");
    row("file:///x/a.db?mode=rw", "file /x/a.db");
    row("file://localhost/x/a%2520b.db?mode=ro#frag", "file /x/a%20b.db ro");
    row("file:a%zz.db", "file a%zz.db");
    row("file:a.db?mode=rwc&cache=shared&vfs=x&immutable=1", "file a.db");
    row("sqlite:a.db", "file a.db");
    row("sqlite:///x/a.db", "file /x/a.db");
    row("sqlite:////x/a.db", "file /x/a.db");
    row("sqlite://a.db?mode=ro", "file a.db ro");
    row("SQLite:a.db", "file a.db");
    row("a.db", "file a.db");
    row(" a.db\n", "file a.db");
    row("/x/a=b;c?d.db", "file /x/a=b;c?d.db");
    row("./host=h.db", "file ./host=h.db");
    row("../a=b", "file ../a=b");
    row("C:\\data\\a.db", "file C:\\data\\a.db");
    row("a;b.db", "file a;b.db");
    row("a?mode=ro", "error");
    row("data base.sqlite3", "file data base.sqlite3");
}

void TestConnectionString::sqlite()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(meaning(text), expected);
}

void TestConnectionString::paths()
{
    QCOMPARE(meaning(QStringLiteral("~/a.db")),
             QStringLiteral("file ") + QDir::homePath() + QStringLiteral("/a.db"));
    QCOMPARE(meaning(QStringLiteral("Data Source=~/a.db")),
             QStringLiteral("file ") + QDir::homePath() + QStringLiteral("/a.db"));

    // A name with an equals sign or a colon is a file where one is there.
    const QTemporaryDir folder;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    for (const QString &name : {QStringLiteral("a=b;c.db"), QStringLiteral("note:u@h.db")}) {
        QCOMPARE(meaning(name), QStringLiteral("error"));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(meaning(name), QStringLiteral("file ") + name);
    }
    QVERIFY(QDir::setCurrent(before));
}

void TestConnectionString::dispatch_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("accepted");
    // As libpq: keywords are lower case there, and values with blanks are quoted.
    const auto accepted = [](const char *text, bool yes) {
        QTest::newRow(text) << QString::fromUtf8(text) << yes;
    };
    accepted("host=h dbname=d", true);
    accepted("host=h database=d", false);
    accepted("host=my host", false);
    accepted("Host=h dbname=d", false);
    accepted("host=h Port=5", false);
    accepted("database=d", false);
    accepted("Database=d", false);
    accepted("Unknown=1;Host=h", true);
    accepted("Unknown=1", false);
    accepted("POSTGRESQL://h/d", false);
    accepted(" postgresql://h/d", false);
    accepted("mysql://u:p@h/d", false);
    accepted("jdbc:postgresql://h/d", false);
    accepted("u:p@h/d", false);
    accepted("Data Source=h;User Id=u;Password=p", false);
    accepted("Data Source=a.db;Host=h", false);
    accepted("Data Source=u:p@h/d", false);
}

void TestConnectionString::dispatch()
{
    QFETCH(QString, text);
    QFETCH(bool, accepted);
    QCOMPARE(parse(text).has_value(), accepted);
}

void TestConnectionString::refused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("where"); // what the message names
    row("", "character 1");
    row(" \n", "character 1");
    row(" postgresql://u:p@h/d?sslmode=require", "white space");
    row("postgresql://u:p@q@h/d", "character 19");
    row("postgresql://u:p/q@h/d", "character 19");
    row("postgresql://u:1/q@h/d", "character 19");
    row("postgresql://h/d@e", "character 17");
    row("postgresql://h:x/d", "port");
    row("postgresql://h:0/d", "port");
    row("postgresql://h:65536/d", "port");
    row("postgresql://[::1/d", "character 14");
    row("postgresql://h/d%4", "character 17");
    row("postgresql://\xC3\xA4/d%4", "character 17");
    row("postgresql://h/%FF", "dbname");
    row("postgresql://h/d?nonsense=1", "character 18");
    row("postgresql://h/d?user", "character 18");
    row("postgresql://h/d?user=a=b", "character 24");
    row("postgresql://h/d?sslmode=strict", "sslmode");
    row("postgresql://h/d?connect_timeout=soon", "connect_timeout");
    row("postgresql://h/d?channel_binding=maybe", "channel_binding");
    row("postgresql://a,b,c/d?port=1,2", "port");
    row("host=h password='abc", "character 17");
    row("host=h password=ab cd", "character 20");
    row("Host=h;Port=x", "Port");
    row("Host=h;Password='abc", "character 17");
    row("Host=h;Password='abc'd", "character 22");
    row("Host=h;Password=abc'", "character 17");
    row("Host=h;Password=ab;cd", "character 20");
    row("Host=h;=x", "character 8");
    row("Host=h;Trust Server Certificate=maybe", "Trust Server Certificate");
    row("Host=h;SSL Mode=Strict", "SSL Mode");
    row("Database=d;Username=u", "character 1");
    row("Host=a b;Port=1", "Host");
    row("Data Source=", "character 1");
    row("Data Source=|DataDirectory|a.db", "DataDirectory");
    row("Data Source=:memory:", "memory");
    row("Data Source=a.db;Mode=Memory", "memory");
    row("Data Source=a.db;Mode=Sometimes", "Mode");
    row(":memory:", "memory");
    row("file::memory:", "memory");
    row("file:a.db?mode=memory", "memory");
    row("file:a.db?mode=x", "mode");
    row("file://server/a.db", "character 8");
    row("file:a%00b", "character 7");
    row("sqlite:", "character 8");
    row("sqlite://u:p@h/d", "character 10");
}

void TestConnectionString::refused()
{
    QFETCH(QString, text);
    QFETCH(QString, where);
    const auto spec = parse(text);
    QVERIFY(!spec);
    const QString &summary = spec.error().summary;
    QVERIFY2(summary.contains(where), qPrintable(summary));
    QVERIFY(!summary.contains(u'\n'));
    QVERIFY(spec.error().detail.isEmpty());
}

void TestConnectionString::roundTrip_data()
{
    QTest::addColumn<QString>("text");
    libpq_data();
}

void TestConnectionString::roundTrip()
{
    QFETCH(QString, text);
    auto spec = parse(text);
    QVERIFY(spec);
    auto again = parse(toText(*spec, Secrets::Include));
    QVERIFY(again);
    spec->dropped.clear();
    spec->warnings.clear();
    again->dropped.clear();
    again->warnings.clear();
    QCOMPARE(toText(*again, Secrets::Include), toText(*spec, Secrets::Include));
    QVERIFY(*again == *spec);
}

void TestConnectionString::hiddenPassword()
{
    const auto spec = parse(QStringLiteral("postgresql://u:s%40cret@[::1]:5433/d%20b?sslmode=require"));
    QVERIFY(spec);
    QCOMPARE(toText(*spec), QStringLiteral("postgresql://u@[::1]:5433/d%20b?sslmode=require"));
    QCOMPARE(toText(*spec, Secrets::Include),
             QStringLiteral("postgresql://u:s%40cret@[::1]:5433/d%20b?sslmode=require"));
    const auto file = parse(QStringLiteral("Data Source='a;b \"c\".db';Mode=ReadOnly"));
    QVERIFY(file);
    QCOMPARE(toText(*file), QStringLiteral("Data Source=\"a;b \"\"c\"\".db\";Mode=ReadOnly"));
    QVERIFY(*parse(toText(*file)) == *file);
}

QTEST_GUILESS_MAIN(TestConnectionString)
#include "tst_connectionstring.moc"
