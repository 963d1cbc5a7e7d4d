// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/session.h"
#include "fakesecrets.h"
#include "support/postgresserver.h"
#include "support/tempdatabase.h"
#include "support/verify.h"
#include "ui/connect/changepassworddialog.h"
#include "ui/connect/passwordprompt.h"
#include "ui/connect/profilesecrets.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace Gui;
using Profiles::Environment;
using Profiles::Profile;
using Profiles::SecretPlace;
using Tests::PostgresServer;

namespace {

const QString fresh = QStringLiteral("Fresh-CanarySecret-19");

PostgresServer &server()
{
    return PostgresServer::instance();
}

} // namespace

class TestChangePasswordDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void makesAStrongPassword();
    void changesKeepsAndDates();
    void theNewOneIsKeptBeforeItIsSent();
    void cancelBeforeSendingLeavesNothing();
    void nothingIsSentWhatCannotBeKept();
    void aRefusedPresentOneIsAskedAgain();
    void aRefusedChangeKeepsTheOldOne();
    void anUnreachableServerKeepsBoth();
    void takesUpAChangeThatWasCutOff_data();
    void takesUpAChangeThatWasCutOff();
    void aGuardedEnvironmentIsTyped();
    void aSessionOnlyPasswordIsNotedFirst();
    void refusesWhatMayNotWrite_data();
    void refusesWhatMayNotWrite();
    void copies();

private:
    void start();
    template <typename T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QString::fromLatin1(name));
    }
    void type(const char *name, const QString &text) const { child<QLineEdit>(name)->setText(text); }
    void change() const { child<QPushButton>("changeAccept")->click(); }
    [[nodiscard]] QString message() const { return child<QLabel>("changeMessage")->text(); }
    [[nodiscard]] bool isIdle() const { return child<QPushButton>("changeAccept")->isEnabled(); }
    [[nodiscard]] bool isDone() const { return !child<QPushButton>("changeAccept")->isVisible(); }
    [[nodiscard]] bool logsIn(const QString &password) const
    {
        Db::ConnectionSpec spec = m_profile.connection;
        spec.password = password;
        Db::Session session(spec);
        return session.open().has_value();
    }
    [[nodiscard]] QString pendingId() const { return pendingOf(m_profile).id; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Tests::TempDatabase> m_database;
    std::unique_ptr<Profiles::ProfileStore> m_store;
    std::unique_ptr<Tests::FakeSecrets> m_session;
    std::unique_ptr<Tests::FakeSecrets> m_keyring;
    std::unique_ptr<ProfileSecrets> m_secrets;
    Profile m_profile;
    std::unique_ptr<ChangePasswordDialog> m_dialog;
};

void TestChangePasswordDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = std::make_unique<Tests::TempDatabase>(Tests::TempDatabase::Kind::PostgresDirect);
    m_store = std::make_unique<Profiles::ProfileStore>(m_folder->filePath(QStringLiteral("profiles.json")));
    m_session = std::make_unique<Tests::FakeSecrets>();
    m_keyring = std::make_unique<Tests::FakeSecrets>();
    m_secrets =
        std::make_unique<ProfileSecrets>(ProfileSecrets::Stores{m_session.get(), m_keyring.get(), nullptr});
    m_profile = Profiles::newProfile(
        QStringLiteral("Shop"),
        Db::ConnectionString::parse(server().passwordConnectionString(m_database->name())).value());
    m_profile.secret = SecretPlace::Keyring;
    m_keyring->secrets.insert(m_profile.id, PostgresServer::password());
}

void TestChangePasswordDialog::cleanup()
{
    m_dialog.reset();
    if (!server().isRunning())
        server().start();
    server().execute(QStringLiteral("ALTER ROLE gsc_password PASSWORD '%1'")
                         .arg(PostgresServer::password().replace(u'\'', QStringLiteral("''"))));
}

void TestChangePasswordDialog::start()
{
    QVERIFY(m_store->update([this](Profiles::ProfileSet &set) -> Core::Result<void> {
        set.profiles = {m_profile};
        return {};
    }));
    m_dialog = std::make_unique<ChangePasswordDialog>(m_profile, *m_secrets, ProfileFile(*m_store), nullptr);
    m_dialog->open();
}

void TestChangePasswordDialog::makesAStrongPassword()
{
    start();
    const QString first = child<QLineEdit>("changeFresh")->text();
    QVERIFY(first.size() >= 24);
    QCOMPARE(child<QLineEdit>("changeFresh")->echoMode(), QLineEdit::Password);
    child<QPushButton>("changeAnother")->click();
    QVERIFY(child<QLineEdit>("changeFresh")->text() != first);
    child<QCheckBox>("changeShow")->click();
    QCOMPARE(child<QLineEdit>("changeFresh")->echoMode(), QLineEdit::Normal);
    type("changeFresh", QStringLiteral("short"));
    QVERIFY(!isIdle());
}

void TestChangePasswordDialog::changesKeepsAndDates()
{
    start();
    QSignalSpy changed(m_dialog.get(), &ChangePasswordDialog::passwordChanged);
    const QString made = child<QLineEdit>("changeFresh")->text();
    change();
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 60'000);
    QVERIFY2(isDone(), qPrintable(message()));
    QCOMPARE(m_keyring->secrets, (QMap<QString, QString>{{m_profile.id, made}}));
    QCOMPARE(m_session->secrets, (QMap<QString, QString>{{m_profile.id, made}}));
    QCOMPARE(m_store->load()->set.profiles.first().passwordChanged, QDate::currentDate());
    QVERIFY(logsIn(made));
    QVERIFY(!logsIn(PostgresServer::password()));
    QVERIFY(!message().contains(made));
}

void TestChangePasswordDialog::theNewOneIsKeptBeforeItIsSent()
{
    start();
    QStringList written;
    m_keyring->onWrite = [this, &written](const QString &id) {
        written.append(id);
        const bool isPending = id == pendingId();
        QVERIFY(logsIn(isPending ? PostgresServer::password() : fresh));
        QCOMPARE(m_keyring->secrets.value(m_profile.id), PostgresServer::password());
        QCOMPARE(m_keyring->secrets.value(pendingId()), isPending ? QString() : fresh);
        if (!isPending) { // too late to cancel
            QVERIFY(!child<QPushButton>("changeCancel")->isEnabled());
            m_dialog->reject();
            QVERIFY(m_dialog->isVisible());
        }
    };
    type("changeFresh", fresh);
    change();
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000);
    QCOMPARE(written, (QStringList{pendingId(), m_profile.id}));
}

void TestChangePasswordDialog::cancelBeforeSendingLeavesNothing()
{
    start();
    m_keyring->onWrite = [this](const QString &) { m_dialog->reject(); };
    type("changeFresh", fresh);
    change();
    QTRY_VERIFY(!m_dialog->isVisible());
    QVERIFY(logsIn(PostgresServer::password()));
    QCOMPARE(m_keyring->secrets.keys(), QStringList{m_profile.id});
}

void TestChangePasswordDialog::nothingIsSentWhatCannotBeKept()
{
    m_session->secrets.insert(m_profile.id, PostgresServer::password());
    start();
    m_keyring->writeFailure = Core::Error{Core::ErrorKind::Permission, QStringLiteral("Locked."), {}, {}};
    type("changeFresh", fresh);
    change();
    QTRY_VERIFY(isIdle());
    QVERIFY(message().contains(QStringLiteral("Locked.")));
    QVERIFY(logsIn(PostgresServer::password()));
    QVERIFY(!m_session->secrets.contains(pendingId()));
}

void TestChangePasswordDialog::aRefusedPresentOneIsAskedAgain()
{
    m_keyring->secrets.insert(m_profile.id, QStringLiteral("wrong"));
    start();
    type("changeFresh", fresh);
    change();
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 60'000);
    QVERIFY2(message().contains(QStringLiteral("refused the present password")), qPrintable(message()));
    QVERIFY(!m_keyring->secrets.contains(pendingId()));

    change();
    QTRY_VERIFY(m_dialog->findChild<PasswordPrompt *>());
    auto *prompt = m_dialog->findChild<PasswordPrompt *>();
    prompt->findChild<QLineEdit *>(QStringLiteral("promptPassword"))->setText(PostgresServer::password());
    prompt->findChild<QPushButton *>(QStringLiteral("promptAccept"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000);
    QVERIFY(logsIn(fresh));
}

void TestChangePasswordDialog::aRefusedChangeKeepsTheOldOne()
{
    start();
    type("changeFresh", QStringLiteral("not ASCII: żółć, żółć"));
    change();
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 60'000);
    QVERIFY(!message().isEmpty());
    QCOMPARE(m_keyring->secrets.keys(), QStringList{m_profile.id});
    QVERIFY(logsIn(PostgresServer::password()));
    QVERIFY(!m_store->load()->set.profiles.first().passwordChanged.isValid());
}

void TestChangePasswordDialog::anUnreachableServerKeepsBoth()
{
    start();
    server().stop();
    type("changeFresh", fresh);
    change();
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 90'000);
    QVERIFY2(message().contains(QStringLiteral("not known")), qPrintable(message()));
    QCOMPARE(m_keyring->secrets.value(pendingId()), fresh);
    QCOMPARE(m_keyring->secrets.value(m_profile.id), PostgresServer::password());

    server().start();
    change();
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000);
    QVERIFY(logsIn(fresh));
    QCOMPARE(m_keyring->secrets, (QMap<QString, QString>{{m_profile.id, fresh}}));
}

void TestChangePasswordDialog::takesUpAChangeThatWasCutOff_data()
{
    QTest::addColumn<bool>("serverHasIt");
    QTest::newRow("before the server had it") << false;
    QTest::newRow("after the server had it") << true;
}

void TestChangePasswordDialog::takesUpAChangeThatWasCutOff()
{
    QFETCH(const bool, serverHasIt);
    m_keyring->secrets.insert(pendingId(), fresh);
    if (serverHasIt)
        server().execute(QStringLiteral("ALTER ROLE gsc_password PASSWORD '%1'").arg(fresh));
    start();
    change();
    QTRY_COMPARE(child<QLineEdit>("changeFresh")->text(), fresh);
    QVERIFY(child<QLineEdit>("changeFresh")->isReadOnly());
    QTRY_VERIFY(isIdle());
    QVERIFY(!m_dialog->findChild<PasswordPrompt *>());
    change();
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000);
    QVERIFY(logsIn(fresh));
    QCOMPARE(m_keyring->secrets, (QMap<QString, QString>{{m_profile.id, fresh}}));
}

void TestChangePasswordDialog::aGuardedEnvironmentIsTyped()
{
    m_profile.environment.kind = Environment::Kind::Production;
    const QString word = Profiles::wordOf(m_profile.environment);
    start();
    QVERIFY(child<QLineEdit>("changeTyped")->isVisible());
    QVERIFY(!isIdle());
    type("changeTyped", word.toLower() + u'x');
    QVERIFY(!isIdle());
    type("changeTyped", word);
    QVERIFY(isIdle());
}

void TestChangePasswordDialog::aSessionOnlyPasswordIsNotedFirst()
{
    m_profile.secret = SecretPlace::Session;
    start();
    QVERIFY(!isIdle());
    QVERIFY(child<QCheckBox>("changeNoted")->isVisible());
    child<QCheckBox>("changeNoted")->click();
    QVERIFY(isIdle());
}

void TestChangePasswordDialog::refusesWhatMayNotWrite_data()
{
    QTest::addColumn<QString>("why");
    QTest::newRow("read-only") << QStringLiteral("read-only");
    QTest::newRow("file") << QStringLiteral("file");
    QTest::newRow("password file") << QStringLiteral("password file");
}

void TestChangePasswordDialog::refusesWhatMayNotWrite()
{
    QFETCH(const QString, why);
    m_profile.isReadOnly = why == QStringLiteral("read-only");
    if (why == QStringLiteral("file"))
        m_profile.connection = Db::ConnectionString::parse(QStringLiteral("Data Source=/tmp/x.db")).value();
    if (why == QStringLiteral("password file"))
        m_profile.secret = SecretPlace::PasswordFile;
    start();
    QVERIFY(!message().isEmpty());
    QVERIFY(!child<QPushButton>("changeAccept")->isVisible());
    QVERIFY(!child<QPushButton>("changeAccept")->isEnabled());
    m_dialog->reject();
    QVERIFY(!m_dialog->isVisible());
}

void TestChangePasswordDialog::copies()
{
    start();
    child<QPushButton>("changeCopy")->click();
    QCOMPARE(QApplication::clipboard()->text(), child<QLineEdit>("changeFresh")->text());
    QVERIFY(child<QLabel>("changeClipboard")->isVisible());
    m_dialog.reset();
    QVERIFY(QApplication::clipboard()->text().isEmpty());
}

QTEST_MAIN(TestChangePasswordDialog)
#include "tst_changepassworddialog.moc"
