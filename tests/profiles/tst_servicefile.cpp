// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilefixture.h"
#include "profiles/servicefile.h"
#include "support/verify.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Profiles;
using Core::ErrorKind;
using Tests::writeTo;

namespace {

Profile serviceProfile(const QString &service)
{
    Profile profile = Tests::profileNamed(u"x"_s);
    profile.connection = {};
    profile.connection.engine = Db::Engine::PostgreSQL;
    profile.service = service;
    return profile;
}

} // namespace

class TestServiceFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_user = m_folder->filePath(u"user.conf"_s);
        m_system = m_folder->filePath(u"system.conf"_s);
        m_files = {m_user, m_system};
    }
    void looksWhereLibpqLooks();
    void listsServices();
    void fillsWhatIsOpen();
    void theProfileWins();
    void theUsersFileGoesFirst();
    void dangerousLinesHaveNoEffect();
    void badLinesAreTold_data();
    void badLinesAreTold();
    void survivesNoise();
    void knowsWhatLibpqDoesWithThePasswordFile();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_user;
    QString m_system;
    QStringList m_files;
};

void TestServiceFile::looksWhereLibpqLooks()
{
    QCOMPARE(serviceFiles().constFirst(), QString(QDir::homePath() + u"/.pg_service.conf"_s));
    QVERIFY(serviceFiles().contains(u"/etc/postgresql-common/pg_service.conf"_s));
}

void TestServiceFile::listsServices()
{
    QVERIFY(serviceNames(m_files).isEmpty());
    QVERIFY(writeTo(m_user, "# comment\n\n[shop]\nhost=a\n  [ with blanks ]\n[shop]\n[]\n[bad\x1b[0m]\n"));
    QVERIFY(writeTo(m_system, "[system]\r\nhost=b\r\n[shop]\r\n"));
    QCOMPARE(serviceNames(m_files), (QStringList{u"shop"_s, u" with blanks "_s, u"system"_s}));
}

void TestServiceFile::fillsWhatIsOpen()
{
    QVERIFY(writeTo(m_user,
                    "[other]\nhost=wrong\n[shop]\n# the shop\nhost=db.example.com\nport=5433\ndbname=gsc\n"
                    "user=anna\npassword=pa=ss word\nsslmode=verify-full\nconnect_timeout=5\n"
                    "host=second.example.com\n[shop]\nuser=late\n[next]\nhost=wrong\n"));
    const auto spec = resolved(serviceProfile(u"shop"_s), m_files);
    QVERIFY_OK(spec);
    QCOMPARE(spec->hosts, (QList<Db::HostPort>{{u"db.example.com"_s, 5433}}));
    QCOMPARE(spec->database, u"gsc"_s);
    QCOMPARE(spec->user, u"anna"_s);
    QCOMPARE(spec->password, std::optional(u"pa=ss word"_s));
    QCOMPARE(spec->tls, std::optional(Db::TlsMode::VerifyFull));
    QCOMPARE(spec->parameters.value(u"connect_timeout"_s), u"5"_s);
    QCOMPARE(resolved(serviceProfile(u"nothing"_s), m_files).error().kind, ErrorKind::NotFound);

    const Profile without = serviceProfile({});
    QVERIFY(*resolved(without, m_files) == without.connection);
}

void TestServiceFile::theProfileWins()
{
    QVERIFY(writeTo(m_user,
                    "[shop]\nhost=far.example.com\nhostaddr=192.0.2.1\nport=6000\nuser=anna\ndbname=gsc\n"
                    "sslmode=disable\nconnect_timeout=5\n"));
    Profile profile = serviceProfile(u"shop"_s);
    profile.connection.hosts = {{u"near.example.com"_s, 5432}};
    profile.connection.user = u"berta"_s;
    profile.connection.tls = Db::TlsMode::VerifyFull;
    profile.connection.parameters = {{u"connect_timeout"_s, u"9"_s}};
    const auto spec = resolved(profile, m_files);
    QVERIFY_OK(spec);
    QCOMPARE(spec->hosts, (QList<Db::HostPort>{{u"near.example.com"_s, 5432}}));
    QCOMPARE(spec->user, u"berta"_s);
    QCOMPARE(spec->database, u"gsc"_s);
    QCOMPARE(spec->tls, std::optional(Db::TlsMode::VerifyFull));
    QCOMPARE(spec->parameters.value(u"connect_timeout"_s), u"9"_s);
    QVERIFY2(spec->warnings.isEmpty(), qPrintable(spec->warnings.join(u'\n')));
}

void TestServiceFile::theUsersFileGoesFirst()
{
    QVERIFY(writeTo(m_user, "[shop]\nhost=mine\n"));
    QVERIFY(writeTo(m_system, "[shop]\nhost=theirs\n[system]\nhost=theirs\n"));
    QCOMPARE(resolved(serviceProfile(u"shop"_s), m_files)->hosts.first().host, u"mine"_s);
    QCOMPARE(resolved(serviceProfile(u"system"_s), m_files)->hosts.first().host, u"theirs"_s);
}

void TestServiceFile::dangerousLinesHaveNoEffect()
{
    QVERIFY(writeTo(m_user,
                    "[shop]\nldap://ldap.example.com/dc=x?y?one?(a=b)\nhost=a.example.com\nservice=other\n"
                    "sslkeylogfile=/tmp/keys\nsslpassword=s3cret\n"));
    const auto spec = resolved(serviceProfile(u"shop"_s), m_files);
    QVERIFY_OK(spec);
    QVERIFY(spec->parameters.isEmpty());
    QCOMPARE(spec->dropped.size(), 3);
}

void TestServiceFile::badLinesAreTold_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("no equals sign") << QByteArray("password s3cret");
    QTest::newRow("no keyword") << QByteArray("=s3cret");
    QTest::newRow("zero byte") << QByteArray("password=s3cret\0x", 17);
    QTest::newRow("port") << QByteArray("port=s3cret");
    QTest::newRow("sslmode") << QByteArray("sslmode=s3cret");
}

void TestServiceFile::badLinesAreTold()
{
    QFETCH(QByteArray, line);
    QVERIFY(writeTo(m_user, "[shop]\n" + line + "\n[fine]\nhost=a\n"));
    const auto spec = resolved(serviceProfile(u"shop"_s), m_files);
    QVERIFY(!spec);
    QCOMPARE(spec.error().kind, ErrorKind::Syntax);
    QVERIFY(!Core::toText(spec.error()).contains(u"s3cret"));
    QVERIFY_OK(resolved(serviceProfile(u"fine"_s), m_files)); // other sections still work
}

void TestServiceFile::survivesNoise()
{
    QRandomGenerator random(7);
    const QByteArray letters("[]=#\n\r\0\xff \tshop", 14);
    for (int round = 0; round < 2000; ++round) {
        QByteArray noise = round % 2 == 0 ? QByteArray("[shop]\n") : QByteArray();
        for (int i = 0; i < 200; ++i)
            noise += letters.at(random.bounded(int(letters.size())));
        QVERIFY(writeTo(m_user, noise));
        (void)serviceNames(m_files);
        (void)resolved(serviceProfile(u"shop"_s), m_files);
    }
    QVERIFY(writeTo(m_user, QByteArray(1024 * 1024 + 1, 'x')));
    QCOMPARE(resolved(serviceProfile(u"shop"_s), m_files).error().kind, ErrorKind::Unsupported);
    QVERIFY(QFile::remove(m_user));
    QCOMPARE(::mkfifo(QFile::encodeName(m_user).constData(), 0600), 0);
    QCOMPARE(resolved(serviceProfile(u"shop"_s), m_files).error().kind, ErrorKind::Unsupported);
}

void TestServiceFile::knowsWhatLibpqDoesWithThePasswordFile()
{
    const QString file = m_folder->filePath(u"pgpass"_s);
    QCOMPARE(passwordFileState(file), PasswordFileState::Missing);
    QVERIFY(writeTo(file, "*:*:*:*:x\n"));
    for (const auto &[mode, state] : {std::pair(0600, PasswordFileState::Usable),
                                      {0400, PasswordFileState::Usable},
                                      {0640, PasswordFileState::TooOpen},
                                      {0601, PasswordFileState::TooOpen}}) {
        QCOMPARE(::chmod(QFile::encodeName(file).constData(), mode_t(mode)), 0);
        QCOMPARE(passwordFileState(file), state);
    }
    QCOMPARE(passwordFileState(m_folder->path()), PasswordFileState::NotAFile);
    Profile profile = serviceProfile({});
    QCOMPARE(passwordFile(profile), QString(QDir::homePath() + u"/.pgpass"_s));
    profile.connection.parameters.insert(u"passfile"_s, file);
    QCOMPARE(passwordFile(profile), file);
}

QTEST_APPLESS_MAIN(TestServiceFile)
#include "tst_servicefile.moc"
