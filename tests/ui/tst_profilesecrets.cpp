// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "fakesecrets.h"
#include "support/verify.h"
#include "ui/connect/passwordprompt.h"
#include "ui/connect/profilesecrets.h"
#include "ui/connect/vaultprompt.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Gui;
using Core::ErrorKind;
using Profiles::Profile;
using Profiles::SecretPlace;
using Tests::waitFor;

namespace {

const QString secret = QStringLiteral("CanarySecret7");
const QString passphrase = QStringLiteral("four words nobody guesses");
// libsodium's least: what is tested is not its strength.
const Secrets::KdfLimits quick{crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

Profile profile(SecretPlace place)
{
    Profile result;
    result.id = QStringLiteral("shop");
    result.name = QStringLiteral("Shop");
    result.connection =
        Db::ConnectionString::parse(QStringLiteral("postgresql://u@db.example.com/gsc")).value();
    result.secret = place;
    return result;
}

} // namespace

class TestProfileSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aFileNeedsNoPassword();
    void theSessionIsAskedFirst();
    void aKeptPasswordIsFound();
    void asksAndKeeps();
    void cancelGivesNone();
    void aMissingKeyringIsToldOnce();
    void aRefusedPasswordIsAskedAgain();
    void theFirstVaultIsMade();
    void theVaultAsksOnceASession();
    void aWrongPassphraseIsToldApart();
    void movesBetweenPlaces();
    void passphraseStrength();
    void testsTheKeyring();
    void theOwnPasswordFileLeavesNoCopy();
    void thePendingOneGoesAlong();
    void whatIsKnownIsKnownWithoutAsking();

private:
    template <typename T>
    T *dialog() const
    {
        for (QWidget *widget : QApplication::topLevelWidgets())
            if (auto *found = qobject_cast<T *>(widget); found && found->isVisible())
                return found;
        return nullptr;
    }
    static void type(const QDialog *in, const char *name, const QString &text)
    {
        in->findChild<QLineEdit *>(QString::fromLatin1(name))->setText(text);
    }
    static void click(const QDialog *in, const char *name)
    {
        in->findChild<QPushButton *>(QString::fromLatin1(name))->click();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Tests::FakeSecrets> m_session;
    std::unique_ptr<Tests::FakeSecrets> m_keyring;
    std::unique_ptr<Secrets::VaultStore> m_vault;
    std::unique_ptr<ProfileSecrets> m_secrets;
};

void TestProfileSecrets::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<Tests::FakeSecrets>();
    m_keyring = std::make_unique<Tests::FakeSecrets>();
    m_vault =
        std::make_unique<Secrets::VaultStore>(m_folder->filePath(QStringLiteral("secrets.vault")), quick);
    m_secrets = std::make_unique<ProfileSecrets>(
        ProfileSecrets::Stores{m_session.get(), m_keyring.get(), m_vault.get()});
}

void TestProfileSecrets::cleanup()
{
    m_secrets.reset();
    m_vault.reset();
}

void TestProfileSecrets::aFileNeedsNoPassword()
{
    Profile file = profile(SecretPlace::Keyring);
    file.connection = Db::ConnectionString::parse(QStringLiteral("Data Source=x.db")).value();
    QCOMPARE(waitFor(m_secrets->passwordFor(file, nullptr)).value(), QString());
    QCOMPARE(waitFor(m_secrets->passwordFor(profile(SecretPlace::PasswordFile), nullptr)).value(), QString());
    QCOMPARE(m_keyring->reads, 0);
}

void TestProfileSecrets::theSessionIsAskedFirst()
{
    m_session->secrets.insert(QStringLiteral("shop"), secret);
    QCOMPARE(waitFor(m_secrets->passwordFor(profile(SecretPlace::Keyring), nullptr)).value(), secret);
    QCOMPARE(m_keyring->reads, 0);
}

void TestProfileSecrets::aKeptPasswordIsFound()
{
    m_keyring->secrets.insert(QStringLiteral("shop"), secret);
    QCOMPARE(waitFor(m_secrets->passwordFor(profile(SecretPlace::Keyring), nullptr)).value(), secret);
    QCOMPARE(waitFor(m_secrets->passwordFor(profile(SecretPlace::Keyring), nullptr)).value(), secret);
    QCOMPARE(m_keyring->reads, 1);
}

void TestProfileSecrets::asksAndKeeps()
{
    auto task = m_secrets->passwordFor(profile(SecretPlace::Keyring), nullptr);
    QTRY_VERIFY(dialog<PasswordPrompt>());
    const auto *prompt = dialog<PasswordPrompt>();
    QVERIFY(prompt->findChild<QLabel *>(QStringLiteral("passwordTitle"))
                ->text()
                .contains(QStringLiteral("Shop")));
    QCOMPARE(prompt->place(), SecretPlace::Keyring);
    type(prompt, "promptPassword", secret);
    click(prompt, "promptAccept");
    QCOMPARE(waitFor(task).value(), secret);
    QCOMPARE(m_keyring->secrets.value(QStringLiteral("shop")), secret);
    QCOMPARE(m_session->secrets.value(QStringLiteral("shop")), secret);
}

void TestProfileSecrets::cancelGivesNone()
{
    auto task = m_secrets->passwordFor(profile(SecretPlace::Session), nullptr);
    QTRY_VERIFY(dialog<PasswordPrompt>());
    dialog<PasswordPrompt>()->reject();
    const auto answer = waitFor(task);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
}

void TestProfileSecrets::aMissingKeyringIsToldOnce()
{
    ProfileSecrets secrets({m_session.get(), nullptr, m_vault.get()});
    QSignalSpy noticed(&secrets, &ProfileSecrets::noticed);
    for (int i = 0; i < 2; ++i) {
        auto task = secrets.passwordFor(profile(SecretPlace::Keyring), nullptr);
        QTRY_VERIFY(dialog<PasswordPrompt>());
        QCOMPARE(dialog<PasswordPrompt>()->place(), SecretPlace::Session);
        dialog<PasswordPrompt>()->reject();
        QVERIFY(!waitFor(task));
    }
    QCOMPARE(noticed.size(), 1);
}

void TestProfileSecrets::aRefusedPasswordIsAskedAgain()
{
    m_keyring->secrets.insert(QStringLiteral("shop"), QStringLiteral("old"));
    QCOMPARE(waitFor(m_secrets->passwordFor(profile(SecretPlace::Keyring), nullptr)).value(),
             QStringLiteral("old"));
    m_secrets->refuse(profile(SecretPlace::Keyring));
    auto task = m_secrets->passwordFor(profile(SecretPlace::Keyring), nullptr);
    QTRY_VERIFY(dialog<PasswordPrompt>());
    type(dialog<PasswordPrompt>(), "promptPassword", secret);
    click(dialog<PasswordPrompt>(), "promptAccept");
    QCOMPARE(waitFor(task).value(), secret);
    QCOMPARE(m_keyring->secrets.value(QStringLiteral("shop")), secret);
}

void TestProfileSecrets::theFirstVaultIsMade()
{
    auto task = m_secrets->keep(profile(SecretPlace::Vault), secret, nullptr);
    QTRY_VERIFY(dialog<VaultPrompt>());
    const auto *prompt = dialog<VaultPrompt>();
    auto *accept = prompt->findChild<QPushButton *>(QStringLiteral("vaultAccept"));
    type(prompt, "vaultPassphrase", passphrase);
    QVERIFY(!accept->isEnabled());
    type(prompt, "vaultAgain", passphrase + u'x');
    QVERIFY(!accept->isEnabled());
    type(prompt, "vaultAgain", passphrase);
    QVERIFY(accept->isEnabled());
    accept->click();
    QVERIFY_OK(waitFor(task));
    QCOMPARE(waitFor(m_vault->read(QStringLiteral("shop"))).value(), secret);
}

void TestProfileSecrets::theVaultAsksOnceASession()
{
    QVERIFY_OK(waitFor(m_vault->create(passphrase)));
    QVERIFY_OK(waitFor(m_vault->write(QStringLiteral("shop"), secret)));
    m_vault->lock();
    QTRY_VERIFY(!m_vault->isUnlocked());
    auto task = m_secrets->passwordFor(profile(SecretPlace::Vault), nullptr);
    QTRY_VERIFY(dialog<VaultPrompt>());
    type(dialog<VaultPrompt>(), "vaultPassphrase", passphrase);
    click(dialog<VaultPrompt>(), "vaultAccept");
    QCOMPARE(waitFor(task).value(), secret);
    Profile other = profile(SecretPlace::Vault);
    other.id = QStringLiteral("other");
    QVERIFY_OK(waitFor(m_secrets->keep(other, secret, nullptr)));
    QVERIFY(!dialog<VaultPrompt>());
}

void TestProfileSecrets::aWrongPassphraseIsToldApart()
{
    QVERIFY_OK(waitFor(m_vault->create(passphrase)));
    m_vault->lock();
    QTRY_VERIFY(!m_vault->isUnlocked());
    VaultPrompt prompt(*m_vault, nullptr);
    prompt.open();
    const auto *message = prompt.findChild<QLabel *>(QStringLiteral("vaultMessage"));
    const auto *accept = prompt.findChild<QPushButton *>(QStringLiteral("vaultAccept"));
    type(&prompt, "vaultPassphrase", QStringLiteral("not it"));
    click(&prompt, "vaultAccept");
    QTRY_VERIFY(accept->isEnabled());
    const QString wrong = message->text();
    QVERIFY(!wrong.isEmpty() && prompt.isVisible());

    QFile file(m_folder->filePath(QStringLiteral("secrets.vault")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no vault at all");
    file.close();
    type(&prompt, "vaultPassphrase", passphrase);
    click(&prompt, "vaultAccept");
    QTRY_VERIFY(accept->isEnabled());
    QVERIFY2(message->text() != wrong, qPrintable(message->text()));
    QVERIFY(prompt.isVisible());
}

void TestProfileSecrets::movesBetweenPlaces()
{
    m_keyring->secrets.insert(QStringLiteral("shop"), secret);
    QVERIFY_OK(waitFor(m_vault->create(passphrase)));
    QVERIFY_OK(waitFor(m_secrets->move(profile(SecretPlace::Keyring), profile(SecretPlace::Vault), nullptr)));
    QVERIFY(m_keyring->secrets.isEmpty());
    QCOMPARE(waitFor(m_vault->read(QStringLiteral("shop"))).value(), secret);
    // Nothing kept: nothing to move.
    QVERIFY_OK(
        waitFor(m_secrets->move(profile(SecretPlace::Keyring), profile(SecretPlace::Session), nullptr)));
}

void TestProfileSecrets::passphraseStrength()
{
    QVERIFY(VaultPrompt::strengthOf(QString()) < 1);
    QVERIFY(VaultPrompt::strengthOf(QStringLiteral("aaaaaaaaaaaaaaaaaaaaaaaa")) < 50);
    QVERIFY(VaultPrompt::strengthOf(QStringLiteral("password")) < 50);
    QVERIFY(VaultPrompt::strengthOf(passphrase) > 75);
}

void TestProfileSecrets::testsTheKeyring()
{
    // Whatever the desktop has: the answer is what the store found out by a probe.
    Secrets::KeyringStore keyring(3'000);
    ProfileSecrets secrets({m_session.get(), &keyring, nullptr});
    QCOMPARE(keyring.status(), Secrets::KeyringStore::Status::Unknown);
    const auto status = waitFor(secrets.testKeyring());
    QVERIFY_OK(status);
    QVERIFY(*status != Secrets::KeyringStore::Status::Unknown);
    QCOMPARE(*status, keyring.status());
    ProfileSecrets without({m_session.get(), nullptr, nullptr});
    QCOMPARE(waitFor(without.testKeyring()).value(), Secrets::KeyringStore::Status::Missing);
}

void TestProfileSecrets::theOwnPasswordFileLeavesNoCopy()
{
    const Profile before = profile(SecretPlace::Keyring);
    m_session->secrets.insert(before.id, secret);
    m_keyring->secrets.insert(before.id, secret);
    m_keyring->secrets.insert(pendingOf(before).id, secret);
    QVERIFY_OK(waitFor(m_secrets->move(before, profile(SecretPlace::PasswordFile), nullptr)));
    QVERIFY(m_session->secrets.isEmpty());
    // A change that has not ended may need it.
    QCOMPARE(m_keyring->secrets.keys(), QStringList{pendingOf(before).id});
}

void TestProfileSecrets::thePendingOneGoesAlong()
{
    const Profile before = profile(SecretPlace::Keyring);
    QVERIFY(pendingOf(before).id != before.id);
    m_keyring->secrets.insert(before.id, secret);
    m_keyring->secrets.insert(pendingOf(before).id, QStringLiteral("new"));
    const Profile after = profile(SecretPlace::Session);
    QVERIFY_OK(waitFor(m_secrets->move(before, after, nullptr)));
    QVERIFY(m_keyring->secrets.isEmpty());
    QCOMPARE(waitFor(m_secrets->kept(pendingOf(after), nullptr)).value(), QStringLiteral("new"));
    QVERIFY_OK(waitFor(m_secrets->removePending(after)));
    QCOMPARE(waitFor(m_secrets->kept(pendingOf(after), nullptr)).value(), QString());
    QCOMPARE(waitFor(m_secrets->kept(after, nullptr)).value(), secret);
    m_session->secrets.insert(pendingOf(after).id, secret);
    QVERIFY_OK(waitFor(m_secrets->remove(after)));
    QVERIFY(m_session->secrets.isEmpty());
}

void TestProfileSecrets::whatIsKnownIsKnownWithoutAsking()
{
    const auto known = [this](SecretPlace place) { return waitFor(m_secrets->knownFor(profile(place))); };
    QCOMPARE(known(SecretPlace::PasswordFile).value(), QString());
    Profile file = profile(SecretPlace::Keyring);
    file.connection = Db::ConnectionString::parse(QStringLiteral("Data Source=x.db")).value();
    QCOMPARE(waitFor(m_secrets->knownFor(file)).value(), QString());

    QVERIFY_OK(waitFor(m_vault->create(passphrase)));
    QVERIFY_OK(waitFor(m_vault->write(QStringLiteral("shop"), secret)));
    QCOMPARE(known(SecretPlace::Vault).value(), secret);
    m_vault->lock();
    QTRY_VERIFY(!m_vault->isUnlocked());
    for (const SecretPlace place : {SecretPlace::Session, SecretPlace::Keyring, SecretPlace::Vault}) {
        const auto answer = known(place);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::NotFound);
    }
    m_keyring->secrets.insert(QStringLiteral("shop"), secret);
    QCOMPARE(known(SecretPlace::Keyring).value(), secret);
    QVERIFY2(m_session->secrets.isEmpty(), "looking is not opening");
    m_secrets->refuse(profile(SecretPlace::Keyring)); // the server did not take it
    QVERIFY(!known(SecretPlace::Keyring));
    m_session->secrets.insert(QStringLiteral("shop"), secret);
    QCOMPARE(known(SecretPlace::Session).value(), secret);
    QVERIFY2(!dialog<QDialog>(), "nobody was asked anything");
}

QTEST_MAIN(TestProfileSecrets)
#include "tst_profilesecrets.moc"
