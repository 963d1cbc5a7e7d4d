// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contrast.h"
#include "ui/base/elidedlabel.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/environmentlook.h"
#include "ui/settings/colorscheme.h"
#include "ui/shell/identityband.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using namespace std::chrono_literals;
using Profiles::Environment;
using Profiles::Profile;
using State = WriteGuard::State;

namespace {

Profile profile(Environment::Kind kind, const QString &name = QStringLiteral("Shop"))
{
    Profile result;
    result.name = name;
    result.environment.kind = kind;
    return result;
}

/// To a server, with that TLS mode.
Profile remoteProfile(const QString &host, Db::TlsMode tls)
{
    Profile result = profile(Environment::Kind::Production);
    result.connection.engine = Db::Engine::PostgreSQL;
    result.connection.hosts = {{host, 5432}};
    result.connection.tls = tls;
    return result;
}

Db::LineInfo sqliteLine(const QString &file)
{
    Db::LineInfo line;
    line.serverVersion = QStringLiteral("3.40.1");
    line.host = file;
    return line;
}

Db::LineInfo postgresLine(const QString &host, bool encrypted, Db::TlsMode tls)
{
    Db::LineInfo line;
    line.engine = Db::Engine::PostgreSQL;
    line.serverVersion = QStringLiteral("16.4");
    line.host = host;
    line.database = QStringLiteral("gsctracking");
    line.user = QStringLiteral("gscuser");
    line.encrypted = encrypted;
    line.tls = tls;
    return line;
}

QLabel *label(const IdentityBand &band, const char *name)
{
    return band.findChild<QLabel *>(QString::fromLatin1(name));
}

QPushButton *button(const IdentityBand &band)
{
    return band.findChild<QPushButton *>(QStringLiteral("identityAccessButton"));
}

} // namespace

class TestIdentityBand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsNotConnected();
    void showsALocalFile();
    void elidesLongPathsInTheMiddle();
    void saysHowSafeTheLineIs_data();
    void saysHowSafeTheLineIs();
    void saysWhetherChangesAreAllowed();
    void forgetsTheLastDatabase();
    void bandsAreToldApart();
};

void TestIdentityBand::startsNotConnected()
{
    const IdentityBand band;
    QVERIFY(band.accessibleName().startsWith(QStringLiteral("Not connected")));
    QVERIFY(!label(band, "identityState")->isHidden());
    QVERIFY(band.findChild<EnvironmentBadge *>()->isHidden());
    QVERIFY(label(band, "identityProtection")->isHidden());
    QVERIFY(label(band, "identityAccess")->isHidden());
    QVERIFY(button(band)->isHidden());
}

void TestIdentityBand::showsALocalFile()
{
    IdentityBand band;
    Db::LineInfo line = sqliteLine(QStringLiteral("/data/gsctracking.db"));
    line.readOnly = true;
    band.setLine(profile(Environment::Kind::Local), line, QStringLiteral("last used"));
    band.setAccess(State::ReadOnly, 0s);
    const auto *badge = band.findChild<EnvironmentBadge *>();
    QVERIFY(!badge->isHidden());
    QCOMPARE(badge->environment().kind, Environment::Kind::Local);
    QCOMPARE(label(band, "identityEngine")->text(), QStringLiteral("SQLite"));
    QVERIFY(label(band, "identityProtection")->isHidden());
    QVERIFY(!label(band, "identityAccess")->isHidden());
    QVERIFY2(button(band)->isHidden(), "nothing unlocks what is read-only");
    for (const char *part :
         {"Local", "Shop", "SQLite 3.40.1", "/data/gsctracking.db", "Read-only", "last used"})
        QVERIFY2(band.accessibleName().contains(QString::fromLatin1(part)), part);
}

void TestIdentityBand::elidesLongPathsInTheMiddle()
{
    IdentityBand band;
    const QString file = QStringLiteral("/home/") + QString(300, u'x') + QStringLiteral("/gsctracking.db");
    band.setLine(profile(Environment::Kind::Local), sqliteLine(file), {});
    band.resize(600, band.sizeHint().height());
    band.show();
    const auto *place = band.findChild<ElidedLabel *>(QStringLiteral("identityPlace"));
    QVERIFY(place->isElided());
    QVERIFY(band.toolTip().contains(file));
    QVERIFY(band.minimumSizeHint().width() < 600);
    band.setLine(profile(Environment::Kind::Local), sqliteLine(QStringLiteral("/a.db")), {});
    QTRY_VERIFY(!place->isElided());
}

void TestIdentityBand::saysHowSafeTheLineIs_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<int>("tls");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("warns");
    const QString remote = QStringLiteral("db.example.com");
    QTest::newRow("verified") << remote << true << int(Db::TlsMode::VerifyFull)
                              << QStringLiteral("Encrypted, server verified") << false;
    QTest::newRow("name not verified") << remote << true << int(Db::TlsMode::VerifyCa)
                                       << QStringLiteral("Encrypted, host name not verified") << true;
    QTest::newRow("not verified") << remote << true << int(Db::TlsMode::Require)
                                  << QStringLiteral("Encrypted, server not verified") << true;
    QTest::newRow("plain") << remote << false << int(Db::TlsMode::Prefer) << QStringLiteral("Not encrypted")
                           << true;
    QTest::newRow("loopback") << QStringLiteral("127.0.0.1") << false << int(Db::TlsMode::Prefer)
                              << QStringLiteral("Not encrypted, stays on this computer") << false;
    QTest::newRow("socket") << QStringLiteral("/run/postgresql") << false << int(Db::TlsMode::Prefer)
                            << QStringLiteral("Not encrypted, stays on this computer") << false;
}

void TestIdentityBand::saysHowSafeTheLineIs()
{
    QFETCH(QString, host);
    QFETCH(bool, encrypted);
    QFETCH(int, tls);
    QFETCH(QString, text);
    QFETCH(bool, warns);
    IdentityBand band;
    band.setLine(remoteProfile(host, Db::TlsMode(tls)), postgresLine(host, encrypted, Db::TlsMode(tls)),
                 QStringLiteral("from DATABASE_URL"));
    const QLabel *protection = label(band, "identityProtection");
    QCOMPARE(protection->text(), text);
    QVERIFY(!protection->isHidden());
    const QColor ordinary = label(band, "identityState")->palette().color(QPalette::WindowText);
    QCOMPARE(protection->palette().color(QPalette::WindowText) != ordinary, warns);
    for (const QString &part : {QStringLiteral("gsctracking"), QStringLiteral("gscuser"), text,
                                QStringLiteral("from DATABASE_URL"), QStringLiteral("PostgreSQL 16.4")})
        QVERIFY2(band.accessibleName().contains(part), qPrintable(part));
}

void TestIdentityBand::saysWhetherChangesAreAllowed()
{
    IdentityBand band;
    band.setLine(profile(Environment::Kind::Production), sqliteLine(QStringLiteral("/a.db")), {});
    QSignalSpy unlocks(&band, &IdentityBand::unlockRequested);
    QSignalSpy locks(&band, &IdentityBand::lockRequested);

    band.setAccess(State::Locked, 0s);
    QVERIFY(!label(band, "identityAccess")->isHidden());
    QVERIFY(band.accessibleName().contains(label(band, "identityAccess")->text()));
    QVERIFY(!button(band)->isHidden());
    button(band)->click();
    QCOMPARE(unlocks.size(), 1);
    QCOMPARE(locks.size(), 0);

    const QString quiet = band.accessibleName();
    band.setAccess(State::Unlocked, 61s);
    QVERIFY(label(band, "identityAccess")->text().contains(QStringLiteral("1:01")));
    QVERIFY2(!band.accessibleName().contains(QStringLiteral("1:01")),
             "a screen reader would never be silent");
    QVERIFY(band.accessibleName() != quiet);
    button(band)->click();
    QCOMPARE(unlocks.size(), 1);
    QCOMPARE(locks.size(), 1);

    band.setAccess(State::Open, 0s);
    QVERIFY(label(band, "identityAccess")->isHidden());
    QVERIFY(button(band)->isHidden());
}

void TestIdentityBand::forgetsTheLastDatabase()
{
    IdentityBand band;
    const QString host = QStringLiteral("db.example.com");
    band.setLine(remoteProfile(host, Db::TlsMode::Disable), postgresLine(host, false, Db::TlsMode::Disable),
                 QStringLiteral("argument"));
    band.setAccess(State::Locked, 0s);
    band.setNotConnected();
    QVERIFY(band.findChild<EnvironmentBadge *>()->isHidden());
    QVERIFY(label(band, "identityAccess")->isHidden());
    QVERIFY(label(band, "identityProtection")->isHidden());
    QVERIFY(!band.accessibleName().contains(QStringLiteral("db.example.com")));
    QVERIFY(!band.toolTip().contains(QStringLiteral("db.example.com")));
}

void TestIdentityBand::bandsAreToldApart()
{
    for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
        const QPalette palette = ColorSchemeSwitch::palette(scheme);
        QStringList seen;
        for (const auto kind :
             {Environment::Kind::Local, Environment::Kind::Staging, Environment::Kind::Production}) {
            const QColor ground = groundOf(profile(kind).environment, palette);
            QVERIFY(!seen.contains(ground.name()));
            seen.append(ground.name());
            // A graphical object needs 3:1 against its surroundings.
            QVERIFY(Tests::contrast(ground, palette.color(QPalette::Window)) >= 3);
        }
    }
}

QTEST_MAIN(TestIdentityBand)
#include "tst_identityband.moc"
