// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backupbench.h"
#include "ui/backup/restorewizard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Entry;
using Backup::RestoreMode;

namespace {

constexpr int limit = 60'000; // ms

class Shown final
{
public:
    explicit Shown(const OpenedDatabase &database, const QList<Entry> &entries, const QStringList &ids = {})
        : wizard(database, entries, ids, nullptr)
    {
        wizard.show();
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return child<QPushButton>(&wizard, name); }
    [[nodiscard]] QString text(const char *name) const
    {
        const auto *label = child<QLabel>(&wizard, name);
        return label->isVisible() ? label->text() : QString();
    }
    /// Examines and waits for the outcome.
    bool examine()
    {
        button("restoreNext")->click();
        return QTest::qWaitFor(
            [&] {
                return wizard.step() == RestoreWizard::Confirm || !text("restoreProblem").isEmpty() ||
                       wizard.step() == RestoreWizard::Choose;
            },
            limit);
    }
    [[nodiscard]] bool isConfirmable() const
    {
        return wizard.step() == RestoreWizard::Confirm && button("restoreAccept")->isEnabled();
    }

    RestoreWizard wizard;
};

} // namespace

/// From a backup to a request that says exactly what was read and confirmed.
class TestRestoreWizard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysInWordsWhatWouldHappen_data();
    void saysInWordsWhatWouldHappen();
    void nothingToRestoreIsNotRestored();
    void mergingLosesNothing();
    void aDamagedBackupGoesNoFurther();
    void aCutBackupGoesNoFurther();
    void anythingElseIsNoBackup();
    void thePassphraseIsAskedFor();
    void leavingStopsTheExamination();
    void aNewChoiceIsExaminedAnew();
    void oneTableOnly();
    void chosenCustomersAreMerged();
    void foreignBackupsAreNamed();
    void aLockIsAnnounced();

private:
    QTemporaryDir m_home;
};

void TestRestoreWizard::initTestCase()
{
    for (const char *name : {"XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
        qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
}

void TestRestoreWizard::saysInWordsWhatWouldHappen_data()
{
    TempDatabase::addDirectKinds();
}

void TestRestoreWizard::saysInWordsWhatWouldHappen()
{
    QFETCH(TempDatabase::Kind, kind);
    const BackupBench bench({u"Ada"_s, u"Bob"_s, u"Cyd"_s}, Profiles::Environment::Kind::Staging, kind);
    const Entry entry = bench.backUp(u"one.db"_s);
    bench.execute(u"update \"Customer\" set \"Phone\" = '555-9999', \"UpdatedAt\" = '2026-01-02 03:04:05' "
                  "where \"Name\" = 'Bob'"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    bench.execute(insertStatement({u"Dan"_s, u"Eve"_s}));

    Shown shown(bench.database(), {entry});
    QCOMPARE(shown.wizard.entry()->file, entry.file); // the newest of this database
    QVERIFY(!shown.button("restoreAccept")->isVisible());
    QVERIFY(shown.examine());
    QVERIFY2(shown.isConfirmable(), qPrintable(shown.text("restoreProblem")));
    QVERIFY(shown.text("restoreVerified").contains(u"read whole"_s));
    const QString changes = shown.text("restoreChanges");
    QVERIFY2(changes.contains(u"Customer: 1 added, 1 changed, 2 removed"_s), qPrintable(changes));
    QVERIFY2(shown.text("restoreLoss").contains(u"2026-01-02"_s), qPrintable(shown.text("restoreLoss")));
    QVERIFY2(shown.text("restoreExamples").contains(u"Bob"_s), qPrintable(shown.text("restoreExamples")));
    QVERIFY(!child<QLineEdit>(&shown.wizard, "safetyFolder")->text().isEmpty());
    // Reading changed nothing, and Enter does not restore.
    QCOMPARE(bench.countNamed(u"Dan"_s), 1);
    QVERIFY(!shown.button("restoreAccept")->isDefault());

    QSignalSpy accepted(&shown.wizard, &QDialog::accepted);
    shown.button("restoreAccept")->click();
    QCOMPARE(accepted.size(), 1);
    const Backup::RestoreRequest request = shown.wizard.request();
    QCOMPARE(request.file, entry.file);
    QCOMPARE(request.mode, RestoreMode::Replace);
    QVERIFY(request.tables.isEmpty());
    QVERIFY(request.withRehearsal);
    QCOMPARE(request.target, bench.database().direct);
    QCOMPARE(request.targetOrigin.profile, u"Shop"_s);
    QVERIFY(request.options.gate);
}

void TestRestoreWizard::nothingToRestoreIsNotRestored()
{
    const BackupBench bench;
    Shown shown(bench.database(), {bench.backUp(u"one.db"_s)});
    QVERIFY(shown.examine());
    QCOMPARE(shown.wizard.step(), RestoreWizard::Confirm);
    QVERIFY2(shown.text("restoreChanges").startsWith(u"Nothing would change"_s),
             qPrintable(shown.text("restoreChanges")));
    QVERIFY(!shown.button("restoreAccept")->isEnabled());
}

void TestRestoreWizard::mergingLosesNothing()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    bench.execute(u"update \"Customer\" set \"Phone\" = '555-9999', \"UpdatedAt\" = '2026-01-02 03:04:05' "
                  "where \"Name\" = 'Bob'"_s);
    bench.execute(insertStatement({u"Dan"_s}));
    Shown shown(bench.database(), {entry});
    child<QRadioButton>(&shown.wizard, "restoreMerge")->setChecked(true);
    QVERIFY(shown.examine());
    QVERIFY2(shown.isConfirmable(), qPrintable(shown.text("restoreProblem")));
    const QString changes = shown.text("restoreChanges");
    QVERIFY2(changes.contains(u"1 added"_s) && !changes.contains(u"removed"_s) &&
                 !changes.contains(u"changed"_s),
             qPrintable(changes));
    QVERIFY(shown.text("restoreLoss").isEmpty());
    QCOMPARE(shown.wizard.request().mode, RestoreMode::Merge);
}

void TestRestoreWizard::aDamagedBackupGoesNoFurther()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    QVERIFY(damage(entry.file));
    Shown shown(bench.database(), {entry});
    QVERIFY(shown.examine());
    QCOMPARE(shown.wizard.step(), RestoreWizard::Examine);
    QVERIFY(!shown.text("restoreProblem").isEmpty());
    QVERIFY(!shown.button("restoreAccept")->isVisible());
    shown.button("restoreBack")->click();
    QCOMPARE(shown.wizard.step(), RestoreWizard::Choose);
    QVERIFY(shown.button("restoreNext")->isEnabled());
}

void TestRestoreWizard::aCutBackupGoesNoFurther()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    QVERIFY(QFile::resize(entry.file, entry.manifest.size - 512));
    Shown shown(bench.database(), {BackupBench::entry(entry.file)});
    QVERIFY2(shown.text("restoreChoiceNote").contains(u"File was changed"_s),
             qPrintable(shown.text("restoreChoiceNote")));
    QVERIFY(shown.examine());
    QVERIFY(!shown.isConfirmable());
    QVERIFY(!shown.text("restoreProblem").isEmpty());
}

void TestRestoreWizard::anythingElseIsNoBackup()
{
    const BackupBench bench;
    QFile file(bench.path(u"letter.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    Shown shown(bench.database(), {});
    QVERIFY(!shown.button("restoreNext")->isEnabled());
    shown.wizard.choose(BackupBench::entry(file.fileName()));
    QVERIFY(shown.button("restoreNext")->isEnabled());
    QVERIFY(shown.examine());
    QVERIFY(!shown.isConfirmable());
    QVERIFY(!shown.text("restoreProblem").isEmpty());
    QCOMPARE(bench.countNamed(u"Ada"_s), 1);
}

void TestRestoreWizard::thePassphraseIsAskedFor()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db.zst.enc"_s, encrypted(u"correct horse"_s));
    bench.execute(u"delete from \"Customer\""_s);
    Shown shown(bench.database(), {entry});
    auto *passphrase = child<QLineEdit>(&shown.wizard, "restorePassphrase");
    QVERIFY(passphrase->isVisible());
    QVERIFY(!shown.button("restoreNext")->isEnabled());
    passphrase->setText(u"correct h0rse"_s);
    QVERIFY(shown.examine());
    QTRY_COMPARE_WITH_TIMEOUT(shown.wizard.step(), RestoreWizard::Choose, limit);
    QTRY_VERIFY_WITH_TIMEOUT(shown.text("restoreChoiceNote").contains(u"another passphrase"_s), limit);
    QVERIFY(passphrase->text().isEmpty());
    passphrase->setText(u"correct horse"_s);
    QVERIFY(shown.examine());
    QVERIFY2(shown.isConfirmable(), qPrintable(shown.text("restoreProblem")));
    QCOMPARE(shown.wizard.request().passphrase, u"correct horse"_s);
}

void TestRestoreWizard::leavingStopsTheExamination()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    {
        Shown shown(bench.database(), {entry});
        shown.button("restoreNext")->click();
        QCOMPARE(shown.wizard.step(), RestoreWizard::Examine);
        shown.button("restoreCancel")->click();
        QVERIFY(!shown.wizard.isVisible());
        QCOMPARE(shown.wizard.result(), int(QDialog::Rejected));
    } // closes at once, whatever still runs
    QCOMPARE(bench.countNamed(u"Ada"_s), 1);
}

void TestRestoreWizard::aNewChoiceIsExaminedAnew()
{
    const BackupBench bench;
    const Entry first = bench.backUp(u"one.db"_s);
    bench.execute(insertStatement({u"Dan"_s}));
    const Entry second = bench.backUp(u"two.db"_s);
    Shown shown(bench.database(), {second, first});
    shown.wizard.choose(first);
    shown.button("restoreNext")->click();
    shown.button("restoreBack")->click(); // the first answer may come now, or never
    shown.wizard.choose(second);
    QVERIFY(shown.examine());
    QTRY_COMPARE_WITH_TIMEOUT(shown.wizard.step(), RestoreWizard::Confirm, limit);
    QCOMPARE(shown.wizard.request().file, second.file);
    QVERIFY2(shown.text("restoreChanges").startsWith(u"Nothing would change"_s),
             qPrintable(shown.text("restoreChanges")));
}

void TestRestoreWizard::oneTableOnly()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    Shown shown(bench.database(), {entry});
    auto *tables = child<QComboBox>(&shown.wizard, "restoreTables");
    const int index = tables->findData(u"Customer"_s);
    QVERIFY(index > 0);
    tables->setCurrentIndex(index);
    QVERIFY(shown.examine());
    QVERIFY2(shown.isConfirmable(), qPrintable(shown.text("restoreProblem")));
    QCOMPARE(shown.wizard.request().tables, QStringList{u"Customer"_s});
}

void TestRestoreWizard::chosenCustomersAreMerged()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    const QString cyd =
        bench.execute(u"select \"Id\" from \"Customer\" where \"Name\" = 'Cyd'"_s).first().first();
    bench.execute(u"delete from \"Customer\" where \"Name\" in ('Bob', 'Cyd')"_s);
    Shown shown(bench.database(), {entry}, {cyd});
    QVERIFY(!child<QRadioButton>(&shown.wizard, "restoreReplace")->isEnabled());
    QVERIFY(shown.examine());
    QVERIFY2(shown.isConfirmable(), qPrintable(shown.text("restoreProblem")));
    QVERIFY2(shown.text("restoreChanges").contains(u"Customer: 1 added"_s),
             qPrintable(shown.text("restoreChanges")));
    const Backup::RestoreRequest request = shown.wizard.request();
    QCOMPARE(request.mode, RestoreMode::Merge);
    QCOMPARE(request.ids, QStringList{cyd});
    QCOMPARE(request.tables, QStringList{u"Customer"_s});
}

void TestRestoreWizard::foreignBackupsAreNamed()
{
    const BackupBench bench;
    const BackupBench other({u"Zoe"_s});
    Shown shown(bench.database(), {other.backUp(u"other.db"_s)});
    QVERIFY2(!shown.wizard.entry(), "another database's backup is not chosen by itself");
    shown.wizard.choose(other.backUp(u"again.db"_s));
    QVERIFY2(shown.text("restoreChoiceNote").contains(u"another database"_s),
             qPrintable(shown.text("restoreChoiceNote")));
}

void TestRestoreWizard::aLockIsAnnounced()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\""_s);
    OpenedDatabase database = bench.database();
    database.options.gate->setAllowsWriting(false);
    Shown shown(database, {entry});
    QVERIFY(shown.examine());
    QVERIFY2(shown.isConfirmable(), qPrintable(shown.text("restoreProblem")));
    QVERIFY(shown.text("restoreLocked").contains(u"unlock"_s));
}

QTEST_MAIN(TestRestoreWizard)
#include "tst_restorewizard.moc"
