// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/explanation.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <libpq-fe.h>

using Db::ConnectionSpec;
using Db::ConnectionString::parse;
using Db::ConnectionString::Secrets;
using Db::ConnectionString::toLibpqParameters;
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

class ConnectionStringTest final : public QObject
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
    void droppedAndWarned_data();
    void droppedAndWarned();
    void roundTrip_data();
    void roundTrip();
    void hiddenPassword();
    void libpqParameters();
    void defaultParameters();
    void tls_data();
    void tls();
    void providers_data();
    void providers();
    void identityAndName();
};

void ConnectionStringTest::guide()
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

void ConnectionStringTest::libpq_data()
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

void ConnectionStringTest::libpq()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(meaning(text), expected);
}

void ConnectionStringTest::npgsql_data()
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

void ConnectionStringTest::npgsql()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(meaning(text), expected);
}

void ConnectionStringTest::npgsqlSynonyms_data()
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

void ConnectionStringTest::npgsqlSynonyms()
{
    QFETCH(QString, keyword);
    QFETCH(QString, expected);
    QCOMPARE(meaning(QStringLiteral("Host=h;%1=x").arg(keyword)), expected);
    QCOMPARE(meaning(QStringLiteral("%1=x;Server=h").arg(keyword)), expected);
}

void ConnectionStringTest::sqlite_data()
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

void ConnectionStringTest::sqlite()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(meaning(text), expected);
}

void ConnectionStringTest::paths()
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

void ConnectionStringTest::dispatch_data()
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

void ConnectionStringTest::dispatch()
{
    QFETCH(QString, text);
    QFETCH(bool, accepted);
    QCOMPARE(parse(text).has_value(), accepted);
}

void ConnectionStringTest::refused_data()
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

void ConnectionStringTest::refused()
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

void ConnectionStringTest::droppedAndWarned_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("dropped");
    QTest::addColumn<int>("warnings");
    const auto add = [](const char *text, const char *dropped, int warnings) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(dropped) << warnings;
    };
    add("postgresql://h/d", "", 0);
    add("postgresql://h/d?sslmode=verify-full", "", 0);
    add("postgresql://h/d?sslmode=require", "", 1);
    add("postgresql://h/d?sslmode=verify-ca", "", 1);
    add("postgresql://h/d?sslmode=prefer", "", 1);
    add("postgresql://h/d?sslmode=disable", "", 1);
    add("postgresql://localhost/d?sslmode=disable", "", 0);
    add("postgresql://127.0.0.1.example.com/d?sslmode=disable", "", 1);
    add("postgresql://localhost,h/d?sslmode=disable", "", 1);
    add("postgresql://h/d?service=s", "service", 1);
    add("postgresql://h/d?hostaddr=10.0.0.1", "hostaddr", 1);
    add("postgresql://h/d?replication=true", "replication", 1);
    add("postgresql://h/d?sslpassword=x", "sslpassword", 1);
    add("postgresql://h/d?client_encoding=UTF-8", "client_encoding", 0);
    add("postgresql://h/d?client_encoding=latin1", "client_encoding", 1);
    add("postgresql://h/d?gssencmode=prefer&sslcompression=0", "gssencmode sslcompression", 0);
    add("postgresql://h/d?pgbouncer=true&connection_limit=1", "connection_limit pgbouncer", 2);
    add("postgresql://h:6432/d?options=-cx%3Dy", "options", 1);
    add("host=h password=''", "", 1);
    add("Host=h;Trust Server Certificate=true", "", 1);
    add("Host=h;Maximum Pool Size=5;Pooling=false;Command Timeout=30;Include Error Detail=true",
        "Maximum Pool Size Pooling Command Timeout Include Error Detail", 0);
    add("Host=h;Multiplexing=true;No Reset On Close=true;Enlist=false",
        "Multiplexing No Reset On Close Enlist", 0);
    add("Host=h;Integrated Security=true", "Integrated Security", 1);
    add("Host=h;Integrated Security=false", "Integrated Security", 0);
    add("Host=h;Check Certificate Revocation=true", "Check Certificate Revocation", 1);
    add("Host=h;pooler=true", "pooler", 1);
    add("Host=h;Frobnicate=1", "Frobnicate", 1);
    add("Host=h;Password=abc;def=ghi", "***", 1);
    add("Host=h;Password='abc';def=ghi", "def", 1);
    add("Host=h;Target Session Attributes=prefer-primary", "Target Session Attributes", 1);
    add("Data Source=a.db;Cache=Shared;Default Timeout=5;Foreign Keys=True",
        "Cache Default Timeout Foreign Keys", 0);
    add("Data Source=a.db;Foreign Keys=False", "Foreign Keys", 1);
    add("Data Source=a.db;Password=x", "Password", 1);
    add("Data Source=a.db;Mode=ReadWriteCreate", "", 1);
    add("Data Source=a.db;Frobnicate=1", "Frobnicate", 1);
    add("file:a.db?cache=private&immutable=1&zzz=1", "cache immutable ***", 2);
}

void ConnectionStringTest::droppedAndWarned()
{
    QFETCH(QString, text);
    QFETCH(QString, dropped);
    QFETCH(int, warnings);
    const auto spec = parse(text);
    QVERIFY(spec);
    QCOMPARE(spec->dropped.join(u' '), dropped);
    QVERIFY2(spec->warnings.size() == warnings, qPrintable(spec->warnings.join(u'\n')));
}

void ConnectionStringTest::roundTrip_data()
{
    QTest::addColumn<QString>("text");
    libpq_data();
}

void ConnectionStringTest::roundTrip()
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

void ConnectionStringTest::hiddenPassword()
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

void ConnectionStringTest::libpqParameters()
{
    const auto spec = parse(QStringLiteral("Host=h1,h2:5433;Port=6000;Database=d;Username=u;Password='p w';"
                                           "Timeout=7;Application Name=mine;SSL Mode=Disable"));
    QVERIFY(spec);
    const QMap<QString, QString> parameters = toLibpqParameters(*spec);
    const QMap<QString, QString> expected{
        {QStringLiteral("host"), QStringLiteral("h1,h2")},
        {QStringLiteral("port"), QStringLiteral("6000,5433")},
        {QStringLiteral("dbname"), QStringLiteral("d")},
        {QStringLiteral("user"), QStringLiteral("u")},
        {QStringLiteral("password"), QStringLiteral("p w")},
        {QStringLiteral("connect_timeout"), QStringLiteral("7")},
        {QStringLiteral("application_name"), QStringLiteral("mine")},
        {QStringLiteral("sslmode"), QStringLiteral("disable")},
        {QStringLiteral("gssencmode"), QStringLiteral("disable")},
        {QStringLiteral("client_encoding"), QStringLiteral("UTF8")},
        {QStringLiteral("keepalives"), QStringLiteral("1")},
        {QStringLiteral("keepalives_count"), QStringLiteral("3")},
        {QStringLiteral("keepalives_idle"), QStringLiteral("30")},
        {QStringLiteral("keepalives_interval"), QStringLiteral("10")},
        {QStringLiteral("tcp_user_timeout"), QStringLiteral("30000")},
    };
    QCOMPARE(parameters, expected);
}

void ConnectionStringTest::defaultParameters()
{
    const QMap<QString, QString> parameters = toLibpqParameters(*parse(QStringLiteral("postgresql:///d")));
    QVERIFY(!parameters.contains(QStringLiteral("host")));
    QVERIFY(!parameters.contains(QStringLiteral("password")));
    QCOMPARE(parameters.value(QStringLiteral("port")), QStringLiteral("5432"));
    QCOMPARE(parameters.value(QStringLiteral("connect_timeout")), QStringLiteral("15"));
    QCOMPARE(parameters.value(QStringLiteral("application_name")), QStringLiteral("gsc-admin"));
}

void ConnectionStringTest::tls_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sslmode");
    QTest::addColumn<QString>("root");
    const QString system = PQlibVersion() >= 160000 ? QStringLiteral("system")
                                                    : QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
    const QString bundle = QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
    const auto add = [](const char *text, const char *mode, const QString &root) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(mode) << root;
    };
    add("postgresql://h/d", "verify-full", system);
    add("postgresql://h/d?sslrootcert=/ca", "verify-full", QStringLiteral("/ca"));
    add("postgresql://h/d?sslmode=verify-ca", "verify-ca", bundle);
    add("postgresql://h/d?sslmode=require", "require", QString());
    add("postgresql://h/d?sslmode=disable", "disable", QString());
    add("postgresql://localhost/d", "prefer", QString());
    add("postgresql:///d", "prefer", QString());
    add("postgresql://127.0.0.1,[::1]/d", "prefer", QString());
    add("postgresql://localhost,h/d", "verify-full", system);
    add("Host=h;Trust Server Certificate=true", "require", QString());
    add("Host=h;SSL Mode=VerifyFull;Trust Server Certificate=true;Root Certificate=/ca", "require",
        QString());
    add("Host=h;SSL Mode=Disable;Trust Server Certificate=true", "disable", QString());
}

void ConnectionStringTest::tls()
{
    QFETCH(QString, text);
    QFETCH(QString, sslmode);
    QFETCH(QString, root);
    const auto spec = parse(text);
    QVERIFY(spec);
    const QMap<QString, QString> parameters = toLibpqParameters(*spec);
    QCOMPARE(parameters.value(QStringLiteral("sslmode")), sslmode);
    QCOMPARE(parameters.value(QStringLiteral("sslrootcert")), root);
    QCOMPARE(tlsModeName(effectiveTls(*spec)), sslmode);
}

void ConnectionStringTest::providers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<bool>("pooled");
    QTest::addColumn<QString>("direct");
    const auto add = [](const char *text, const char *provider, bool pooled, const char *direct) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(provider) << pooled
                            << QString::fromLatin1(direct);
    };
    add("postgresql://ep-a-1.eu.aws.neon.tech/d", "neon", false, "ep-a-1.eu.aws.neon.tech");
    add("postgresql://ep-a-1-pooler.eu.aws.neon.tech/d", "neon", true, "ep-a-1.eu.aws.neon.tech");
    add("postgresql://EP-A-1-POOLER.eu.aws.NEON.tech./d", "neon", true, "EP-A-1.eu.aws.NEON.tech.");
    add("postgresql://neon.tech.example.com/d", "other", false, "neon.tech.example.com");
    add("postgresql://x-pooler.example.com/d", "other", false, "x-pooler.example.com");
    add("postgresql://s.postgres.database.azure.com:6432/d", "azure", true, "s.postgres.database.azure.com");
    add("postgresql://s.postgres.database.azure.com/d", "azure", false, "s.postgres.database.azure.com");
    add("postgresql://aws-0-eu.pooler.supabase.com:6543/d", "supabase", true, "aws-0-eu.pooler.supabase.com");
    add("postgresql://db.abc.supabase.co/d", "supabase", false, "db.abc.supabase.co");
    add("postgresql://localhost:6432/d", "local", true, "localhost");
    add("postgresql://h/d", "other", false, "h");
    add("postgresql://%2Frun/d", "local", false, "/run");
}

void ConnectionStringTest::providers()
{
    QFETCH(QString, text);
    QFETCH(QString, provider);
    QFETCH(bool, pooled);
    QFETCH(QString, direct);
    const auto spec = parse(text);
    QVERIFY(spec);
    QCOMPARE(Db::explanation(*spec).value(QStringLiteral("provider")).toString(), provider);
    QCOMPARE(isPooled(*spec), pooled);
    QCOMPARE(directHost(*spec), direct);
}

void ConnectionStringTest::identityAndName()
{
    const auto pooled = parse(QStringLiteral("postgresql://u:p@EP-a-pooler.x.neon.tech/d?sslmode=require"));
    const auto direct = parse(QStringLiteral("Host=ep-a.x.neon.tech;Database=d;Username=other;Password=q"));
    QCOMPARE(identity(*pooled), identity(*direct));
    QCOMPARE(identity(*direct), QStringLiteral("postgresql://ep-a.x.neon.tech:5432/d"));
    QCOMPARE(displayName(*direct), QStringLiteral("d @ ep-a\u2026"));
    const auto one = parse(QStringLiteral("sub/../a.db"));
    const auto two = parse(QDir::current().absoluteFilePath(QStringLiteral("a.db")));
    QCOMPARE(identity(*one), identity(*two));
    QCOMPARE(displayName(*one), QStringLiteral("a.db"));
}

QTEST_GUILESS_MAIN(ConnectionStringTest)
#include "tst_connectionstring.moc"
