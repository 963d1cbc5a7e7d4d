// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contrast.h"
#include "ui/base/elidedlabel.h"
#include "ui/settings/colorscheme.h"
#include "ui/shell/identityband.h"

#include <QLabel>
#include <QTest>

using namespace Gui;

namespace {

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
    void forgetsTheLastDatabase();
    void bandsAreToldApart();
};

void TestIdentityBand::startsNotConnected()
{
    const IdentityBand band;
    QCOMPARE(label(band, "identityWord")->text(), QStringLiteral("Not connected"));
    QVERIFY(label(band, "identityProtection")->isHidden());
    QVERIFY(label(band, "identityReadOnly")->isHidden());
}

void TestIdentityBand::showsALocalFile()
{
    IdentityBand band;
    Db::LineInfo line = sqliteLine(QStringLiteral("/data/gsctracking.db"));
    line.readOnly = true;
    band.setLine(line, QStringLiteral("last used"));
    QCOMPARE(label(band, "identityWord")->text(), QStringLiteral("Local"));
    QCOMPARE(label(band, "identityEngine")->text(), QStringLiteral("SQLite"));
    QVERIFY(label(band, "identityProtection")->isHidden());
    QVERIFY(!label(band, "identityReadOnly")->isHidden());
    for (const char *part : {"Local", "SQLite 3.40.1", "/data/gsctracking.db", "Read-only", "last used"})
        QVERIFY2(band.accessibleName().contains(QString::fromLatin1(part)), part);
}

void TestIdentityBand::elidesLongPathsInTheMiddle()
{
    IdentityBand band;
    const QString file = QStringLiteral("/home/") + QString(300, u'x') + QStringLiteral("/gsctracking.db");
    band.setLine(sqliteLine(file), {});
    band.resize(600, band.sizeHint().height());
    band.show();
    const auto *place = band.findChild<ElidedLabel *>(QStringLiteral("identityPlace"));
    QVERIFY(place->isElided());
    QVERIFY(band.toolTip().contains(file));
    QVERIFY(band.minimumSizeHint().width() < 600);
    band.setLine(sqliteLine(QStringLiteral("/a.db")), {});
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
    band.setLine(postgresLine(host, encrypted, Db::TlsMode(tls)), QStringLiteral("from DATABASE_URL"));
    const QLabel *protection = label(band, "identityProtection");
    QCOMPARE(protection->text(), text);
    QVERIFY(!protection->isHidden());
    const QColor ordinary = label(band, "identityWord")->palette().color(QPalette::WindowText);
    QCOMPARE(protection->palette().color(QPalette::WindowText) != ordinary, warns);
    for (const QString &part : {QStringLiteral("gsctracking"), QStringLiteral("gscuser"), text,
                                QStringLiteral("from DATABASE_URL"), QStringLiteral("PostgreSQL 16.4")})
        QVERIFY2(band.accessibleName().contains(part), qPrintable(part));
}

void TestIdentityBand::forgetsTheLastDatabase()
{
    IdentityBand band;
    band.setLine(postgresLine(QStringLiteral("db.example.com"), false, Db::TlsMode::Disable),
                 QStringLiteral("argument"));
    band.setNotConnected();
    QVERIFY(label(band, "identityProtection")->isHidden());
    QVERIFY(!band.accessibleName().contains(QStringLiteral("db.example.com")));
    QVERIFY(!band.toolTip().contains(QStringLiteral("db.example.com")));
}

void TestIdentityBand::bandsAreToldApart()
{
    for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
        const QPalette palette = ColorSchemeSwitch::palette(scheme);
        const QColor local = bandColor(Environment::Role::Local, palette);
        const QColor remote = bandColor(Environment::Role::Remote, palette);
        QVERIFY(local != remote);
        // A graphical object needs 3:1 against its surroundings.
        QVERIFY(Tests::contrast(local, palette.color(QPalette::Window)) >= 3);
        QVERIFY(Tests::contrast(remote, palette.color(QPalette::Window)) >= 3);
    }
}

QTEST_MAIN(TestIdentityBand)
#include "tst_identityband.moc"
