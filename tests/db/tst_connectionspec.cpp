// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/explanation.h"

#include <QDir>
#include <QJsonObject>
#include <QTest>

#include <libpq-fe.h>

using Db::ConnectionString::parse;
using Db::ConnectionString::toLibpqParameters;

/// What follows from a connection that was read: warnings, libpq's parameters, encryption, provider, names.
class TestConnectionSpec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void droppedAndWarned_data();
    void droppedAndWarned();
    void libpqParameters();
    void defaultParameters();
    void tls_data();
    void tls();
    void providers_data();
    void providers();
    void identityAndName();
};

void TestConnectionSpec::droppedAndWarned_data()
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

void TestConnectionSpec::droppedAndWarned()
{
    QFETCH(QString, text);
    QFETCH(QString, dropped);
    QFETCH(int, warnings);
    const auto spec = parse(text);
    QVERIFY(spec);
    QCOMPARE(spec->dropped.join(u' '), dropped);
    QVERIFY2(spec->warnings.size() == warnings, qPrintable(spec->warnings.join(u'\n')));
}

void TestConnectionSpec::libpqParameters()
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

void TestConnectionSpec::defaultParameters()
{
    const QMap<QString, QString> parameters = toLibpqParameters(*parse(QStringLiteral("postgresql:///d")));
    QVERIFY(!parameters.contains(QStringLiteral("host")));
    QVERIFY(!parameters.contains(QStringLiteral("password")));
    QCOMPARE(parameters.value(QStringLiteral("port")), QStringLiteral("5432"));
    QCOMPARE(parameters.value(QStringLiteral("connect_timeout")), QStringLiteral("15"));
    QCOMPARE(parameters.value(QStringLiteral("application_name")), QStringLiteral("gsc-admin"));
}

void TestConnectionSpec::tls_data()
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

void TestConnectionSpec::tls()
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

void TestConnectionSpec::providers_data()
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

void TestConnectionSpec::providers()
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

void TestConnectionSpec::identityAndName()
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

QTEST_GUILESS_MAIN(TestConnectionSpec)
#include "tst_connectionspec.moc"
