// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backupbench.h"
#include "ui/backup/backuphistorypage.h"
#include "ui/backup/browsedbackup.h"
#include "ui/backup/comparedialog.h"
#include "ui/backup/restorewizard.h"
#include "ui/base/environmentbadge.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/sectionlist.h"
#include "windowsteps.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTableView>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Entry;
using Customers::Field;
using Kind = Profiles::Environment::Kind;
using Profiles::Profile;

namespace {

constexpr int limit = Tests::stepLimit;

bool open(MainWindow *window, const Profile &profile, int rows)
{
    window->openProfile(profile, QString());
    return QTest::qWaitFor([&] { return window->profileId() == profile.id && showsRows(window, rows); },
                           limit);
}

QAction *menuAction(const MainWindow *window, const QString &text)
{
    for (QAction *action : child<QMenu>(window, "backupMenu")->actions())
        if (action->text().remove(u'&').startsWith(text))
            return action;
    return nullptr;
}

QModelIndex nameCell(const MainWindow *window, int row)
{
    return rowsOf(window)->index(row, CustomerTableModel::column(Field::Name));
}

int staged(const MainWindow *window)
{
    return pageOf(window)->editor().changes().changeCount();
}

/// Walks the wizard from the chosen backup to its last button.
bool walkWizard()
{
    if (!QTest::qWaitFor([] { return shownDialog("restoreWizard") != nullptr; }, limit))
        return false;
    auto *next = child<QPushButton>(shownDialog("restoreWizard"), "restoreNext");
    if (!QTest::qWaitFor([&] { return next->isEnabled(); }, limit))
        return false;
    next->click();
    return answer("restoreWizard", "restoreAccept");
}

} // namespace

/// Backups from the menu to the notice, in the whole window, on real databases.
class TestBackupWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void backsUpFromTheMenu_data();
    void backsUpFromTheMenu();
    void withoutADatabaseThereIsNothingToBackUp();
    void restoresAndUndoes_data();
    void restoresAndUndoes();
    void productionAsksForReasonAndName();
    void readOnlyStaysAsItIs();
    void unsavedChangesAreSettledFirst();
    void bringsOneCustomerBackAsAStagedChange();
    void aMissingCustomerComesBackAsNew();
    void verifiesAndTestsFromThePage();
    void aDamagedOneIsToldSo();
    void looksIntoABackup();
    void closingAsksWhileAJobRuns();

private:
    void show(const Profile &profile, int rows)
    {
        m_bench->setProfiles({profile});
        QVERIFY(open(m_window, profile, rows));
    }
    [[nodiscard]] BackupHistoryPage *page() const { return m_window->findChild<BackupHistoryPage *>(); }
    /// Shows the page and selects its newest backup.
    bool selectBackup()
    {
        m_window->findChild<SectionList *>()->choose(Section::Backups);
        auto *table = child<QTableView>(page(), "backupTable");
        if (!QTest::qWaitFor([&] { return !page()->isLoading() && table->model()->rowCount() > 0; }, limit))
            return false;
        table->selectRow(0);
        return page()->selected().has_value();
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<WindowBench> m_bench;
    MainWindow *m_window = nullptr;
};

void TestBackupWindow::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_bench = std::make_unique<WindowBench>(m_home->path());
    m_window = m_bench->makeWindow();
}

void TestBackupWindow::cleanup()
{
    m_bench.reset();
    QVERIFY2(!shownDialog("promptBox"), "a question outlived its window");
}

void TestBackupWindow::backsUpFromTheMenu_data()
{
    TempDatabase::addDirectKinds();
}

void TestBackupWindow::backsUpFromTheMenu()
{
    QFETCH(TempDatabase::Kind, kind);
    const BackupBench bench({u"Ada"_s, u"Bob"_s, u"Cyd"_s}, Kind::Staging, kind);
    show(bench.profile(), 3);
    menuAction(m_window, u"Back up now"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("backupDialog"), limit);
    QVERIFY(answer("backupDialog", "backupAccept", "backupFolder", bench.path(u"new/folder"_s)));
    QVERIFY2(waitForNotice(m_window, u"is backed up"_s), qPrintable(noticeText(m_window)));
    QCOMPARE(noticeOf(m_window)->kind, Tone::Success);
    QCOMPARE(noticeOf(m_window)->actionText, u"Open folder"_s);
    QVERIFY(child<QWidget>(m_window, "jobsPanel")->isHidden());
    QStringList made = QDir(bench.path(u"new/folder"_s)).entryList(QDir::Files);
    QVERIFY(made.removeIf([](const QString &file) { return file.endsWith(u".manifest.json"_s); }) == 1);
    QCOMPARE(made.size(), 1);

    QVERIFY(selectBackup());
    QCOMPARE(QFileInfo(page()->selected()->file).fileName(), made.first());
    QVERIFY(page()->selected()->manifest.verified.isValid());
    // The folder is offered the next time.
    menuAction(m_window, u"Back up now"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("backupDialog"), limit);
    QCOMPARE(child<QLineEdit>(shownDialog("backupDialog"), "backupFolder")->text(),
             bench.path(u"new/folder"_s));
    QVERIFY(answer("backupDialog", "backupCancel"));
}

void TestBackupWindow::withoutADatabaseThereIsNothingToBackUp()
{
    for (const QString &text : {u"Back up now"_s, u"Restore"_s, u"Schedule"_s})
        QVERIFY2(!menuAction(m_window, text)->isEnabled(), qPrintable(text));
    QVERIFY(menuAction(m_window, u"Verify"_s)->isEnabled());
    // The list can be seen: the lost database may be why one looks.
    menuAction(m_window, u"Backups"_s)->trigger();
    QVERIFY(page()->isVisible());
    const BackupBench bench;
    show(bench.profile(), 3);
    QVERIFY(menuAction(m_window, u"Restore"_s)->isEnabled());
}

void TestBackupWindow::restoresAndUndoes_data()
{
    TempDatabase::addDirectKinds();
}

void TestBackupWindow::restoresAndUndoes()
{
    QFETCH(TempDatabase::Kind, kind);
    const BackupBench bench({u"Ada"_s, u"Bob"_s, u"Cyd"_s}, Kind::Staging, kind);
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    bench.execute(insertStatement({u"Dan"_s, u"Eve"_s}));
    show(bench.profile(), 4);
    QVERIFY(selectBackup());
    page()->actions().restore->trigger();
    QVERIFY(walkWizard());
    QVERIFY2(waitForNotice(m_window, u"was restored into “Shop”"_s), qPrintable(noticeText(m_window)));
    QVERIFY2(noticeText(m_window).contains(u"1 added, 2 removed"_s), qPrintable(noticeText(m_window)));
    QCOMPARE(bench.countNamed(u"Cyd"_s), 1);
    QCOMPARE(bench.countNamed(u"Dan"_s), 0);
    m_window->findChild<SectionList *>()->choose(Section::Customers);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 3), limit); // read anew by itself
    QVERIFY2(!pageOf(m_window)->editor().isReadOnly(), "editing goes on after a restore");

    QCOMPARE(noticeOf(m_window)->actionText, u"Undo this restore…"_s);
    child<QPushButton>(m_window, "noticeAction")->click();
    QVERIFY(walkWizard());
    QTRY_COMPARE_WITH_TIMEOUT(bench.countNamed(u"Dan"_s), 1, limit);
    QCOMPARE(bench.countNamed(u"Cyd"_s), 0);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 4), limit);
}

void TestBackupWindow::productionAsksForReasonAndName()
{
    const BackupBench bench({u"Ada"_s, u"Bob"_s}, Kind::Production);
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Bob'"_s);
    show(bench.profile(), 1);
    QVERIFY(selectBackup());

    page()->actions().restore->trigger();
    QVERIFY(walkWizard());
    QVERIFY(answer("unlockDialog", "unlockCancel")); // stays locked: nothing happens
    QVERIFY(!shownDialog("typedConfirmation"));
    QCOMPARE(bench.countNamed(u"Bob"_s), 0);

    page()->actions().restore->trigger();
    QVERIFY(walkWizard());
    QVERIFY(answer("unlockDialog", "unlockAccept", "unlockReason", u"ticket 214"_s));
    QTRY_VERIFY(shownDialog("typedConfirmation"));
    child<QLineEdit>(shownDialog("typedConfirmation"), "confirmTyped")->setText(u"production"_s);
    QVERIFY(!child<QPushButton>(shownDialog("typedConfirmation"), "confirmAccept")->isEnabled());
    QVERIFY(answer("typedConfirmation", "confirmCancel"));
    QCOMPARE(bench.countNamed(u"Bob"_s), 0);

    page()->actions().restore->trigger(); // unlocked by now
    QVERIFY(walkWizard());
    QVERIFY(answer("typedConfirmation", "confirmAccept", "confirmTyped", u"Production"_s));
    QTRY_COMPARE_WITH_TIMEOUT(bench.countNamed(u"Bob"_s), 1, limit);
}

void TestBackupWindow::readOnlyStaysAsItIs()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    Profile profile = bench.profile();
    profile.isReadOnly = true;
    show(profile, 2);
    QVERIFY(selectBackup());
    QVERIFY(!page()->actions().restore->isEnabled());
    menuAction(m_window, u"Restore"_s)->trigger();
    QVERIFY2(waitForNotice(m_window, u"read-only"_s), qPrintable(noticeText(m_window)));
    QVERIFY(!shownDialog("restoreWizard"));
    QCOMPARE(bench.countNamed(u"Cyd"_s), 0);
}

void TestBackupWindow::unsavedChangesAreSettledFirst()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    show(bench.profile(), 2);
    QVERIFY(rowsOf(m_window)->setData(nameCell(m_window, 0), u"Adele"_s, Qt::EditRole));
    QVERIFY(selectBackup());
    page()->actions().restore->trigger();
    QVERIFY(walkWizard());
    QVERIFY(answer("promptBox", "promptReject"));
    QCOMPARE(bench.countNamed(u"Cyd"_s), 0);
    QCOMPARE(staged(m_window), 1);

    page()->actions().restore->trigger();
    QVERIFY(walkWizard());
    QVERIFY(answer("promptBox", "promptAlternative")); // kept for later
    QTRY_COMPARE_WITH_TIMEOUT(bench.countNamed(u"Cyd"_s), 1, limit);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 3), limit);
    QCOMPARE(staged(m_window), 1);
    QCOMPARE(bench.countNamed(u"Adele"_s), 0);
    pageOf(m_window)->editor().discardAll();
}

void TestBackupWindow::bringsOneCustomerBackAsAStagedChange()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"update \"Customer\" set \"Phone\" = '555-9999' where \"Name\" = 'Bob'"_s);
    bench.execute(u"update \"Customer\" set \"IsDeleted\" = 1, \"DeletedAt\" = '2026-01-02 03:04:05' "
                  "where \"Name\" = 'Ada'"_s);
    show(bench.profile(), 2);
    QVERIFY(selectBackup());
    page()->actions().compare->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("compareDialog"), limit);
    auto *dialog = static_cast<CompareDialog *>(shownDialog("compareDialog"));
    auto *table = child<QTableView>(dialog, "compareTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, limit);
    table->selectAll();
    child<QPushButton>(dialog, "bringBack")->click();
    QTRY_COMPARE_WITH_TIMEOUT(staged(m_window), 2, limit);
    QVERIFY2(child<QLabel>(dialog, "compareNote")->text().contains(u"Nothing is saved yet"_s),
             qPrintable(child<QLabel>(dialog, "compareNote")->text()));
    QCOMPARE(bench.execute(u"select \"Phone\" from \"Customer\" where \"Name\" = 'Bob'"_s).first().first(),
             u"555-9999"_s);
    // The same again changes nothing more; and all of it is one step back.
    child<QPushButton>(dialog, "bringBack")->click();
    QTRY_VERIFY(child<QLabel>(dialog, "compareNote")->text().contains(u"already"_s));
    QCOMPARE(staged(m_window), 2);
    QVERIFY(answer("compareDialog", "compareClose"));
    pageOf(m_window)->editor().undoStack()->undo();
    QCOMPARE(staged(m_window), 0);
    pageOf(m_window)->editor().undoStack()->redo();
    QCOMPARE(staged(m_window), 2);
    pageOf(m_window)->editor().save();
    QTRY_COMPARE_WITH_TIMEOUT(staged(m_window), 0, limit);
    QCOMPARE(bench.execute(u"select \"Phone\" from \"Customer\" where \"Name\" = 'Bob'"_s).first().first(),
             u"555-0100"_s);
    QCOMPARE(
        bench.execute(u"select \"IsDeleted\" from \"Customer\" where \"Name\" = 'Ada'"_s).first().first(),
        u"0"_s);
}

void TestBackupWindow::aMissingCustomerComesBackAsNew()
{
    const BackupBench bench({u"Ada"_s, u"Bob"_s}, Kind::Production);
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Bob'"_s);
    show(bench.profile(), 1);
    QVERIFY(selectBackup());
    page()->actions().compare->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("compareDialog"), limit);
    auto *table = child<QTableView>(shownDialog("compareDialog"), "compareTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, limit);
    child<QPushButton>(shownDialog("compareDialog"), "bringBack")->click();
    QVERIFY2(answer("unlockDialog", "unlockAccept", "unlockReason", u"ticket 214"_s), "Production is locked");
    QTRY_VERIFY_WITH_TIMEOUT(staged(m_window) > 0, limit);
    QVERIFY(answer("compareDialog", "compareClose"));
    pageOf(m_window)->editor().save();
    QTRY_COMPARE_WITH_TIMEOUT(bench.countNamed(u"Bob"_s), 1, limit);
}

void TestBackupWindow::verifiesAndTestsFromThePage()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db.zst.enc"_s, encrypted(u"correct horse"_s));
    show(bench.profile(), 3);
    QVERIFY(selectBackup());
    page()->actions().verify->trigger();
    QVERIFY(answer("passphraseDialog", "passphraseAccept", "backupPassphrase", u"correct h0rse"_s));
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("passphraseDialog"), limit);
    QVERIFY(child<QLabel>(shownDialog("passphraseDialog"), "passphraseWrong")->isVisible());
    QVERIFY(answer("passphraseDialog", "passphraseAccept", "backupPassphrase", u"correct horse"_s));
    QVERIFY2(waitForNotice(m_window, u"is whole"_s), qPrintable(noticeText(m_window)));

    QVERIFY(selectBackup());
    page()->actions().rehearse->trigger();
    QVERIFY(answer("passphraseDialog", "passphraseAccept", "backupPassphrase", u"correct horse"_s));
    QVERIFY2(waitForNotice(m_window, u"can be restored"_s), qPrintable(noticeText(m_window)));
    QVERIFY(BackupBench::entry(entry.file).manifest.rehearsed.isValid());
    QTRY_VERIFY_WITH_TIMEOUT(!child<QPushButton>(page(), "backupAdviceButton")->isVisible(), limit);
}

void TestBackupWindow::aDamagedOneIsToldSo()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    QVERIFY(damage(entry.file));
    show(bench.profile(), 3);
    QVERIFY(selectBackup());
    page()->actions().verify->trigger();
    QVERIFY2(waitForNotice(m_window, u"is not good"_s), qPrintable(noticeText(m_window)));
    QCOMPARE(noticeOf(m_window)->kind, Tone::Problem);
    QTRY_VERIFY_WITH_TIMEOUT(page()->selected() && !page()->selected()->manifest.problem.isEmpty(), limit);
}

void TestBackupWindow::looksIntoABackup()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    bench.execute(u"delete from \"Customer\""_s);
    show(bench.profile(), 0);
    QVERIFY(selectBackup());
    QSignalSpy wanted(m_window, &MainWindow::backupWindowRequested);
    page()->actions().browse->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, limit);
    MainWindow *other = m_bench->makeWindow();
    other->openBackup(wanted.first().first().value<BrowsedBackup>());
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(other, 3), limit);
    QVERIFY2(other->windowTitle().startsWith(u"Backup · Backup of Shop from "_s),
             qPrintable(other->windowTitle()));
    QCOMPARE(Profiles::wordOf(child<EnvironmentBadge>(other, "identityBadge")->environment()), u"Backup"_s);
    QVERIFY(pageOf(other)->editor().isReadOnly());
    other->close();
    QTRY_VERIFY(!QApplication::topLevelWidgets().contains(other));
    QVERIFY(showsRows(m_window, 0));
}

void TestBackupWindow::closingAsksWhileAJobRuns()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    show(bench.profile(), 3);
    auto *jobs = m_window->findChild<JobDesk *>();
    jobs->run<int>(
        {u"Waiting"_s, bench.profile().environment},
        [](Core::JobContext &context) -> Core::Result<int> {
            QSemaphore never;
            while (!never.tryAcquire(1, 10))
                if (const auto on = context.proceed(); !on)
                    return on.error();
            return 0;
        },
        jobs, [](const Core::Result<int> &) {});
    QVERIFY(child<QWidget>(m_window, "jobsPanel")->isVisible());
    const QPointer<MainWindow> window = m_window;
    QVERIFY(!m_window->close());
    QVERIFY(answer("promptBox", "promptReject"));
    QVERIFY(m_window->isVisible());
    QCOMPARE(jobs->count(), 1);
    QVERIFY(!m_window->close());
    QVERIFY(answer("promptBox", "promptAccept"));
    QTRY_VERIFY_WITH_TIMEOUT(!window, limit);
}

QTEST_MAIN(TestBackupWindow)
#include "tst_backupwindow.moc"
