// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilefixture.h"
#include "profiles/exchange.h"
#include "profiles/profilejson.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Profiles;
using Core::ErrorKind;

class TestExchange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsProfilesOver();
    void leavesSecretsAtHome();
    void readsAProfilesFile();
    void makesNamesUnique();
    void skipsWhatIsWrongAndSaysSo();
    void keepsTheLimit();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
};

void TestExchange::bringsProfilesOver()
{
    const Profile full = Tests::fullProfile();
    const auto back = imported(exported({full, Tests::profileNamed(u"file"_s)}), {});
    QVERIFY_OK(back);
    QVERIFY(back->skipped.isEmpty());
    QCOMPARE(back->profiles.size(), 2);
    Profile expected = full;
    expected.passwordChanged = {};
    expected.id = back->profiles.constFirst().id;
    QVERIFY(back->profiles.constFirst() == expected);
    QVERIFY(expected.id != full.id);
}

void TestExchange::leavesSecretsAtHome()
{
    Profile profile = Tests::fullProfile();
    profile.connection.password = u"C4n@ry"_s;
    profile.unknown.insert(u"password"_s, u"C4n@ry"_s);
    profile.secret = SecretPlace::Keyring;
    const QByteArray file = exported({profile});
    QVERIFY(!file.contains("C4n@ry"));
    QVERIFY(!file.contains(profile.id.toLatin1()));
    QVERIFY(!file.contains("passwordChanged") && !file.contains("2026-02-28"));
    QVERIFY(!file.contains("keyring"));
}

void TestExchange::readsAProfilesFile()
{
    Profile profile = Tests::fullProfile();
    profile.secret = SecretPlace::Vault;
    ProfileSet set;
    set.profiles = {profile};
    const auto back = imported(toJson(set), {});
    QVERIFY_OK(back);
    QCOMPARE(back->profiles.size(), 1);
    QVERIFY(back->profiles.constFirst().id != profile.id);
    QCOMPARE(back->profiles.constFirst().secret, SecretPlace::Session);
    QVERIFY(!back->profiles.constFirst().passwordChanged.isValid());
}

void TestExchange::makesNamesUnique()
{
    const QList<Profile> two{Tests::profileNamed(u"Shop"_s), Tests::profileNamed(u"shop (2)"_s)};
    const auto back = imported(exported(two), {Tests::profileNamed(u"SHOP"_s)});
    QVERIFY_OK(back);
    QCOMPARE(back->profiles.at(0).name, u"Shop (2)"_s);
    QCOMPARE(back->profiles.at(1).name, u"shop (2) (2)"_s);
}

void TestExchange::skipsWhatIsWrongAndSaysSo()
{
    QJsonObject good = toJson(Tests::fullProfile());
    QJsonObject bad = good;
    bad.insert(u"name"_s, u"postgresql://u:C4n@ry@h/d"_s);
    QJsonObject newer = good;
    newer.insert(u"secret"_s, u"smartcard"_s);
    const QJsonArray list{bad, good, u"text"_s, newer};
    const auto back =
        imported(QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"profiles"_s, list}}).toJson(), {});
    QVERIFY_OK(back);
    QCOMPARE(back->profiles.size(), 1);
    QCOMPARE(back->skipped.size(), 3);
    QVERIFY2(back->skipped.constFirst().contains(u"profiles[0].name"),
             qPrintable(back->skipped.constFirst()));
    QVERIFY(!back->skipped.join(u' ').contains(u"C4n@ry"));
}

void TestExchange::keepsTheLimit()
{
    QList<Profile> many;
    for (int i = 0; i < maxProfiles - 1; ++i)
        many.append(Tests::profileNamed(QString::number(i)));
    const auto back = imported(exported({Tests::profileNamed(u"a"_s), Tests::profileNamed(u"b"_s)}), many);
    QVERIFY_OK(back);
    QCOMPARE(back->profiles.size(), 1);
    QCOMPARE(back->skipped.size(), 1);
}

void TestExchange::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("empty") << QByteArray() << ErrorKind::Syntax;
    QTest::newRow("something else") << QByteArray("{\"ConnectionStrings\":{}}") << ErrorKind::Syntax;
    QTest::newRow("a list") << QByteArray("[]") << ErrorKind::Syntax;
    QTest::newRow("no list") << QByteArray("{\"version\":1,\"profiles\":{}}") << ErrorKind::Syntax;
    QTest::newRow("newer") << QByteArray("{\"version\":2,\"profiles\":[]}") << ErrorKind::Unsupported;
}

void TestExchange::refusesOtherFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorKind, kind);
    QCOMPARE(imported(content, {}).error().kind, kind);
}

QTEST_APPLESS_MAIN(TestExchange)
#include "tst_exchange.moc"
