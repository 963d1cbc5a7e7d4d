// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "ui/connect/profileeditor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using Profiles::Environment;
using Profiles::Profile;
using Profiles::SecretPlace;

namespace {

const QString secret = QStringLiteral("CanarySecret7");
const QString pooled = QStringLiteral("ep-cool-voice-12345-pooler.us-east-2.aws.neon.tech");
const QString direct = QStringLiteral("ep-cool-voice-12345.us-east-2.aws.neon.tech");

Db::ConnectionSpec spec(const QString &text)
{
    return Db::ConnectionString::parse(text).value();
}

Profile neon()
{
    Profile profile;
    profile.id = QStringLiteral("one");
    profile.name = QStringLiteral("Shop");
    profile.environment.kind = Environment::Kind::Staging;
    profile.connection =
        spec(QStringLiteral("postgresql://gscuser@%1/gsctracking?sslmode=require").arg(pooled));
    profile.connection.warnings.clear();
    profile.unknown.insert(QStringLiteral("future"), 1);
    profile.secret = SecretPlace::Keyring;
    return profile;
}

Core::Result<QString> noFile(const QString &)
{
    return Core::Error{Core::ErrorKind::NotFound, QStringLiteral("No string in it."), {}, {}};
}

} // namespace

class TestProfileEditor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsNotChangedStays_data();
    void whatIsNotChangedStays();
    void aNeonHostGivesTheDirectOne();
    void aNewProfileNeedsANameAndAHost();
    void namesAreTakenWithoutCase();
    void anOwnEnvironmentNeedsAWord();
    void badPortsAreTold_data();
    void badPortsAreTold();
    void severalHostsKeepTheirPorts();
    void oneClickVerifiesTheServer();
    void trustingAnyCertificateIsARisk();
    void aVerifiedLineHasNoRisk();
    void aStringFillsEverything();
    void readsFilesInAThreadOfTheirOwn();
    void saysWhyAFileCannotBeRead();
    void aFileHasNoServerFields();
    void migrationsBelongToTheProfile();
    void thePasswordIsNotInTheProfile();
    void oldPasswordsAreTold();
    void everyControlHasAName();

private:
    template <typename T>
    T *field(const char *name) const
    {
        return m_editor->findChild<T *>(QString::fromLatin1(name));
    }
    void choose(const char *name, int data) const
    {
        auto *combo = field<QComboBox>(name);
        combo->setCurrentIndex(combo->findData(data));
    }

    std::unique_ptr<ProfileEditor> m_editor;
};

void TestProfileEditor::init()
{
    m_editor = std::make_unique<ProfileEditor>(noFile);
    m_editor->edit(neon(), {QStringLiteral("Other")}, false);
    m_editor->resize(700, 900);
    m_editor->show();
}

void TestProfileEditor::whatIsNotChangedStays_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("Neon")
        << QStringLiteral("postgresql://gscuser@%1/gsctracking?sslmode=require").arg(pooled);
    QTest::newRow("parameters") << QStringLiteral(
        "postgresql://u@db.example.com:6432/d?application_name=x&connect_timeout=7");
    QTest::newRow("two hosts") << QStringLiteral("postgresql://u@a.example.com:1,b.example.com:2/d");
    QTest::newRow("trust") << QStringLiteral(
        "Host=db.example.com;Database=d;Username=u;SSL Mode=Require;Trust Server Certificate=true");
    QTest::newRow("socket") << QStringLiteral("host=/run/postgresql dbname=d user=u");
    QTest::newRow("file") << QStringLiteral("Data Source=gsctracking.db");
}

void TestProfileEditor::whatIsNotChangedStays()
{
    QFETCH(QString, text);
    Profile profile = neon();
    profile.connection = spec(text);
    profile.connection.warnings.clear();
    profile.connection.dropped.clear();
    m_editor->edit(profile, {}, false);
    QCOMPARE(m_editor->profile(), profile);
    QVERIFY(!m_editor->isModified());
    QVERIFY(!field<QPushButton>("profileSave")->isEnabled());
    QCOMPARE(m_editor->problem(), QString());
}

void TestProfileEditor::aNeonHostGivesTheDirectOne()
{
    QCOMPARE(field<QLineEdit>("profileDirectHost")->placeholderText(), direct);
    QVERIFY(field<QLabel>("profileProvider")->text().contains(QStringLiteral("Neon")));
}

void TestProfileEditor::aNewProfileNeedsANameAndAHost()
{
    Profile fresh;
    fresh.connection.engine = Db::Engine::PostgreSQL;
    m_editor->edit(fresh, {}, true);
    auto *save = field<QPushButton>("profileSave");
    QVERIFY(!save->isEnabled());
    QVERIFY(field<QLabel>("profileMessage")->text().contains(QStringLiteral("name")));
    field<QLineEdit>("profileName")->setText(QStringLiteral("Shop"));
    QVERIFY(!save->isEnabled());
    QVERIFY(field<QLabel>("profileMessage")->text().contains(QStringLiteral("host")));
    field<QLineEdit>("profileHost")->setText(QStringLiteral("db.example.com"));
    QVERIFY(save->isEnabled());
    QCOMPARE(field<QLabel>("profileMessage")->text(), QString());
}

void TestProfileEditor::namesAreTakenWithoutCase()
{
    field<QLineEdit>("profileName")->setText(QStringLiteral(" oTHER "));
    QVERIFY(m_editor->problem().contains(QStringLiteral("oTHER")));
    QVERIFY(!field<QPushButton>("profileSave")->isEnabled());
}

void TestProfileEditor::anOwnEnvironmentNeedsAWord()
{
    QVERIFY(!field<QLineEdit>("profileWord")->isVisible());
    choose("profileEnvironment", int(Environment::Kind::Own));
    QVERIFY(field<QLineEdit>("profileWord")->isVisible());
    QVERIFY(!m_editor->problem().isEmpty());
    field<QLineEdit>("profileWord")->setText(QStringLiteral("Training"));
    field<QCheckBox>("profileGuarded")->setChecked(true);
    QCOMPARE(m_editor->problem(), QString());
    QVERIFY(m_editor->profile().environment.needsGuard());
    QCOMPARE(Profiles::wordOf(m_editor->profile().environment), QStringLiteral("Training"));
    QVERIFY(field<QLabel>("profileEffect")->text().contains(QStringLiteral("locked")));
}

void TestProfileEditor::badPortsAreTold_data()
{
    QTest::addColumn<QString>("port");
    for (const char *port : {"0", "65536", "x", "1,2", "-1", "5432x"})
        QTest::newRow(port) << QString::fromLatin1(port);
}

void TestProfileEditor::badPortsAreTold()
{
    QFETCH(QString, port);
    field<QLineEdit>("profilePort")->setText(port);
    QVERIFY(m_editor->problem().contains(QStringLiteral("65535")));
    QVERIFY(!field<QPushButton>("profileSave")->isEnabled());
}

void TestProfileEditor::severalHostsKeepTheirPorts()
{
    field<QLineEdit>("profileHost")->setText(QStringLiteral("a.example.com, b.example.com"));
    field<QLineEdit>("profilePort")->setText(QStringLiteral("5432,6432"));
    const QList<Db::HostPort> hosts{{QStringLiteral("a.example.com"), 5432},
                                    {QStringLiteral("b.example.com"), 6432}};
    QCOMPARE(m_editor->profile().connection.hosts, hosts);
}

void TestProfileEditor::oneClickVerifiesTheServer()
{
    QVERIFY(!field<QLabel>("profileTlsRisk")->text().isEmpty());
    auto *verify = field<QPushButton>("profileVerify");
    QVERIFY(verify->isVisible());
    verify->click();
    QCOMPARE(Db::effectiveTls(m_editor->profile().connection), Db::TlsMode::VerifyFull);
    QVERIFY(!verify->isVisible());
    QVERIFY(m_editor->isModified());
}

void TestProfileEditor::trustingAnyCertificateIsARisk()
{
    Profile profile = neon();
    profile.connection = spec(QStringLiteral(
        "Host=db.example.com;Database=d;Username=u;SSL Mode=Require;Trust Server Certificate=true"));
    m_editor->edit(profile, {}, false);
    QVERIFY(field<QPushButton>("profileVerify")->isVisible());
    field<QPushButton>("profileVerify")->click();
    QVERIFY(!m_editor->profile().connection.trustServerCertificate);
    QCOMPARE(Db::effectiveTls(m_editor->profile().connection), Db::TlsMode::VerifyFull);
}

void TestProfileEditor::aVerifiedLineHasNoRisk()
{
    choose("profileTls", -1); // automatic
    QCOMPARE(Db::effectiveTls(m_editor->profile().connection), Db::TlsMode::VerifyFull);
    QVERIFY(!field<QPushButton>("profileVerify")->isVisible());
    choose("profileTls", int(Db::TlsMode::Disable));
    QVERIFY(field<QPushButton>("profileVerify")->isVisible());
    field<QLineEdit>("profileHost")->setText(QStringLiteral("localhost"));
    QVERIFY(!field<QPushButton>("profileVerify")->isVisible());
}

void TestProfileEditor::aStringFillsEverything()
{
    field<QPlainTextEdit>("profileNotes")->setPlainText(QStringLiteral("Ask Ann."));
    m_editor->fill(spec(QStringLiteral("postgresql://ann:%1@db.example.com:6543/other").arg(secret)));
    const Profile filled = m_editor->profile();
    QCOMPARE(filled.id, neon().id);
    QCOMPARE(filled.name, neon().name);
    QCOMPARE(filled.notes, QStringLiteral("Ask Ann."));
    QCOMPARE(filled.unknown, neon().unknown);
    QCOMPARE(filled.connection.hosts.value(0), (Db::HostPort{QStringLiteral("db.example.com"), 6543}));
    QCOMPARE(filled.connection.database, QStringLiteral("other"));
    QCOMPARE(filled.connection.user, QStringLiteral("ann"));
    QVERIFY(!filled.connection.password.has_value());
    QCOMPARE(m_editor->password(), secret);
    QCOMPARE(field<QLineEdit>("profilePassword")->echoMode(), QLineEdit::Password);
    QVERIFY(m_editor->isModified());
}

void TestProfileEditor::readsFilesInAThreadOfTheirOwn()
{
    QThread *reader = nullptr;
    ProfileEditor editor([&reader](const QString &file) -> Core::Result<QString> {
        reader = QThread::currentThread();
        return QStringLiteral("postgresql://u:CanarySecret7@%1/gsc\n").arg(file);
    });
    editor.edit(neon(), {}, false);
    editor.readFile(QStringLiteral("db.example.com"));
    QTRY_COMPARE(editor.password(), secret);
    QVERIFY(reader && reader != QThread::currentThread());
    QCOMPARE(editor.profile().connection.hosts.value(0).host, QStringLiteral("db.example.com"));
}

void TestProfileEditor::saysWhyAFileCannotBeRead()
{
    m_editor->readFile(QStringLiteral("x"));
    QTRY_COMPARE(field<QLabel>("profileMessage")->text(), QStringLiteral("No string in it."));
    QCOMPARE(m_editor->profile(), neon());
}

void TestProfileEditor::aFileHasNoServerFields()
{
    choose("profileEngine", int(Db::Engine::SQLite));
    for (const char *name :
         {"profileHost", "profileUser", "profileTls", "profilePassword", "profileDirectHost"})
        QVERIFY2(!field<QWidget>(name)->isVisible(), name);
    QVERIFY(!m_editor->problem().isEmpty());
    field<QLineEdit>("profileFile")->setText(QStringLiteral("/data/gsctracking.db"));
    field<QCheckBox>("profileReadOnly")->setChecked(true);
    QCOMPARE(m_editor->problem(), QString());
    QCOMPARE(m_editor->profile().connection.file, QStringLiteral("/data/gsctracking.db"));
    QCOMPARE(m_editor->profile().connection.openMode, Db::SqliteOpenMode::ReadOnly);
    QVERIFY(m_editor->profile().connection.hosts.isEmpty());
}

void TestProfileEditor::migrationsBelongToTheProfile()
{
    field<QLineEdit>("profileMigrationsFolder")->setText(QStringLiteral(" /srv/migrations "));
    field<QLineEdit>("profileMigrationUser")->setText(QStringLiteral("gsc_migration"));
    QCOMPARE(m_editor->profile().migrationsFolder, QStringLiteral("/srv/migrations"));
    QCOMPARE(m_editor->profile().migrationUser, QStringLiteral("gsc_migration"));
    QVERIFY(m_editor->isModified());
    choose("profileEngine", int(Db::Engine::SQLite)); // a file has no users
    QVERIFY(!field<QLineEdit>("profileMigrationUser")->isVisible());
    QVERIFY(field<QLineEdit>("profileMigrationsFolder")->isVisible());
    QCOMPARE(m_editor->profile().migrationUser, QString());
    QCOMPARE(m_editor->profile().migrationsFolder, QStringLiteral("/srv/migrations"));
}

void TestProfileEditor::thePasswordIsNotInTheProfile()
{
    field<QLineEdit>("profilePassword")->setText(secret);
    QCOMPARE(m_editor->password(), secret);
    QVERIFY(!m_editor->profile().connection.password.has_value());
    choose("profileSecretPlace", int(SecretPlace::PasswordFile));
    QCOMPARE(m_editor->password(), QString());
    QVERIFY(!field<QPushButton>("profileTestKeyring")->isVisible());
}

void TestProfileEditor::oldPasswordsAreTold()
{
    Profile old = neon();
    old.passwordChanged = QDate::currentDate().addDays(-91);
    m_editor->edit(old, {}, false);
    QVERIFY(field<QLabel>("profilePasswordAge")->text().contains(QStringLiteral("91")));
    old.passwordChanged = QDate::currentDate().addDays(-90);
    m_editor->edit(old, {}, false);
    QCOMPARE(field<QLabel>("profilePasswordAge")->text(), QString());
    QCOMPARE(m_editor->profile().passwordChanged, old.passwordChanged);
}

void TestProfileEditor::everyControlHasAName()
{
    for (const QWidget *widget : m_editor->findChildren<QWidget *>()) {
        const bool isPart = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                            widget->inherits("QComboBoxListView") ||
                            qobject_cast<const QComboBox *>(widget->parentWidget());
        if (widget->focusPolicy() == Qt::NoFocus || qobject_cast<const QLabel *>(widget) || isPart)
            continue;
        QVERIFY2(
            !widget->accessibleName().isEmpty() && !widget->objectName().isEmpty(),
            qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
    }
}

QTEST_MAIN(TestProfileEditor)
#include "tst_profileeditor.moc"
