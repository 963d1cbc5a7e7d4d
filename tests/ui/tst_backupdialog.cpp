// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filename.h"
#include "backupbench.h"
#include "support/postgresserver.h"
#include "ui/backup/backupdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Kind;
using Backup::Scope;

namespace {

constexpr int limit = 30'000; // ms

class Shown final
{
public:
    explicit Shown(const OpenedDatabase &database, const QString &folder)
        : dialog(database, folder, nullptr)
    {
        dialog.show();
    }
    [[nodiscard]] QPushButton *accept() const { return child<QPushButton>(&dialog, "backupAccept"); }
    [[nodiscard]] QString text(const char *name) const
    {
        const auto *label = child<QLabel>(&dialog, name);
        return label->isVisible() ? label->text() : QString();
    }
    void choose(const char *kind) const { child<QRadioButton>(&dialog, kind)->setChecked(true); }
    [[nodiscard]] QComboBox *scope() const { return child<QComboBox>(&dialog, "backupScope"); }

    BackupDialog dialog;
};

} // namespace

/// What can be backed up, and what is said before it starts.
class TestBackupDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anSqliteFileOffersWhatFits();
    void theNameFollowsTheKindUntilItIsTouched();
    void theNameIsSafe();
    void aPassphraseIsTypedTwice();
    void saysHowLargeItWillBe();
    void anOldPgDumpIsNoticedBeforeTheStart();
    void pgDumpDoesNotGoThroughAPooler();
    void postgresOffersEveryScope();
    void theCommandHasNoSecrets();

private:
    QTemporaryDir m_folder;
};

void TestBackupDialog::initTestCase()
{
    qputenv("XDG_DATA_HOME", m_folder.filePath(u"data"_s).toUtf8());
}

void TestBackupDialog::anSqliteFileOffersWhatFits()
{
    const BackupBench bench;
    const Shown shown(bench.database(), m_folder.path());
    QVERIFY(child<QRadioButton>(&shown.dialog, "kind_sqlite")->isChecked());
    QVERIFY(child<QRadioButton>(&shown.dialog, "kind_portable"));
    QVERIFY(!child<QRadioButton>(&shown.dialog, "kind_dump"));
    QVERIFY(!shown.scope()->isEnabled());
    QVERIFY(shown.accept()->isEnabled());
    QCOMPARE(shown.dialog.request().kind, Kind::SqliteSnapshot);
    QCOMPARE(shown.dialog.request().scope, Scope::Everything);

    shown.choose("kind_portable");
    QCOMPARE(shown.scope()->count(), 2);
    QVERIFY(!child<QComboBox>(&shown.dialog, "backupTable")->isVisible());
    shown.scope()->setCurrentIndex(shown.scope()->findData(int(Scope::OneTable)));
    auto *table = child<QComboBox>(&shown.dialog, "backupTable");
    QVERIFY(table->isVisible());
    QCOMPARE(shown.dialog.request().table, u"Customer"_s);
    table->setEditText({});
    QVERIFY(!shown.accept()->isEnabled());
    table->setEditText(u"Job"_s);
    QVERIFY(shown.accept()->isEnabled());
    QCOMPARE(shown.dialog.request().table, u"Job"_s);
    // Back to a kind without parts: the scope goes back, too.
    shown.choose("kind_sqlite");
    QCOMPARE(shown.dialog.request().scope, Scope::Everything);
    QVERIFY(shown.dialog.request().table.isEmpty());
}

void TestBackupDialog::theNameFollowsTheKindUntilItIsTouched()
{
    const BackupBench bench;
    const Shown shown(bench.database(), m_folder.path());
    auto *name = child<QLineEdit>(&shown.dialog, "backupTemplate");
    QCOMPARE(name->text(), Backup::defaultTemplate(Db::Engine::SQLite, Kind::SqliteSnapshot));
    const QRegularExpression dated(u"\\.db\\.\\d{8}_\\d{6}$"_s);
    QVERIFY2(shown.text("backupFileName").contains(dated), qPrintable(shown.text("backupFileName")));
    child<QCheckBox>(&shown.dialog, "compress")->setChecked(true);
    QVERIFY2(shown.text("backupFileName").endsWith(u".zst"_s), qPrintable(shown.text("backupFileName")));
    child<QCheckBox>(&shown.dialog, "compress")->setChecked(false);

    name->clear();
    QTest::keyClicks(name, u"mine {profile}"_s);
    shown.choose("kind_portable");
    QCOMPARE(name->text(), u"mine {profile}"_s);
    QVERIFY2(shown.dialog.request().file.startsWith(m_folder.path() + u"/mine"_s),
             qPrintable(shown.dialog.request().file));
    QVERIFY(shown.dialog.request().file.contains(u"shop"_s));
}

void TestBackupDialog::theNameIsSafe()
{
    const BackupBench bench;
    const Shown shown(bench.database(), m_folder.path());
    auto *name = child<QLineEdit>(&shown.dialog, "backupTemplate");
    name->clear();
    QTest::keyClicks(name, u"../../etc/passwd"_s);
    QCOMPARE(QFileInfo(shown.dialog.request().file).absolutePath(), m_folder.path());
    auto *folder = child<QLineEdit>(&shown.dialog, "backupFolder");
    folder->setText(u"relative"_s);
    QVERIFY(!shown.accept()->isEnabled());
    folder->setText({});
    QVERIFY(!shown.accept()->isEnabled());
    folder->setText(m_folder.path());
    QVERIFY(shown.accept()->isEnabled());
}

void TestBackupDialog::aPassphraseIsTypedTwice()
{
    const BackupBench bench;
    const Shown shown(bench.database(), m_folder.path());
    QVERIFY(!child<QLineEdit>(&shown.dialog, "passphrase")->isVisible());
    child<QCheckBox>(&shown.dialog, "encrypt")->setChecked(true);
    auto *first = child<QLineEdit>(&shown.dialog, "passphrase");
    auto *second = child<QLineEdit>(&shown.dialog, "passphraseAgain");
    QVERIFY(first->isVisible());
    QCOMPARE(first->echoMode(), QLineEdit::Password);
    QVERIFY(!shown.accept()->isEnabled());
    first->setText(u"correct horse"_s);
    QVERIFY(!shown.accept()->isEnabled());
    second->setText(u"correct h0rse"_s);
    QVERIFY(!shown.accept()->isEnabled());
    QVERIFY2(shown.text("passphraseNote").contains(u"not the same"_s),
             qPrintable(shown.text("passphraseNote")));
    second->setText(u"correct horse"_s);
    QVERIFY(shown.accept()->isEnabled());
    QCOMPARE(shown.dialog.request().wrapping.passphrase, u"correct horse"_s);
    QVERIFY(shown.dialog.request().file.endsWith(u".enc"_s));
    first->setText(u"short"_s);
    second->setText(u"short"_s);
    QVERIFY(!shown.accept()->isEnabled());
    child<QCheckBox>(&shown.dialog, "encrypt")->setChecked(false);
    QVERIFY(shown.accept()->isEnabled());
    QVERIFY(shown.dialog.request().wrapping.passphrase.isEmpty());
}

void TestBackupDialog::saysHowLargeItWillBe()
{
    const BackupBench bench;
    const Shown shown(bench.database(), m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(shown.text("backupSize").contains(u"are free in this folder"_s), limit);
}

void TestBackupDialog::anOldPgDumpIsNoticedBeforeTheStart()
{
    const BackupBench bench({u"Ada"_s}, Profiles::Environment::Kind::Staging,
                            TempDatabase::Kind::PostgresDirect);
    OpenedDatabase database = bench.database();
    database.serverVersion = u"99.1"_s;
    const Shown shown(database, m_folder.path());
    QVERIFY(child<QRadioButton>(&shown.dialog, "kind_portable")->isChecked());
    QVERIFY(shown.accept()->isEnabled());
    for (const char *kind : {"kind_dump", "kind_script"}) {
        shown.choose(kind);
        QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>(&shown.dialog, "usePortable")->isVisible(), limit);
        QVERIFY(!shown.accept()->isEnabled());
        QVERIFY2(shown.text("backupProblem").contains(u"99"_s), qPrintable(shown.text("backupProblem")));
    }
    child<QPushButton>(&shown.dialog, "usePortable")->click();
    QCOMPARE(shown.dialog.request().kind, Kind::Portable);
    QVERIFY(shown.accept()->isEnabled());
    QVERIFY(shown.text("backupProblem").isEmpty());
}

void TestBackupDialog::pgDumpDoesNotGoThroughAPooler()
{
    const BackupBench bench({u"Ada"_s}, Profiles::Environment::Kind::Staging,
                            TempDatabase::Kind::PostgresDirect);
    OpenedDatabase database = bench.database();
    database.serverVersion = u"15.1"_s;
    database.direct.hosts.first().port = 6543;
    const Shown shown(database, m_folder.path());
    shown.choose("kind_dump");
    QVERIFY2(shown.text("backupProblem").contains(u"pooler"_s), qPrintable(shown.text("backupProblem")));
    QVERIFY(!shown.accept()->isEnabled());
}

void TestBackupDialog::postgresOffersEveryScope()
{
    const BackupBench bench({u"Ada"_s}, Profiles::Environment::Kind::Staging,
                            TempDatabase::Kind::PostgresDirect);
    OpenedDatabase database = bench.database();
    database.serverVersion = u"15.1"_s;
    const Shown shown(database, m_folder.path());
    shown.choose("kind_script");
    QTRY_VERIFY_WITH_TIMEOUT(shown.accept()->isEnabled(), limit);
    QVERIFY(shown.text("backupProblem").isEmpty());
    QVERIFY(QFileInfo(shown.dialog.request().dumpTool).isExecutable());
    for (const Scope scope : {Scope::Everything, Scope::OneTable, Scope::DataOnly, Scope::SchemaOnly}) {
        const int index = shown.scope()->findData(int(scope));
        QVERIFY(index >= 0);
        shown.scope()->setCurrentIndex(index);
        QCOMPARE(shown.dialog.request().scope, scope);
    }
    shown.choose("kind_dump");
    QCOMPARE(shown.dialog.request().scope, Scope::Everything);
    QTRY_VERIFY_WITH_TIMEOUT(shown.text("backupSize").contains(u"About"_s), limit);
}

void TestBackupDialog::theCommandHasNoSecrets()
{
    const BackupBench bench({u"Ada"_s}, Profiles::Environment::Kind::Staging,
                            TempDatabase::Kind::PostgresDirect);
    OpenedDatabase database = bench.database();
    database.serverVersion = u"15.1"_s;
    database.direct.password = u"s3cret-of-mine"_s;
    const Shown shown(database, m_folder.path());
    child<QCheckBox>(&shown.dialog, "encrypt")->setChecked(true);
    child<QLineEdit>(&shown.dialog, "passphrase")->setText(u"correct horse"_s);
    child<QLineEdit>(&shown.dialog, "passphraseAgain")->setText(u"correct horse"_s);
    const auto *command = child<QLineEdit>(&shown.dialog, "backupCommand");
    for (const char *kind : {"kind_portable", "kind_dump", "kind_script"}) {
        shown.choose(kind);
        QVERIFY(!command->text().isEmpty());
        QVERIFY2(!command->text().contains(u"s3cret"_s), qPrintable(command->text()));
        QVERIFY2(!command->text().contains(u"horse"_s), qPrintable(command->text()));
    }
    child<QPushButton>(&shown.dialog, "copyCommand")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), command->text());
}

QTEST_MAIN(TestBackupDialog)
#include "tst_backupdialog.moc"
