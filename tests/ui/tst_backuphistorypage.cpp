// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backupbench.h"
#include "support/fakeprompt.h"
#include "ui/backup/backuphistorypage.h"
#include "ui/base/tonelabel.h"

#include <QAction>
#include <QCheckBox>
#include <QDesktopServices>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Entry;
using Core::Answer;

namespace {

constexpr int limit = 30'000; // ms

} // namespace

/// The list of backups, with real files and the real list on disk.
class TestBackupHistoryPage final : public QObject
{
    Q_OBJECT

public:
    Q_SLOT void openUrl(const QUrl &url) { m_opened = url; }

private Q_SLOTS:
    void init();
    void cleanup();
    void anEmptyListTeaches();
    void showsWhatWasMade();
    void onlyTheOpenedDatabaseIsShownAtFirst();
    void asksBeforeItDeletes();
    void pinnedOnesStay();
    void aMissingFileIsTakenOffTheList();
    void aChangedFileIsShownAsSuch();
    void advisesATestRestore();
    void actionsFollowTheSelection();
    void opensTheFolder();

private:
    QTableView *table() const { return child<QTableView>(m_page.get(), "backupTable"); }
    QString text(const char *name) const { return child<QLabel>(m_page.get(), name)->text(); }
    void show(const std::optional<OpenedDatabase> &database)
    {
        m_page->setDatabase(database);
        m_page->show();
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->isLoading(), limit);
    }
    void reload()
    {
        m_page->reload();
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->isLoading(), limit);
    }
    [[nodiscard]] int rows() const { return table()->model()->rowCount(); }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<FakePrompt> m_prompt;
    std::unique_ptr<BackupHistoryPage> m_page;
    QUrl m_opened;
};

void TestBackupHistoryPage::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", m_home->filePath(u"data"_s).toUtf8());
    qputenv("XDG_STATE_HOME", m_home->filePath(u"state"_s).toUtf8());
    m_prompt = std::make_unique<FakePrompt>();
    m_page = std::make_unique<BackupHistoryPage>(*m_prompt);
    m_page->resize(1200, 600);
}

void TestBackupHistoryPage::cleanup()
{
    m_page.reset();
}

void TestBackupHistoryPage::anEmptyListTeaches()
{
    const BackupBench bench;
    show(bench.database());
    auto *action = child<QPushButton>(m_page.get(), "stateAction");
    QVERIFY(action->isVisible());
    QSignalSpy wanted(m_page.get(), &BackupHistoryPage::backupRequested);
    action->click();
    QCOMPARE(wanted.size(), 1);
    m_page->setDatabase(std::nullopt);
    QVERIFY2(!action->isVisible(), "there is nothing to back up");
}

void TestBackupHistoryPage::showsWhatWasMade()
{
    const BackupBench bench;
    const Entry made = bench.backUp(u"one.db"_s);
    show(bench.database());
    QCOMPARE(rows(), 1);
    table()->selectRow(0);
    QCOMPARE(m_page->selected()->file, made.file);
    QVERIFY2(text("backupFacts").contains(u"Customer: 3"_s), qPrintable(text("backupFacts")));
    QVERIFY2(text("backupFacts").contains(made.file), qPrintable(text("backupFacts")));
    // A second one comes in, and the selection stays where it was.
    (void)bench.backUp(u"two.db"_s);
    reload();
    QCOMPARE(rows(), 2);
    QCOMPARE(m_page->selected()->file, made.file);
}

void TestBackupHistoryPage::onlyTheOpenedDatabaseIsShownAtFirst()
{
    const BackupBench first;
    const BackupBench second;
    (void)first.backUp(u"first.db"_s);
    (void)second.backUp(u"second.db"_s);
    show(first.database());
    QCOMPARE(rows(), 1);
    QCOMPARE(m_page->entriesOfDatabase().size(), 1);
    child<QCheckBox>(m_page.get(), "onlyThisDatabase")->setChecked(false);
    QCOMPARE(rows(), 2);
    m_page->setDatabase(std::nullopt);
    QCOMPARE(rows(), 2);
    QVERIFY(!child<QCheckBox>(m_page.get(), "onlyThisDatabase")->isVisible());
}

void TestBackupHistoryPage::asksBeforeItDeletes()
{
    const BackupBench bench;
    const Entry made = bench.backUp(u"one.db"_s);
    show(bench.database());
    table()->selectRow(0);
    m_page->actions().remove->trigger();
    QTRY_COMPARE(m_prompt->asked().size(), 1); // Reject
    QVERIFY(m_prompt->asked().first().destructive);
    QVERIFY(QFile::exists(made.file));
    QCOMPARE(rows(), 1);

    m_prompt->willAnswer(Answer::Accept);
    m_page->actions().remove->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 0, limit);
    QVERIFY(!QFile::exists(made.file));
    QVERIFY(!QFile::exists(Backup::manifestFile(made.file)));
}

void TestBackupHistoryPage::pinnedOnesStay()
{
    const BackupBench bench;
    const Entry made = bench.backUp(u"one.db"_s);
    show(bench.database());
    table()->selectRow(0);
    QVERIFY(m_page->actions().remove->isEnabled());
    m_page->actions().pin->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->selected() && m_page->selected()->manifest.isPinned, limit);
    QVERIFY(!m_page->actions().remove->isEnabled());
    QVERIFY(m_page->actions().pin->isChecked());
    QVERIFY(BackupBench::entry(made.file).manifest.isPinned);
    m_page->actions().pin->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->selected() && !m_page->selected()->manifest.isPinned, limit);
}

void TestBackupHistoryPage::aMissingFileIsTakenOffTheList()
{
    const BackupBench bench;
    const Entry made = bench.backUp(u"one.db"_s);
    QVERIFY(QFile::remove(made.file));
    show(bench.database());
    QCOMPARE(rows(), 1);
    table()->selectRow(0);
    QCOMPARE(m_page->selected()->state, Entry::State::Missing);
    QVERIFY2(text("backupFacts").contains(u"not there any more"_s), qPrintable(text("backupFacts")));
    for (const QAction *action :
         {m_page->actions().restore, m_page->actions().verify, m_page->actions().rehearse,
          m_page->actions().compare, m_page->actions().browse, m_page->actions().pin})
        QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    m_page->actions().remove->trigger(); // without a question: nothing is lost
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 0, limit);
    QVERIFY(m_prompt->asked().isEmpty());
}

void TestBackupHistoryPage::aChangedFileIsShownAsSuch()
{
    const BackupBench bench;
    const Entry made = bench.backUp(u"one.db"_s);
    QFile file(made.file);
    QVERIFY(file.open(QIODevice::Append));
    file.write("more");
    file.close();
    show(bench.database());
    table()->selectRow(0);
    QCOMPARE(m_page->selected()->state, Entry::State::Changed);
    QVERIFY2(text("backupFacts").startsWith(u"The file was changed"_s), qPrintable(text("backupFacts")));
}

void TestBackupHistoryPage::advisesATestRestore()
{
    const BackupBench bench;
    const Entry made = bench.backUp(u"one.db"_s);
    show(bench.database());
    QVERIFY2(text("backupAdvice").contains(u"ever restored for trial"_s), qPrintable(text("backupAdvice")));
    QSignalSpy wanted(m_page.get(), &BackupHistoryPage::rehearseRequested);
    child<QPushButton>(m_page.get(), "backupAdviceButton")->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().value<Entry>().file, made.file);

    Backup::Manifest manifest = made.manifest;
    manifest.rehearsed = QDateTime::currentDateTimeUtc().addDays(-2);
    QVERIFY(Backup::writeManifest(made.file, manifest));
    reload();
    QVERIFY(!child<QPushButton>(m_page.get(), "backupAdviceButton")->isVisible());
    manifest.rehearsed = QDateTime::currentDateTimeUtc().addDays(-Backup::rehearsalAgeLimit - 1);
    QVERIFY(Backup::writeManifest(made.file, manifest));
    reload();
    QVERIFY2(text("backupAdvice").contains(u"31 day"_s), qPrintable(text("backupAdvice")));
}

void TestBackupHistoryPage::actionsFollowTheSelection()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    OpenedDatabase readOnly = bench.database();
    readOnly.isReadOnly = true;
    show(readOnly);
    const BackupHistoryPage::Actions &actions = m_page->actions();
    for (const QAction *action : {actions.restore, actions.verify, actions.rehearse, actions.compare,
                                  actions.browse, actions.pin, actions.remove, actions.openFolder})
        QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    QVERIFY(actions.backUp->isEnabled());
    table()->selectRow(0);
    for (const QAction *action : {actions.verify, actions.rehearse, actions.compare, actions.browse,
                                  actions.pin, actions.remove, actions.openFolder})
        QVERIFY2(action->isEnabled(), qPrintable(action->text()));
    QVERIFY2(!actions.restore->isEnabled(), "into a read-only database");
    m_page->setDatabase(bench.database());
    table()->selectRow(0);
    QVERIFY(actions.restore->isEnabled());
    m_page->setDatabase(std::nullopt);
    table()->selectRow(0);
    QVERIFY(!actions.restore->isEnabled());
    QVERIFY(!actions.compare->isEnabled());
    QVERIFY(actions.verify->isEnabled());
}

void TestBackupHistoryPage::opensTheFolder()
{
    const BackupBench bench;
    (void)bench.backUp(u"one.db"_s);
    show(bench.database());
    table()->selectRow(0);
    QDesktopServices::setUrlHandler(u"file"_s, this, "openUrl");
    m_page->actions().openFolder->trigger();
    QDesktopServices::unsetUrlHandler(u"file"_s);
    QCOMPARE(m_opened.toLocalFile(), bench.folder());
}

QTEST_MAIN(TestBackupHistoryPage)
#include "tst_backuphistorypage.moc"
