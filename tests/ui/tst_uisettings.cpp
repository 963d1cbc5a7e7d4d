// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "ui/settings/settingsdialog.h"
#include "ui/settings/uisettings.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Gui;

namespace {

Db::ConnectionSpec parsed(const QString &text)
{
    const auto spec = Db::ConnectionString::parse(text);
    return spec ? *spec : Db::ConnectionSpec();
}

} // namespace

class TestUiSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void defaultsNeedNoFile();
    void everythingComesBack();
    void isWrittenWithoutBeingClosed();
    void recentOnesMoveToTheFront();
    void recentOnesAreFew();
    void noPasswordOnDisk_data();
    void noPasswordOnDisk();
    void aDamagedFileIsSurvived();
    void dialogAppliesOnAccept();
    void schemesChangeThePalette();

private:
    [[nodiscard]] QString file() const
    {
        return m_folder->filePath(QStringLiteral("gsc-admin/settings.ini"));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestUiSettings::defaultsNeedNoFile()
{
    {
        const UiSettings settings(file());
        QVERIFY(settings.lastDatabase().isEmpty());
        QVERIFY(settings.recentDatabases().isEmpty());
        QVERIFY(!settings.savesEachRow());
        QCOMPARE(settings.colorScheme(), ColorScheme::System);
        QVERIFY(settings.language().isEmpty());
    }
    QVERIFY(!QFile::exists(file()));
}

void TestUiSettings::everythingComesBack()
{
    const QString identity = QStringLiteral("postgresql://db.example.com:5432/gsc");
    {
        UiSettings settings(file());
        settings.setWindowGeometry(QByteArray("geo\0metry", 9));
        settings.setWindowState("state");
        settings.setSplitterState("splitter");
        settings.setColumnState(identity, "columns");
        settings.setSavesEachRow(true);
        settings.setColorScheme(ColorScheme::Dark);
        settings.setLanguage(QStringLiteral("de"));
        settings.rememberExport(QStringLiteral("/home/ann/Übergabe"), QStringLiteral("xlsx"));
        settings.remember(parsed(QStringLiteral("Data Source=\"/data/ä b;c.db\"")));
    }
    const UiSettings settings(file());
    QCOMPARE(settings.windowGeometry(), QByteArray("geo\0metry", 9));
    QCOMPARE(settings.windowState(), QByteArray("state"));
    QCOMPARE(settings.splitterState(), QByteArray("splitter"));
    QCOMPARE(settings.columnState(identity), QByteArray("columns"));
    QVERIFY(settings.columnState(QStringLiteral("another")).isEmpty());
    QVERIFY(settings.savesEachRow());
    QCOMPARE(settings.colorScheme(), ColorScheme::Dark);
    QCOMPARE(settings.language(), QStringLiteral("de"));
    QCOMPARE(settings.exportFolder(), QStringLiteral("/home/ann/Übergabe"));
    QCOMPARE(settings.exportFormat(), QStringLiteral("xlsx"));
    QCOMPARE(settings.recentDatabases().size(), 1);
    QCOMPARE(settings.lastDatabase(), settings.recentDatabases().first().text);
}

void TestUiSettings::isWrittenWithoutBeingClosed()
{
    UiSettings settings(file());
    settings.setLanguage(QStringLiteral("de"));
    QTRY_VERIFY(QFile::exists(file()));
}

void TestUiSettings::recentOnesMoveToTheFront()
{
    UiSettings settings(file());
    QSignalSpy changed(&settings, &UiSettings::recentChanged);
    settings.remember(parsed(QStringLiteral("Data Source=/data/a.db")));
    settings.remember(parsed(QStringLiteral("postgresql://u@db.example.com/gsc")));
    settings.remember(parsed(QStringLiteral("/data/a.db")));
    QCOMPARE(changed.size(), 3);
    const auto recent = settings.recentDatabases();
    QCOMPARE(recent.size(), 2);
    QCOMPARE(recent.at(0).name, QStringLiteral("a.db"));
    QCOMPARE(recent.at(0).place, QStringLiteral("/data"));
    QCOMPARE(recent.at(1).engine, Db::Engine::PostgreSQL);
    settings.forget(recent.at(0).identity);
    QCOMPARE(settings.recentDatabases(), QList<RecentDatabase>{recent.at(1)});
    QVERIFY(settings.lastDatabase().isEmpty());
}

void TestUiSettings::recentOnesAreFew()
{
    UiSettings settings(file());
    for (int i = 0; i < 15; ++i)
        settings.remember(parsed(QStringLiteral("Data Source=/data/%1.db").arg(i)));
    QCOMPARE(settings.recentDatabases().size(), UiSettings::recentLimit);
    QCOMPARE(settings.recentDatabases().first().name, QStringLiteral("14.db"));
}

void TestUiSettings::noPasswordOnDisk_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("URI") << QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc");
    QTest::newRow("encoded URI") << QStringLiteral("postgresql://u:Canary%53ecret7@db.example.com/gsc");
    QTest::newRow("URI parameter") << QStringLiteral(
        "postgresql://db.example.com/gsc?user=u&password=CanarySecret7");
    QTest::newRow("libpq") << QStringLiteral(
        "host=db.example.com user=u password='CanarySecret7' dbname=gsc");
    QTest::newRow("Npgsql") << QStringLiteral(
        "Host=db.example.com;Username=u;Password=CanarySecret7;Database=gsc");
    QTest::newRow("key's password") << QStringLiteral(
        "host=db.example.com user=u dbname=gsc sslpassword=CanarySecret7");
}

void TestUiSettings::noPasswordOnDisk()
{
    QFETCH(QString, text);
    {
        UiSettings settings(file());
        const auto spec = Db::ConnectionString::parse(text);
        QVERIFY2(spec, spec ? "" : qPrintable(spec.error().summary));
        settings.remember(*spec);
        settings.setColumnState(Db::identity(*spec), "columns");
    }
    int files = 0;
    QDirIterator it(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile stored(it.next());
        QVERIFY(stored.open(QIODevice::ReadOnly));
        const QByteArray content = stored.readAll();
        QVERIFY2(!content.contains("ecret7"), content.constData());
        QVERIFY(content.contains("db.example.com"));
        ++files;
    }
    QCOMPARE(files, 1);
}

void TestUiSettings::aDamagedFileIsSurvived()
{
    QVERIFY(QDir().mkpath(QFileInfo(file()).path()));
    QFile damaged(file());
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("\0\xff[databases\nrecent=@Variant(\\0\\0)\n[look]\ncolorScheme=purple\n", 60);
    damaged.close();
    UiSettings settings(file());
    QVERIFY(settings.recentDatabases().isEmpty());
    QCOMPARE(settings.colorScheme(), ColorScheme::System);
    settings.remember(parsed(QStringLiteral("Data Source=/data/a.db")));
    QCOMPARE(settings.recentDatabases().size(), 1);
}

void TestUiSettings::dialogAppliesOnAccept()
{
    UiSettings settings(file());
    QSignalSpy scheme(&settings, &UiSettings::colorSchemeChanged);
    {
        SettingsDialog dialog(settings);
        dialog.findChild<QComboBox *>(QStringLiteral("settingsColorScheme"))->setCurrentIndex(2);
        dialog.reject();
    }
    QCOMPARE(scheme.size(), 0);
    SettingsDialog dialog(settings);
    dialog.findChild<QComboBox *>(QStringLiteral("settingsColorScheme"))->setCurrentIndex(2);
    dialog.findChild<QComboBox *>(QStringLiteral("settingsLanguage"))->setCurrentIndex(2);
    dialog.findChild<QCheckBox *>(QStringLiteral("settingsSaveEachRow"))->setChecked(true);
    dialog.accept();
    QCOMPARE(scheme.size(), 1);
    QCOMPARE(settings.colorScheme(), ColorScheme::Dark);
    QCOMPARE(settings.language(), QStringLiteral("de"));
    QVERIFY(settings.savesEachRow());
}

void TestUiSettings::schemesChangeThePalette()
{
    const QPalette before = QApplication::palette();
    ColorSchemeSwitch scheme;
    scheme.apply(ColorScheme::Dark);
    QVERIFY(QApplication::palette().color(QPalette::Base).lightness() < 100);
    QVERIFY(QApplication::palette().color(QPalette::Text).lightness() > 150);
    scheme.apply(ColorScheme::Light);
    QVERIFY(QApplication::palette().color(QPalette::Base).lightness() > 200);
    scheme.apply(ColorScheme::System);
    QCOMPARE(QApplication::palette().color(QPalette::Base), before.color(QPalette::Base));
}

QTEST_MAIN(TestUiSettings)
#include "tst_uisettings.moc"
