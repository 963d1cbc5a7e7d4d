// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "profiles/profile.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Profiles;
using Kind = Environment::Kind;

namespace {

Profile profileOf(const QString &text)
{
    return profileFor(*Db::ConnectionString::parse(text));
}

QString hostsOf(const Db::ConnectionSpec &spec)
{
    QStringList result;
    for (const Db::HostPort &host : spec.hosts)
        result.append(host.host + u':' + QString::number(host.port));
    return result.join(u',');
}

} // namespace

class TestProfile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void guessesTheEnvironment_data();
    void guessesTheEnvironment();
    void guardsProductionAndWhatIsToldTo();
    void findsPooledAndDirectHosts_data();
    void findsPooledAndDirectHosts();
    void explicitHostsWin();
    void aPoolerGetsNoOptions();
    void knowsThePasswordsAge();
};

void TestProfile::guessesTheEnvironment_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("file") << u"/srv/production.db"_s << Kind::Local;
    QTest::newRow("loopback") << u"postgresql://u@127.0.0.1/prod"_s << Kind::Local;
    QTest::newRow("socket") << u"dbname=x"_s << Kind::Local;
    QTest::newRow("server") << u"postgresql://u@db.example.com/shop"_s << Kind::Staging;
    QTest::newRow("host") << u"postgresql://u@Prod.example.com/shop"_s << Kind::Production;
    QTest::newRow("database") << u"postgresql://u@h.example/shop_production"_s << Kind::Production;
    QTest::newRow("user") << u"postgresql://prod-admin@h.example/shop"_s << Kind::Production;
    QTest::newRow("goods") << u"postgresql://u@h.example/products"_s << Kind::Staging;
    QTest::newRow("one of two is far") << u"postgresql://u@localhost,h.example/d"_s << Kind::Staging;
}

void TestProfile::guessesTheEnvironment()
{
    QFETCH(QString, text);
    QFETCH(Kind, kind);
    const Profile profile = profileOf(text);
    QCOMPARE(profile.environment.kind, kind);
    QVERIFY(profile.id.isEmpty());
    QVERIFY(!profile.name.isEmpty());
    QCOMPARE(opensLocked(profile), kind == Kind::Production);
}

void TestProfile::guardsProductionAndWhatIsToldTo()
{
    const auto environment = [](Kind kind, bool isGuarded) {
        return Environment{kind, u"Demo"_s, {}, {}, isGuarded};
    };
    QVERIFY(!environment(Kind::Local, false).needsGuard());
    QVERIFY(!environment(Kind::Staging, true).needsGuard());
    QVERIFY(environment(Kind::Production, false).needsGuard());
    QVERIFY(!environment(Kind::Own, false).needsGuard());
    QVERIFY(environment(Kind::Own, true).needsGuard());
    Profile profile;
    profile.isReadOnly = true;
    QVERIFY(opensLocked(profile));
    QCOMPARE(wordOf(environment(Kind::Own, false)), u"Demo"_s);
    QVERIFY(wordOf(environment(Kind::Production, false)) != u"Demo"_s);
}

void TestProfile::findsPooledAndDirectHosts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pooled");
    QTest::addColumn<QString>("direct");
    const auto row = [](const char *name, const char *authority, const char *pooled, const char *direct) {
        QTest::newRow(name) << QString(u"postgresql://u@"_s + QLatin1String(authority) + u"/d"_s)
                            << QString::fromLatin1(pooled) << QString::fromLatin1(direct);
    };
    row("Neon, direct", "ep-x-1.eu-central-1.aws.neon.tech", "ep-x-1-pooler.eu-central-1.aws.neon.tech:5432",
        "ep-x-1.eu-central-1.aws.neon.tech:5432");
    row("Neon, pooled", "ep-x-1-pooler.eu-central-1.aws.neon.tech",
        "ep-x-1-pooler.eu-central-1.aws.neon.tech:5432", "ep-x-1.eu-central-1.aws.neon.tech:5432");
    row("Supabase, session", "aws-0-eu.pooler.supabase.com:5432", "aws-0-eu.pooler.supabase.com:6543",
        "aws-0-eu.pooler.supabase.com:5432");
    row("Supabase, transaction", "aws-0-eu.pooler.supabase.com:6543", "aws-0-eu.pooler.supabase.com:6543",
        "aws-0-eu.pooler.supabase.com:5432");
    row("Azure, direct", "shop.postgres.database.azure.com", "shop.postgres.database.azure.com:6432",
        "shop.postgres.database.azure.com:5432");
    row("Azure, pooled", "shop.postgres.database.azure.com:6432", "shop.postgres.database.azure.com:6432",
        "shop.postgres.database.azure.com:5432");
    row("somebody's PgBouncer", "db.example.com:6432", "db.example.com:6432", "db.example.com:6432");
    row("somebody's server", "db.example.com", "db.example.com:5432", "db.example.com:5432");
    row("two", "ep-a.eu.aws.neon.tech,ep-b-pooler.eu.aws.neon.tech:5433",
        "ep-a-pooler.eu.aws.neon.tech:5432,ep-b-pooler.eu.aws.neon.tech:5433",
        "ep-a.eu.aws.neon.tech:5432,ep-b.eu.aws.neon.tech:5433");
}

void TestProfile::findsPooledAndDirectHosts()
{
    QFETCH(QString, text);
    QFETCH(QString, pooled);
    QFETCH(QString, direct);
    const Profile profile = profileOf(text);
    QCOMPARE(hostsOf(pooledConnection(profile)), pooled);
    QCOMPARE(hostsOf(directConnection(profile)), direct);
    // There and back.
    Profile there = profile;
    there.connection = pooledConnection(profile);
    QCOMPARE(hostsOf(directConnection(there)), direct);
    const Profile file = profileOf(u"/srv/x.db"_s);
    QVERIFY(pooledConnection(file) == file.connection && directConnection(file) == file.connection);
}

void TestProfile::explicitHostsWin()
{
    Profile profile = profileOf(u"postgresql://u@ep-x.eu.aws.neon.tech/d"_s);
    profile.pooledHost = u"pool.example.com:6432"_s;
    profile.directHost = u"[2001:db8::1]:5433"_s;
    QCOMPARE(hostsOf(pooledConnection(profile)), u"pool.example.com:6432"_s);
    QCOMPARE(hostsOf(directConnection(profile)), u"2001:db8::1:5433"_s);
    profile.pooledHost = u"2001:db8::2"_s; // no port: an address has colons itself
    QCOMPARE(pooledConnection(profile).hosts.first(), (Db::HostPort{u"2001:db8::2"_s, 5432}));

    Profile pooled = profileOf(u"postgresql://u@pool.example.com:6432/d"_s);
    pooled.directHost = u"db.example.com"_s; // the pooler's port is not the server's
    QCOMPARE(hostsOf(directConnection(pooled)), u"db.example.com:5432"_s);
}

void TestProfile::aPoolerGetsNoOptions()
{
    const Profile profile = profileOf(u"postgresql://u@ep-x.eu.aws.neon.tech/d?options=-csearch_path%3Da"_s);
    QVERIFY(directConnection(profile).parameters.contains(u"options"_s));
    QVERIFY(!pooledConnection(profile).parameters.contains(u"options"_s));
    const Profile endpoint = profileOf(u"postgresql://u@ep-x.eu.aws.neon.tech/d?options=endpoint%3Dep-x"_s);
    QVERIFY(pooledConnection(endpoint).parameters.contains(u"options"_s));
}

void TestProfile::knowsThePasswordsAge()
{
    Profile profile = profileOf(u"postgresql://u@h.example/d"_s);
    const QDate today(2026, 3, 31);
    QCOMPARE(passwordAge(profile, today), std::nullopt);
    profile.passwordChanged = today.addDays(-90);
    QCOMPARE(passwordAge(profile, today), std::optional(passwordAgeLimit));
    profile.passwordChanged = today.addDays(1); // the clock was set back
    QCOMPARE(passwordAge(profile, today), std::optional(0));
    profile.connection = profileOf(u"/srv/x.db"_s).connection;
    QCOMPARE(passwordAge(profile, today), std::nullopt);
}

QTEST_APPLESS_MAIN(TestProfile)
#include "tst_profile.moc"
