// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/shelf.h"
#include "schema/lockingsession.h"
#include "schema/migrator.h"
#include "schemabench.h"
#include "ui/schema/outcomedialog.h"
#include "ui/schema/schemapage.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/sectionlist.h"
#include "windowsteps.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Kind = Profiles::Environment::Kind;
using Profiles::Profile;

namespace {

constexpr int limit = Tests::stepLimit;

const QString teamId = u"20260201000000_AddLoyalty"_s;

/// Agrees to every box of the plan, once it is there.
bool agree()
{
    if (!QTest::qWaitFor(
            [] {
                const QDialog *dialog = shownDialog("migrationDialog");
                return dialog && child<QPushButton>(dialog, "migrationTryOut")->isEnabled();
            },
            limit))
        return false;
    for (QCheckBox *box : shownDialog("migrationDialog")->findChildren<QCheckBox *>())
        box->setChecked(true);
    return true;
}

} // namespace

/// Migrations from the page to the notice, in the whole window, on real databases.
class TestSchemaWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void appliesAndRollsBack_data() { TempDatabase::addDirectKinds(); }
    void appliesAndRollsBack();
    void triesOutOnACopy_data() { TempDatabase::addDirectKinds(); }
    void triesOutOnACopy();
    void aFailureRaisesAnAlertWithTheWayBack_data() { TempDatabase::addDirectKinds(); }
    void aFailureRaisesAnAlertWithTheWayBack();
    void stoppingSaysWhatIsSo();
    void whatWasBegunIsCalledThat();
    void productionAsksForReasonAndName();
    void readOnlyIsOnlyLookedAt();
    void unsavedChangesAreSettledFirst();
    void adoptsWhatIsThere_data() { TempDatabase::addDirectKinds(); }
    void adoptsWhatIsThere();
    void anEmptyDatabaseIsMadeFromTheSchemaPage_data() { TempDatabase::addDirectKinds(); }
    void anEmptyDatabaseIsMadeFromTheSchemaPage();
    void rollingEverythingBackLeavesNoCustomersPage();
    void savesAScript();
    void theLockIsShownWhereItHinders();
    void refreshGoesToThePageOneSees();
    void closingAsksWhileAJobRuns();

private:
    bool open(const Profile &profile, int rows)
    {
        m_bench->setProfiles({profile});
        m_window->openProfile(profile, QString());
        return QTest::qWaitFor(
            [&] { return m_window->profileId() == profile.id && showsRows(m_window, rows); }, limit);
    }
    [[nodiscard]] SchemaPage *page() const { return m_window->findChild<SchemaPage *>(); }
    [[nodiscard]] SectionList *sections() const { return m_window->findChild<SectionList *>(); }
    bool waitUntilRead() const
    {
        return QTest::qWaitFor([this] { return page()->status() && !page()->isReading(); }, limit);
    }
    bool showPage() const
    {
        sections()->choose(Section::Schema);
        return waitUntilRead();
    }
    bool select(const QString &id) const
    {
        const auto *model = child<QTableView>(page(), "migrationTable")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, MigrationListModel::Migration).data().toString() == id)
                child<QTableView>(page(), "migrationTable")->selectRow(row);
        return page()->selected() && page()->selected()->id == id;
    }
    [[nodiscard]] bool isState(const QString &id, Schema::MigrationState state) const
    {
        const Schema::MigrationEntry *entry = page()->status() ? page()->status()->entry(id) : nullptr;
        return entry && entry->state == state;
    }
    [[nodiscard]] QString schemaSection() const
    {
        return sections()->item(int(SectionList::sections().indexOf(Section::Schema)))->text();
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<WindowBench> m_bench;
    MainWindow *m_window = nullptr;
};

void TestSchemaWindow::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", m_home->path().toUtf8());
    m_bench = std::make_unique<WindowBench>(m_home->path());
    m_window = m_bench->makeWindow();
}

void TestSchemaWindow::cleanup()
{
    m_bench.reset();
    QVERIFY2(!shownDialog("promptBox"), "a question outlived its window");
}

void TestSchemaWindow::appliesAndRollsBack()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind, Kind::Staging, 4);
    bench.addColumn(teamId, u"Loyalty"_s);
    QVERIFY(open(bench.profile(), 4));
    QVERIFY(showPage());
    QVERIFY2(schemaSection().contains(bench.isPostgres() ? u"3"_s : u"2"_s), qPrintable(schemaSection()));
    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY2(waitForNotice(m_window, u"were applied to “Shop” and checked"_s),
             qPrintable(noticeText(m_window)));
    QCOMPARE(noticeOf(m_window)->kind, Tone::Success);
    QVERIFY2(noticeOf(m_window)->detail.contains(u"Backup: "_s), qPrintable(noticeOf(m_window)->detail));
    QTRY_VERIFY_WITH_TIMEOUT(isState(teamId, Schema::MigrationState::Applied), limit);
    QVERIFY(bench.hasInHistory(teamId) && bench.hasInHistory(nameIndex));
    QCOMPARE(schemaSection(), u"Schema"_s);
    const auto backups = Backup::Shelf().entries();
    QVERIFY(backups && backups->size() == 1);
    QVERIFY(backups->first().manifest.verified.isValid() && backups->first().manifest.isSafetyCopy);
    // Customers go on as before.
    QVERIFY(!pageOf(m_window)->editor().isReadOnly());
    sections()->choose(Section::Customers);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 4), limit);

    bench.place.execute(u"update \"Customer\" set \"Loyalty\" = 'gold'"_s);
    QVERIFY(showPage());
    QVERIFY(select(nameIndex));
    page()->actions().rollBackTo->trigger();
    QVERIFY(agree());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY2(waitForNotice(m_window, u"rolled back and checked"_s), qPrintable(noticeText(m_window)));
    QTRY_VERIFY_WITH_TIMEOUT(isState(teamId, Schema::MigrationState::Pending), limit);
    QVERIFY(!bench.hasInHistory(teamId) && bench.hasInHistory(nameIndex));
    sections()->choose(Section::Customers);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 4), limit);
}

void TestSchemaWindow::triesOutOnACopy()
{
    QFETCH(TempDatabase::Kind, kind);
    const SchemaBench bench(kind, Kind::Production);
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().dryRun->trigger();
    QVERIFY(answer("migrationDialog", "migrationTryOut"));
    // Production stays locked: a copy is no change of it.
    QVERIFY2(waitForNotice(m_window, u"The database itself was not touched"_s),
             qPrintable(noticeText(m_window)));
    QVERIFY2(noticeText(m_window).contains(u"went well on the copy"_s), qPrintable(noticeText(m_window)));
    QVERIFY(!bench.hasInHistory(nameIndex));
    QVERIFY(!shownDialog("unlockDialog"));
}

void TestSchemaWindow::aFailureRaisesAnAlertWithTheWayBack()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind);
    bench.place.add(teamId, u"ALTER TABLE \"Customer\" ADD COLUMN \"Loyalty\" TEXT; INSERT INTO \"Nowhere\" "
                            "VALUES (1);"_s);
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().applyAll->trigger();
    QVERIFY(agree());
    child<QCheckBox>(shownDialog("migrationDialog"), "planRehearse")->setChecked(false);
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("outcomeDialog"), limit);
    QVERIFY(child<QLabel>(shownDialog("outcomeDialog"), "outcomeError")->text().contains(u"Nowhere"_s));
    QVERIFY2(noticeText(m_window).contains(teamId), qPrintable(noticeText(m_window)));
    QTRY_VERIFY_WITH_TIMEOUT(isState(nameIndex, Schema::MigrationState::Applied), limit);
    QVERIFY(!bench.hasInHistory(teamId));
    QVERIFY(answer("outcomeDialog", "outcomeRestore"));
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("restoreWizard"), limit);
    shownDialog("restoreWizard")->reject();

    // The notice leads to it again.
    QCOMPARE(noticeOf(m_window)->actionText, u"Details…"_s);
    child<QPushButton>(m_window, "noticeAction")->click();
    QVERIFY(answer("outcomeDialog", "outcomeClose"));
}

void TestSchemaWindow::stoppingSaysWhatIsSo()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().applyAll->trigger();
    QVERIFY(agree());
    child<QCheckBox>(shownDialog("migrationDialog"), "planRehearse")->setChecked(false);
    // Somebody comes in between, so that it surely waits in the middle.
    LockingSession other(bench.place.spec, u"LOCK TABLE \"Customer\" IN ROW EXCLUSIVE MODE"_s);
    QVERIFY(other.holds());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    auto *jobs = m_window->findChild<JobDesk *>();
    QTRY_COMPARE_WITH_TIMEOUT(jobs->count(), 1, limit);
    QVERIFY(pageOf(m_window)->editor().isReadOnly());
    QVERIFY(!page()->actions().applyAll->isEnabled());
    jobs->cancelAll();
    QVERIFY2(waitForNotice(m_window, u"Stopped"_s), qPrintable(noticeText(m_window)));
    QVERIFY2(noticeText(m_window).contains(u"old one"_s) || noticeText(m_window).contains(u"left nothing"_s),
             qPrintable(noticeText(m_window)));
    other.release();
    QTRY_VERIFY_WITH_TIMEOUT(isState(nameIndex, Schema::MigrationState::Pending), limit);
    QVERIFY(!pageOf(m_window)->editor().isReadOnly());
    QVERIFY(!bench.hasInHistory(nameIndex));

    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY2(waitForNotice(m_window, u"were applied"_s), qPrintable(noticeText(m_window)));
    QVERIFY(bench.hasInHistory(nameIndex));
}

void TestSchemaWindow::whatWasBegunIsCalledThat()
{
    SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    QVERIFY(bench.place.apply());
    bench.place.add(teamId, u"-- gsc: outside a transaction\n"
                            "CREATE TABLE IF NOT EXISTS \"Loyalty\" (\"Id\" integer);\n"
                            "ALTER TABLE \"Customer\" ADD COLUMN IF NOT EXISTS \"Loyalty\" text;"_s);
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().applyAll->trigger();
    QVERIFY(agree());
    child<QCheckBox>(shownDialog("migrationDialog"), "planRehearse")->setChecked(false);
    LockingSession other(bench.place.spec, u"LOCK TABLE \"Customer\" IN ROW EXCLUSIVE MODE"_s);
    QVERIFY(other.holds());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QTRY_VERIFY_WITH_TIMEOUT(
        !bench.place.database.execute(u"select 1 where to_regclass('\"Loyalty\"') is not null"_s).isEmpty(),
        limit);
    m_window->findChild<JobDesk *>()->cancelAll();
    if (!waitForNotice(m_window, u"was begun and is not finished"_s))
        QFAIL(qPrintable(noticeText(m_window) +
                         child<QLabel>(shownDialog("outcomeDialog"), "outcomeError")->text()));
    QVERIFY(isState(teamId, Schema::MigrationState::Interrupted));
    other.release();
    page()->actions().applyAll->trigger();
    QVERIFY(agree());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY2(waitForNotice(m_window, u"were applied"_s), qPrintable(noticeText(m_window)));
    QVERIFY(bench.hasInHistory(teamId));
}

void TestSchemaWindow::productionAsksForReasonAndName()
{
    const SchemaBench bench(TempDatabase::Kind::Sqlite, Kind::Production);
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY(answer("unlockDialog", "unlockCancel")); // stays locked: nothing happens
    QVERIFY(!shownDialog("typedConfirmation"));
    QVERIFY(!bench.hasInHistory(nameIndex));

    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY(answer("unlockDialog", "unlockAccept", "unlockReason", u"ticket 214"_s));
    QVERIFY(answer("typedConfirmation", "confirmCancel"));
    QVERIFY(!bench.hasInHistory(nameIndex));

    page()->actions().applyAll->trigger();
    QVERIFY(agree());
    QVERIFY(!child<QLabel>(shownDialog("migrationDialog"), "stagingWarning")->text().isEmpty());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY(answer("typedConfirmation", "confirmAccept", "confirmTyped", u"Production"_s));
    QVERIFY2(waitForNotice(m_window, u"were applied"_s), qPrintable(noticeText(m_window)));
    QVERIFY(bench.hasInHistory(nameIndex));
}

void TestSchemaWindow::readOnlyIsOnlyLookedAt()
{
    const SchemaBench bench;
    Profile profile = bench.profile();
    profile.isReadOnly = true;
    QVERIFY(open(profile, 3));
    QVERIFY(showPage());
    QVERIFY(isState(nameIndex, Schema::MigrationState::Pending));
    QVERIFY(!page()->actions().applyAll->isEnabled());
    bench.leaveEfLock();
    page()->actions().locks->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("lockDialog") &&
                                 child<QPushButton>(shownDialog("lockDialog"), "lockClear")->isEnabled(),
                             limit);
    child<QPushButton>(shownDialog("lockDialog"), "lockClear")->click();
    QVERIFY2(waitForNotice(m_window, u"read-only"_s), qPrintable(noticeText(m_window)));
    QCOMPARE(bench.place.execute(u"select 1 from \"__EFMigrationsLock\""_s).size(), 1);
    QVERIFY(answer("lockDialog", "lockClose"));
}

void TestSchemaWindow::unsavedChangesAreSettledFirst()
{
    const SchemaBench bench;
    QVERIFY(open(bench.profile(), 3));
    const QModelIndex name = rowsOf(m_window)->index(0, CustomerTableModel::column(Customers::Field::Name));
    QVERIFY(rowsOf(m_window)->setData(name, u"Adele"_s, Qt::EditRole));
    QVERIFY(showPage());
    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY(answer("promptBox", "promptReject"));
    QVERIFY(!bench.hasInHistory(nameIndex));
    QCOMPARE(pageOf(m_window)->editor().changes().changeCount(), 1);

    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY(answer("promptBox", "promptAlternative")); // kept for later
    QVERIFY2(waitForNotice(m_window, u"were applied"_s), qPrintable(noticeText(m_window)));
    QCOMPARE(pageOf(m_window)->editor().changes().changeCount(), 1);
    pageOf(m_window)->editor().discardAll();
}

void TestSchemaWindow::adoptsWhatIsThere()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    {
        Db::Session session(place.spec);
        QVERIFY(Schema::createSchema(session));
    }
    place.execute(customers(place.database.isPostgres(), 3));
    place.execute(u"drop table \"__EFMigrationsHistory\""_s);
    place.execute(u"drop table \"__GscMigrations\""_s);
    const Profile profile = makeProfile(u"Shop"_s, place.database.connectionString(), Kind::Staging);
    QVERIFY(open(profile, 3));
    QVERIFY(showPage());
    QVERIFY(isState(Schema::initialCreate, Schema::MigrationState::Adoptable));
    QVERIFY(!page()->actions().applyAll->isEnabled());
    page()->actions().adopt->trigger();
    QVERIFY(answer("adoptionDialog", "adoptionAccept"));
    QVERIFY2(waitForNotice(m_window, u"in the history now"_s), qPrintable(noticeText(m_window)));
    QTRY_VERIFY_WITH_TIMEOUT(isState(Schema::initialCreate, Schema::MigrationState::Applied), limit);
    QVERIFY(!place.history().isEmpty());
    QVERIFY(!page()->actions().adopt->isEnabled() || place.database.isPostgres());
}

void TestSchemaWindow::anEmptyDatabaseIsMadeFromTheSchemaPage()
{
    QFETCH(TempDatabase::Kind, kind);
    const Place place(kind);
    const Profile profile = makeProfile(u"Shop"_s, place.database.connectionString(), Kind::Local);
    m_bench->setProfiles({profile});
    m_window->openProfile(profile, QString());
    QVERIFY(answer("promptBox", "promptAlternative")); // look at the schema
    QTRY_VERIFY_WITH_TIMEOUT(page()->isVisible(), limit);
    QVERIFY(waitUntilRead());
    QVERIFY(isState(Schema::initialCreate, Schema::MigrationState::Pending));
    page()->actions().applyAll->trigger();
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY2(waitForNotice(m_window, u"were applied"_s), qPrintable(noticeText(m_window)));
    QTRY_VERIFY_WITH_TIMEOUT(pageOf(m_window) != nullptr, limit);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 0), limit);
    QVERIFY(showPage());
    QVERIFY(isState(Schema::initialCreate, Schema::MigrationState::Applied));
}

void TestSchemaWindow::rollingEverythingBackLeavesNoCustomersPage()
{
    const Place place(TempDatabase::Kind::Sqlite);
    {
        Db::Session session(place.spec);
        QVERIFY(Schema::createSchema(session));
    }
    place.execute(customers(false, 3));
    const Profile profile = makeProfile(u"Shop"_s, place.database.connectionString(), Kind::Local);
    QVERIFY(open(profile, 3));
    QVERIFY(showPage());
    page()->actions().rollBackAll->trigger();
    QVERIFY(agree());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QVERIFY2(waitForNotice(m_window, u"rolled back"_s), qPrintable(noticeText(m_window)));
    QVERIFY(answer("promptBox", "promptAccept")); // the table is missing: make it
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 0), limit);
}

void TestSchemaWindow::savesAScript()
{
    const SchemaBench bench;
    const QTemporaryDir folder;
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().saveScript->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("scriptChooser"), limit);
    auto *chooser = static_cast<QFileDialog *>(shownDialog("scriptChooser"));
    Q_EMIT chooser->fileSelected(folder.filePath(u"all.sql"_s));
    chooser->close();
    QVERIFY2(waitForNotice(m_window, u"all.sql"_s), qPrintable(noticeText(m_window)));
    QFile file(folder.filePath(u"all.sql"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("IX_Customer_Name_Id"));
    QVERIFY(!bench.hasInHistory(nameIndex));
}

void TestSchemaWindow::theLockIsShownWhereItHinders()
{
    const SchemaBench bench;
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    bench.leaveEfLock();
    page()->actions().refresh->trigger();
    QVERIFY(waitUntilRead());
    QTRY_VERIFY2(child<QLabel>(page(), "schemaWarnings")->text().contains(u"holds its lock"_s),
                 qPrintable(child<QLabel>(page(), "schemaWarnings")->text()));
    page()->actions().locks->trigger();
    QVERIFY(QTest::qWaitFor(
        [] {
            return shownDialog("lockDialog") &&
                   child<QPushButton>(shownDialog("lockDialog"), "lockClear")->isEnabled();
        },
        limit));
    child<QPushButton>(shownDialog("lockDialog"), "lockClear")->click();
    QVERIFY(answer("promptBox", "promptAccept"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.place.execute(u"select 1 from \"__EFMigrationsLock\""_s).size(), 0,
                              limit);
    QVERIFY(answer("lockDialog", "lockClose"));
    QTRY_VERIFY_WITH_TIMEOUT(page()->status()->warnings.isEmpty(), limit); // read again by itself
}

void TestSchemaWindow::refreshGoesToThePageOneSees()
{
    const SchemaBench bench;
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(pageOf(m_window)->actions().refresh->isEnabled());
    QVERIFY(showPage());
    QVERIFY(!pageOf(m_window)->actions().refresh->isEnabled());
    QSignalSpy asked(page(), &SchemaPage::readRequested);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window));
    child<QTableView>(page(), "migrationTable")->setFocus();
    QTest::keyClick(child<QTableView>(page(), "migrationTable"), Qt::Key_F5);
    QCOMPARE(asked.size(), 1);
    QVERIFY(waitUntilRead());
    sections()->choose(Section::Customers);
    QVERIFY(pageOf(m_window)->actions().refresh->isEnabled());
}

void TestSchemaWindow::closingAsksWhileAJobRuns()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    QVERIFY(open(bench.profile(), 3));
    QVERIFY(showPage());
    page()->actions().applyAll->trigger();
    QVERIFY(agree());
    child<QCheckBox>(shownDialog("migrationDialog"), "planRehearse")->setChecked(false);
    LockingSession other(bench.place.spec, u"LOCK TABLE \"Customer\" IN ROW EXCLUSIVE MODE"_s);
    QVERIFY(other.holds());
    QVERIFY(answer("migrationDialog", "migrationAccept"));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->findChild<JobDesk *>()->count(), 1, limit);
    const QPointer<MainWindow> window(m_window);
    window->close();
    QVERIFY(window->isVisible());
    QVERIFY(answer("promptBox", "promptAccept"));
    QTRY_VERIFY_WITH_TIMEOUT(!window || !window->isVisible(), limit);
    other.release();
    QVERIFY(!bench.hasInHistory(nameIndex));
}

QTEST_MAIN(TestSchemaWindow)
#include "tst_schemawindow.moc"
