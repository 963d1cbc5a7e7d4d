// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "fakesecrets.h"
#include "support/fakeprompt.h"
#include "ui/connect/changepassworddialog.h"
#include "ui/connect/profilemanager.h"
#include "ui/connect/profilesecrets.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUuid>

using namespace Gui;
using Core::Answer;
using Profiles::Profile;
using Profiles::ProfileSet;
using Profiles::ProfileStore;

namespace {

/// The store takes UUIDs only; the same name gives the same one.
QString idOf(const char *name)
{
    return QUuid::createUuidV5(QUuid(), QByteArray(name)).toString(QUuid::WithoutBraces);
}

Profile profile(const char *name)
{
    Profile result;
    result.id = idOf(name);
    result.name = QString::fromLatin1(name);
    result.connection =
        Db::ConnectionString::parse(QStringLiteral("postgresql://u@db.example.com/gsc")).value();
    result.secret = Profiles::SecretPlace::Keyring;
    return result;
}

} // namespace

class TestProfileManager final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anEmptyListTeachesTheNextStep();
    void savesWhatWasTyped();
    void aFailedSaveKeepsTheForm();
    void addsFromAString();
    void leavingAChangedFormAsks();
    void duplicates();
    void deletesWithTheSecret();
    void deletingAsksFirst();
    void movesUpAndDown();
    void exportsAndImportsWithoutSecrets();
    void opensTheSavedProfile();
    void testsTheFormAsItStands();
    void closingAsks();
    void closesAfterASaveThatRuns();
    void staysWhenThatSaveFails();
    void aNewPlaceTakesTheTypedPassword();
    void refusesAnUnusableName();
    void saysHowThePasswordFileIs();
    void opensThePasswordChange();
    void fitsASmallScreen();

private:
    void start(const QList<Profile> &profiles);
    [[nodiscard]] QStringList stored() const
    {
        QStringList names;
        const auto loaded = m_store->load();
        if (!loaded)
            return names;
        for (const Profile &one : loaded->set.profiles)
            names.append(one.name);
        return names;
    }
    template <typename T>
    T *child(const char *name) const
    {
        return m_manager->findChild<T *>(QString::fromLatin1(name));
    }
    void click(const char *name) const { child<QAbstractButton>(name)->click(); }
    void rename(const char *name) const
    {
        child<QLineEdit>("profileName")->setText(QString::fromLatin1(name));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProfileStore> m_store;
    std::unique_ptr<Tests::FakeSecrets> m_session;
    std::unique_ptr<Tests::FakeSecrets> m_keyring;
    std::unique_ptr<ProfileSecrets> m_secrets;
    std::unique_ptr<Tests::FakePrompt> m_prompt;
    std::unique_ptr<ProfileManager> m_manager;
};

void TestProfileManager::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<ProfileStore>(m_folder->filePath(QStringLiteral("config/profiles.json")));
    m_session = std::make_unique<Tests::FakeSecrets>();
    m_keyring = std::make_unique<Tests::FakeSecrets>();
    m_secrets =
        std::make_unique<ProfileSecrets>(ProfileSecrets::Stores{m_session.get(), m_keyring.get(), nullptr});
    m_prompt = std::make_unique<Tests::FakePrompt>();
}

void TestProfileManager::cleanup()
{
    m_manager.reset();
}

void TestProfileManager::start(const QList<Profile> &profiles)
{
    if (!profiles.isEmpty()) {
        QVERIFY(m_store->update([&](ProfileSet &set) -> Core::Result<void> {
            set.profiles = profiles;
            return {};
        }));
    }
    m_manager = std::make_unique<ProfileManager>(
        *m_store, *m_secrets, *m_prompt,
        [](const QString &) -> Core::Result<QString> { return Core::Error{}; });
    m_manager->show();
    QTRY_COMPARE(m_manager->profiles().size(), profiles.size());
    QTRY_VERIFY(child<QPushButton>("profilesNew")->isEnabled());
}

void TestProfileManager::anEmptyListTeachesTheNextStep()
{
    start({});
    QVERIFY(child<QPushButton>("stateAction")->isVisible());
    QVERIFY(!child<QPushButton>("profilesOpen")->isEnabled());
    QVERIFY(!child<QPushButton>("profilesExport")->isEnabled());
}

void TestProfileManager::savesWhatWasTyped()
{
    start({profile("Shop")});
    QSignalSpy changed(m_manager.get(), &ProfileManager::profilesChanged);
    rename("Workshop");
    child<QLineEdit>("profilePassword")->setText(QStringLiteral("CanarySecret7"));
    click("profileSave");
    QTRY_COMPARE(stored(), QStringList{QStringLiteral("Workshop")});
    QTRY_COMPARE(m_keyring->secrets.value(idOf("Shop")), QStringLiteral("CanarySecret7"));
    QTRY_VERIFY(!child<QPushButton>("profileSave")->isEnabled());
    QVERIFY(!changed.isEmpty());
    QFile file(m_store->file());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("CanarySecret7"));
}

void TestProfileManager::aFailedSaveKeepsTheForm()
{
    start({profile("Shop")});
    // A folder where the file should be: nothing can be read or replaced.
    QVERIFY(QFile::remove(m_store->file()));
    QVERIFY(QDir().mkpath(m_store->file() + QStringLiteral("/x")));
    rename("Workshop");
    child<QLineEdit>("profilePassword")->setText(QStringLiteral("CanarySecret7"));
    click("profileSave");
    QTRY_VERIFY(child<QPushButton>("profileSave")->isEnabled());
    QCOMPARE(child<QLineEdit>("profileName")->text(), QStringLiteral("Workshop"));
    QCOMPARE(child<QLineEdit>("profilePassword")->text(), QStringLiteral("CanarySecret7"));
    QVERIFY(!child<QLabel>("profileMessage")->text().isEmpty());
    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestProfileManager::addsFromAString()
{
    start({});
    m_manager->addFrom(
        Db::ConnectionString::parse(QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc"))
            .value());
    QVERIFY(child<QLineEdit>("profileName")->isVisible());
    rename("Shop");
    click("profileSave");
    QTRY_COMPARE(stored(), QStringList{QStringLiteral("Shop")});
    const Profile saved = m_store->load()->set.profiles.first();
    QVERIFY(!saved.id.isEmpty());
    QTRY_COMPARE(m_session->secrets.value(saved.id), QStringLiteral("CanarySecret7"));
}

void TestProfileManager::leavingAChangedFormAsks()
{
    start({profile("One"), profile("Two")});
    auto *list = child<QAbstractItemView>("profileList");
    rename("Changed");
    m_prompt->willAnswer(Answer::Reject);
    list->setCurrentIndex(list->model()->index(1, 0));
    QTRY_COMPARE(m_prompt->asked().size(), 1);
    QTest::qWait(0);
    QCOMPARE(list->currentIndex().row(), 0);
    QCOMPARE(child<QLineEdit>("profileName")->text(), QStringLiteral("Changed"));

    m_prompt->willAnswer(Answer::Alternative); // discard
    list->setCurrentIndex(list->model()->index(1, 0));
    QTRY_COMPARE(child<QLineEdit>("profileName")->text(), QStringLiteral("Two"));
    QCOMPARE(stored().first(), QStringLiteral("One"));

    rename("Second");
    m_prompt->willAnswer(Answer::Accept); // save
    list->setCurrentIndex(list->model()->index(0, 0));
    QTRY_COMPARE(child<QLineEdit>("profileName")->text(), QStringLiteral("One"));
    QCOMPARE(stored().last(), QStringLiteral("Second"));
}

void TestProfileManager::duplicates()
{
    start({profile("Shop")});
    click("profilesDuplicate");
    QVERIFY(child<QLineEdit>("profileName")->text() != QStringLiteral("Shop"));
    click("profileSave");
    QTRY_COMPARE(stored().size(), 2);
    const auto set = m_store->load()->set.profiles;
    QVERIFY(set.at(0).id != set.at(1).id);
    QCOMPARE(set.at(1).connection, set.at(0).connection);
}

void TestProfileManager::deletesWithTheSecret()
{
    m_keyring->secrets.insert(idOf("One"), QStringLiteral("CanarySecret7"));
    start({profile("One"), profile("Two")});
    m_prompt->willAnswer(Answer::Accept);
    click("profilesDelete");
    QTRY_COMPARE(stored(), QStringList{QStringLiteral("Two")});
    QTRY_VERIFY(m_keyring->secrets.isEmpty());
    QTRY_COMPARE(child<QLineEdit>("profileName")->text(), QStringLiteral("Two"));
}

void TestProfileManager::deletingAsksFirst()
{
    start({profile("One")});
    click("profilesDelete");
    QTRY_COMPARE(m_prompt->asked().size(), 1);
    QVERIFY(m_prompt->asked().first().destructive);
    QCOMPARE(stored().size(), 1);
}

void TestProfileManager::movesUpAndDown()
{
    start({profile("One"), profile("Two"), profile("Three")});
    auto *list = child<QAbstractItemView>("profileList");
    click("profilesDown");
    QTRY_COMPARE(stored().join(u' '), QStringLiteral("Two One Three"));
    QCOMPARE(child<QLineEdit>("profileName")->text(), QStringLiteral("One"));
    QTRY_COMPARE(list->currentIndex().row(), 1);
    click("profilesUp");
    QTRY_COMPARE(stored().join(u' '), QStringLiteral("One Two Three"));
    QVERIFY(list->model()->moveRow({}, 2, {}, 0)); // as a drag does
    QTRY_COMPARE(stored().join(u' '), QStringLiteral("Three One Two"));
}

void TestProfileManager::exportsAndImportsWithoutSecrets()
{
    m_keyring->secrets.insert(idOf("One"), QStringLiteral("CanarySecret7"));
    start({profile("One"), profile("Two")});
    const QString file = m_folder->filePath(QStringLiteral("export.json"));
    m_manager->exportTo(file);
    QTRY_VERIFY(child<QLabel>("profileMessage")->text().contains(u'2'));
    QFile exported(file);
    QVERIFY(exported.open(QIODevice::ReadOnly));
    QVERIFY(!exported.readAll().contains("CanarySecret7"));
    m_manager->importFrom(file);
    QTRY_COMPARE(stored().size(), 4);
    QTRY_COMPARE(m_manager->profiles().size(), 4);
    m_manager->importFrom(m_folder->filePath(QStringLiteral("missing.json")));
    QTRY_VERIFY(child<QLabel>("profileMessage")->text().contains(QStringLiteral("cannot be read")));
}

void TestProfileManager::opensTheSavedProfile()
{
    start({profile("One")});
    QSignalSpy opened(m_manager.get(), &ProfileManager::openRequested);
    QSignalSpy inWindow(m_manager.get(), &ProfileManager::openInNewWindowRequested);
    click("profilesOpen");
    click("profilesOpenWindow");
    QCOMPARE(opened.size(), 1);
    QCOMPARE(inWindow.size(), 1);
    rename("Changed");
    m_prompt->willAnswer(Answer::Accept);
    click("profilesOpen");
    QTRY_COMPARE(opened.size(), 2);
    QCOMPARE(opened.last().first().value<Profile>().name, QStringLiteral("Changed"));
    QCOMPARE(stored().first(), QStringLiteral("Changed"));
}

void TestProfileManager::testsTheFormAsItStands()
{
    start({profile("One")});
    QSignalSpy tested(m_manager.get(), &ProfileManager::testRequested);
    child<QLineEdit>("profileHost")->setText(QStringLiteral("other.example.com"));
    child<QLineEdit>("profilePassword")->setText(QStringLiteral("CanarySecret7"));
    click("profilesTest");
    QCOMPARE(tested.size(), 1);
    const auto shown = tested.first().first().value<Profile>();
    QCOMPARE(shown.connection.hosts.value(0).host, QStringLiteral("other.example.com"));
    QCOMPARE(shown.connection.password.value_or(QString()), QStringLiteral("CanarySecret7"));
    QCOMPARE(m_prompt->asked().size(), 0);
}

void TestProfileManager::closingAsks()
{
    start({profile("One")});
    rename("Changed");
    m_prompt->willAnswer(Answer::Reject);
    m_manager->reject();
    QTRY_COMPARE(m_prompt->asked().size(), 1);
    QTest::qWait(0);
    QVERIFY(m_manager->isVisible());
    m_prompt->willAnswer(Answer::Alternative);
    m_manager->reject();
    QTRY_VERIFY(!m_manager->isVisible());
}

void TestProfileManager::closesAfterASaveThatRuns()
{
    start({profile("One")});
    rename("Changed");
    click("profileSave");
    m_manager->reject();
    QVERIFY(m_manager->isVisible());
    QTRY_VERIFY(!m_manager->isVisible());
    QCOMPARE(stored(), QStringList{QStringLiteral("Changed")});
}

void TestProfileManager::staysWhenThatSaveFails()
{
    start({profile("One")});
    m_keyring->failure = Core::Error{Core::ErrorKind::Permission, QStringLiteral("Locked."), {}, {}};
    rename("Changed");
    child<QLineEdit>("profilePassword")->setText(QStringLiteral("CanarySecret7"));
    click("profileSave");
    m_manager->reject();
    QTRY_VERIFY(child<QLabel>("profileMessage")->text().contains(QStringLiteral("Locked.")));
    QVERIFY(m_manager->isVisible());
}

void TestProfileManager::aNewPlaceTakesTheTypedPassword()
{
    const QString typed = QStringLiteral("CanarySecret7");
    m_keyring->secrets.insert(idOf("One"), QStringLiteral("old"));
    start({profile("One")});
    auto *place = child<QComboBox>("profileSecretPlace");
    place->setCurrentIndex(place->findData(int(Profiles::SecretPlace::Session)));
    child<QLineEdit>("profilePassword")->setText(typed);
    m_keyring->failure = Core::Error{Core::ErrorKind::Timeout, QStringLiteral("Silent."), {}, {}};
    click("profileSave");
    QTRY_VERIFY(child<QLabel>("profileMessage")->text().contains(QStringLiteral("Silent.")));
    QCOMPARE(m_session->secrets.value(idOf("One")), typed);
}

void TestProfileManager::refusesAnUnusableName()
{
    start({profile("One")});
    rename("postgresql://u@db.example.com/gsc");
    QVERIFY(!child<QPushButton>("profileSave")->isEnabled());
    QVERIFY(child<QLabel>("profileMessage")->text().contains(QStringLiteral("connection string")));
    rename("One more");
    QVERIFY(child<QPushButton>("profileSave")->isEnabled());
}

void TestProfileManager::saysHowThePasswordFileIs()
{
    Profile own = profile("One");
    own.secret = Profiles::SecretPlace::PasswordFile;
    const QString file = m_folder->filePath(QStringLiteral("pgpass"));
    own.connection.parameters.insert(QStringLiteral("passfile"), file);
    QFile content(file);
    QVERIFY(content.open(QIODevice::WriteOnly));
    content.close();
    QVERIFY(content.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    Profile missing = own;
    missing.id = idOf("Two");
    missing.name = QStringLiteral("Two");
    missing.connection.parameters.insert(QStringLiteral("passfile"), file + u'x');
    start({own, missing});
    auto *status = child<QLabel>("profileSecretStatus");
    QTRY_VERIFY2(status->text().contains(QStringLiteral("chmod 600")), qPrintable(status->text()));
    m_manager->select(missing.id);
    QTRY_VERIFY2(status->text().contains(QStringLiteral("no file")), qPrintable(status->text()));
}

void TestProfileManager::opensThePasswordChange()
{
    start({profile("One"), profile("Two")});
    m_manager->select(idOf("Two"));
    click("profileChangePassword");
    auto *dialog = child<ChangePasswordDialog>("changePassword");
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(
        dialog->findChild<QLabel *>(QStringLiteral("changeTitle"))->text().contains(QStringLiteral("Two")));
    // It brings the date in the file: the manager shows what is there now.
    Profile dated = profile("Two");
    dated.passwordChanged = QDate(2024, 5, 6);
    QVERIFY(m_store->update([&](ProfileSet &set) -> Core::Result<void> {
        set.profiles[1] = dated;
        return {};
    }));
    QSignalSpy changed(m_manager.get(), &ProfileManager::passwordChanged);
    Q_EMIT dialog->passwordChanged(dated);
    QCOMPARE(changed.size(), 1);
    QTRY_COMPARE(m_manager->profiles().at(1).passwordChanged, dated.passwordChanged);
}

void TestProfileManager::fitsASmallScreen()
{
    start({profile("One")});
    const QSize least = m_manager->minimumSizeHint();
    qInfo("the profile manager needs at least %d x %d", least.width(), least.height());
    // 1366 x 768 at 200 %, with a title bar.
    QVERIFY(least.width() <= 1366 / 2 && least.height() <= 768 / 2 - 24);
}

QTEST_MAIN(TestProfileManager)
#include "tst_profilemanager.moc"
