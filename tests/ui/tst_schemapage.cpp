// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lockingsession.h"
#include "schemabench.h"
#include "ui/schema/schemapage.h"
#include "ui/schema/stepdetails.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Schema::Direction;

namespace {

constexpr int limit = 60'000; // ms

const QString teamId = u"20260201000000_AddLoyalty"_s;

/// The page with somebody who answers its requests to read, as the window does.
class Shown final
{
public:
    explicit Shown(const Schema::Target &where, bool isReadOnly = false)
        : target(where)
    {
        QObject::connect(&page, &SchemaPage::readRequested, &page, [this] { page.read(this->target); });
        page.resize(1100, 700);
        page.setDatabase(where.connection.engine, isReadOnly);
        page.show();
    }
    bool waitUntilRead()
    {
        return QTest::qWaitFor([this] { return !page.isReading(); }, limit);
    }
    [[nodiscard]] QTableView *table() const { return child<QTableView>(&page, "migrationTable"); }
    [[nodiscard]] int rowOf(const QString &id) const
    {
        const QAbstractItemModel *model = table()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (cell(row, MigrationListModel::Migration) == id)
                return row;
        return -1;
    }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString stateOf(const QString &id) const
    {
        return cell(rowOf(id), MigrationListModel::State);
    }
    void select(const QString &id) const { table()->selectRow(rowOf(id)); }
    [[nodiscard]] QString text(const char *name) const
    {
        const auto *label = child<QLabel>(&page, name);
        return label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QString pane(const char *name) const
    {
        return child<QPlainTextEdit>(&page, name)->toPlainText();
    }
    [[nodiscard]] bool showsList() const { return child<QSplitter>(&page, "schemaSplitter")->isVisible(); }
    [[nodiscard]] QPushButton *stateButton() const { return child<QPushButton>(&page, "stateAction"); }

    Schema::Target target;
    SchemaPage page;
};

} // namespace

/// What the page tells of a database, and what it lets be asked for.
class TestSchemaPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEveryMigration_data() { TempDatabase::addDirectKinds(); }
    void listsEveryMigration();
    void showsTheSqlOfTheSelectedOne();
    void tellsWhatChangedAndWhatHasNoWayBack_data() { TempDatabase::addDirectKinds(); }
    void tellsWhatChangedAndWhatHasNoWayBack();
    void comparesInWords_data() { TempDatabase::addDirectKinds(); }
    void comparesInWords();
    void offersWhatFits_data() { TempDatabase::addDirectKinds(); }
    void offersWhatFits();
    void readOnlyIsOnlyLookedAt();
    void nothingWhileSomethingWorks();
    void tellsWhyItCannotBeRead();
    void anOldListSaysSo();
    void whoeverMigratesIsNamed();
    void aLateAnswerOfAnotherDatabaseIsDropped();
    void keepsTheSelectionAndTheLayout();
    void namesEverything();
};

void TestSchemaPage::listsEveryMigration()
{
    QFETCH(TempDatabase::Kind, kind);
    const SchemaBench bench(kind);
    Shown shown(bench.place.target());
    const QAbstractItemModelTester tester(shown.table()->model());
    QVERIFY(shown.waitUntilRead());
    QVERIFY(shown.showsList());
    for (const QString &id : Schema::webMigrations())
        QCOMPARE(shown.stateOf(id), u"Applied elsewhere"_s);
    QCOMPARE(shown.stateOf(Schema::initialCreate), u"Not needed"_s);
    QCOMPARE(shown.stateOf(nameIndex), u"Pending"_s);
    QVERIFY2(!shown.table()->model()->index(shown.rowOf(nameIndex), 0).data(Qt::DecorationRole).isNull(),
             "never by colour alone");
    QVERIFY2(shown.text("schemaExplanation").contains(u"web application made the tables"_s),
             qPrintable(shown.text("schemaExplanation")));
    QVERIFY2(shown.text("schemaSummary")
                 .contains(bench.isPostgres() ? u"2 migration(s) can be applied"_s
                                              : u"1 migration(s) can be applied"_s),
             qPrintable(shown.text("schemaSummary")));
    QCOMPARE(shown.page.selected()->id, nameIndex); // what is to be done next

    QVERIFY(bench.place.apply());
    shown.page.actions().refresh->trigger();
    QVERIFY(shown.waitUntilRead());
    QCOMPARE(shown.stateOf(nameIndex), u"Applied"_s);
    const int row = shown.rowOf(nameIndex);
    QVERIFY(shown.cell(row, MigrationListModel::By).contains(Schema::operatorName()));
    QVERIFY(!shown.cell(row, MigrationListModel::Applied).isEmpty());
    QVERIFY(shown.cell(row, MigrationListModel::Took).endsWith(u"s"_s));
    QVERIFY2(shown.text("schemaSummary").contains(u"tables are as expected"_s),
             qPrintable(shown.text("schemaSummary")));
}

void TestSchemaPage::showsTheSqlOfTheSelectedOne()
{
    const SchemaBench bench;
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    shown.select(nameIndex);
    QVERIFY2(shown.pane("stepWords").contains(u"IX_Customer_Name_Id"_s), qPrintable(shown.pane("stepWords")));
    QVERIFY(shown.pane("stepUp").contains(u"CREATE INDEX \"IX_Customer_Name_Id\""_s));
    QVERIFY(shown.pane("stepDown").contains(u"DROP INDEX"_s));
    QVERIFY(child<QPlainTextEdit>(&shown.page, "stepUp")->isReadOnly());
    shown.select(Schema::webMigrations().first());
    QVERIFY(shown.pane("stepUp").isEmpty());
    QVERIFY(shown.pane("stepWords").contains(u"web application"_s));
}

void TestSchemaPage::tellsWhatChangedAndWhatHasNoWayBack()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind);
    bench.place.add(teamId, u"ALTER TABLE \"Customer\" ADD COLUMN \"Loyalty\" TEXT;"_s);
    QVERIFY(bench.place.apply());
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    QCOMPARE(shown.cell(shown.rowOf(teamId), MigrationListModel::WayBack), u"Missing"_s);
    QCOMPARE(shown.stateOf(teamId), u"Applied"_s);

    bench.place.write(teamId + u".up.sql"_s, u"ALTER TABLE \"Customer\" ADD COLUMN \"Bonus\" TEXT;"_s);
    shown.page.actions().refresh->trigger();
    QVERIFY(shown.waitUntilRead());
    QCOMPARE(shown.stateOf(teamId), u"Changed since applied"_s);
    shown.select(teamId);
    QVERIFY(shown.pane("stepWords").contains(u"no longer what was applied"_s));
}

void TestSchemaPage::comparesInWords()
{
    QFETCH(TempDatabase::Kind, kind);
    const SchemaBench bench(kind);
    QVERIFY(bench.place.apply());
    bench.place.execute(u"drop index \"IX_Customer_Name_Id\""_s);
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    QVERIFY2(shown.text("schemaSummary").contains(u"not as expected"_s),
             qPrintable(shown.text("schemaSummary")));
    auto *details = shown.page.findChild<StepDetails *>();
    QVERIFY(details->currentIndex() != StepDetails::Differences);
    shown.page.actions().verify->trigger();
    QVERIFY(shown.waitUntilRead());
    QCOMPARE(details->currentIndex(), int(StepDetails::Differences));
    QVERIFY2(shown.pane("schemaDifferences").contains(u"IX_Customer_Name_Id"_s),
             qPrintable(shown.pane("schemaDifferences")));
    QVERIFY(details->tabText(StepDetails::Differences).contains(u"(1)"_s));
}

void TestSchemaPage::offersWhatFits()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind);
    bench.addColumn(teamId, u"Loyalty"_s);
    Shown shown(bench.place.target());
    QVERIFY(!shown.page.actions().applyAll->isEnabled()); // nothing is known yet
    QVERIFY(shown.waitUntilRead());
    const SchemaPage::Actions &actions = shown.page.actions();
    QSignalSpy planned(&shown.page, &SchemaPage::planRequested);

    shown.select(nameIndex);
    QVERIFY(actions.applyAll->isEnabled() && actions.applyTo->isEnabled() && actions.dryRun->isEnabled());
    QVERIFY(!actions.rollBackTo->isEnabled() && !actions.rollBackAll->isEnabled());
    actions.applyTo->trigger();
    QCOMPARE(planned.size(), 1);
    QCOMPARE(planned.last().at(0).value<Direction>(), Direction::Apply);
    QCOMPARE(planned.last().at(1).toString(), nameIndex);
    actions.applyAll->trigger();
    QCOMPARE(planned.last().at(1).toString(), QString());
    shown.select(Schema::webMigrations().first());
    QVERIFY(!actions.applyTo->isEnabled() && !actions.applyTo->toolTip().isEmpty());

    QVERIFY(bench.place.apply());
    actions.refresh->trigger();
    QVERIFY(shown.waitUntilRead());
    QVERIFY(!actions.applyAll->isEnabled() && !actions.adopt->isEnabled());
    shown.select(teamId); // the last one: nothing comes after it
    QVERIFY(!actions.rollBackTo->isEnabled());
    shown.select(nameIndex);
    QVERIFY(actions.rollBackTo->isEnabled());
    actions.rollBackTo->trigger();
    QCOMPARE(planned.last().at(0).value<Direction>(), Direction::RollBack);
    QCOMPARE(planned.last().at(1).toString(), nameIndex);
    actions.rollBackAll->trigger();
    QCOMPARE(planned.last().at(1).toString(), u"0"_s);
}

void TestSchemaPage::readOnlyIsOnlyLookedAt()
{
    const SchemaBench bench;
    Shown shown(bench.place.target(), true);
    QVERIFY(shown.waitUntilRead());
    const SchemaPage::Actions &actions = shown.page.actions();
    for (const QAction *action : {actions.applyAll, actions.applyTo, actions.rollBackAll, actions.adopt}) {
        QVERIFY2(!action->isEnabled(), qPrintable(action->objectName()));
        QVERIFY(action->toolTip().contains(u"read-only"_s));
    }
    QVERIFY(actions.verify->isEnabled() && actions.saveScript->isEnabled() && actions.dryRun->isEnabled());
    QVERIFY2(!actions.roles->isEnabled(), "a file has no users");
}

void TestSchemaPage::nothingWhileSomethingWorks()
{
    const SchemaBench bench;
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    shown.page.setBusy(true);
    const SchemaPage::Actions &actions = shown.page.actions();
    for (const QAction *action : {actions.applyAll, actions.applyTo, actions.dryRun, actions.refresh})
        QVERIFY2(!action->isEnabled(), qPrintable(action->objectName()));
    QVERIFY2(actions.locks->isEnabled(), "while one waits for a lock is when one looks");
    shown.page.setBusy(false);
    QVERIFY(actions.applyAll->isEnabled());
}

void TestSchemaPage::tellsWhyItCannotBeRead()
{
    const SchemaBench bench;
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    SchemaBench broken;
    broken.place.add(teamId, u"SELEC nonsense; COMMIT;"_s);
    Shown other(broken.place.target());
    QVERIFY(other.waitUntilRead());
    QVERIFY(!other.showsList());
    const auto *sentence = other.page.findChild<QWidget *>(u"statePane"_s);
    QVERIFY(sentence->isVisible());
    bool isNamed = false;
    for (const QLabel *label : sentence->findChildren<QLabel *>())
        isNamed = isNamed || label->text().contains(teamId);
    QVERIFY2(isNamed, "the file is named");
    broken.place.add(teamId, u"ALTER TABLE \"Customer\" ADD COLUMN \"Loyalty\" TEXT;"_s);
    QCOMPARE(other.stateButton()->text(), u"Try again"_s);
    other.stateButton()->click();
    QVERIFY(other.waitUntilRead());
    QVERIFY(other.showsList());
}

void TestSchemaPage::anOldListSaysSo()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    shown.target.connection.hosts.first().port = 1;
    shown.page.actions().refresh->trigger();
    QVERIFY(shown.waitUntilRead());
    QVERIFY(shown.showsList());
    QVERIFY2(shown.text("schemaSummary").contains(u"out of date"_s), qPrintable(shown.text("schemaSummary")));
    shown.target = bench.place.target();
    shown.page.actions().refresh->trigger();
    QVERIFY(shown.waitUntilRead());
    QVERIFY(!shown.text("schemaSummary").contains(u"out of date"_s));
}

void TestSchemaPage::whoeverMigratesIsNamed()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    LockingSession other(bench.place.spec, holdHistory);
    QVERIFY(other.holds());
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    QVERIFY(!shown.showsList());
    QVERIFY(shown.page.actions().locks->isEnabled());
    other.release();
    shown.stateButton()->click();
    QVERIFY(shown.waitUntilRead());
    QVERIFY(shown.showsList());
}

void TestSchemaPage::aLateAnswerOfAnotherDatabaseIsDropped()
{
    const SchemaBench bench;
    Shown shown(bench.place.target());
    QSignalSpy read(&shown.page, &SchemaPage::statusRead);
    shown.page.clear(); // closed before the answer
    QVERIFY(!shown.page.isReading());
    SchemaBench other;
    other.addColumn(teamId, u"Loyalty"_s);
    shown.target = other.place.target();
    shown.page.setDatabase(Db::Engine::SQLite, false);
    QVERIFY(shown.waitUntilRead());
    QCOMPARE(read.size(), 1);
    QVERIFY(shown.rowOf(teamId) >= 0);
}

void TestSchemaPage::keepsTheSelectionAndTheLayout()
{
    const SchemaBench bench;
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    shown.select(Schema::webMigrations().last());
    shown.page.actions().refresh->trigger();
    QVERIFY(shown.waitUntilRead());
    QCOMPARE(shown.page.selected()->id, Schema::webMigrations().last());

    shown.table()->setColumnWidth(MigrationListModel::Migration, 333);
    child<QSplitter>(&shown.page, "schemaSplitter")->setSizes({500, 150});
    const QList<int> sizes = child<QSplitter>(&shown.page, "schemaSplitter")->sizes();
    Shown next(bench.place.target());
    next.page.restoreLayout(shown.page.saveLayout());
    QCOMPARE(next.table()->columnWidth(MigrationListModel::Migration), 333);
    QVERIFY(next.waitUntilRead());
    QTRY_COMPARE(child<QSplitter>(&next.page, "schemaSplitter")->sizes(), sizes);
    next.page.restoreLayout(QByteArray("nonsense"));
    QCOMPARE(next.table()->columnWidth(MigrationListModel::Migration), 333);
}

void TestSchemaPage::namesEverything()
{
    const SchemaBench bench;
    Shown shown(bench.place.target());
    QVERIFY(shown.waitUntilRead());
    for (const char *name : {"migrationTable", "stepUp", "stepDown", "stepWords", "schemaDifferences"})
        QVERIFY2(!child<QWidget>(&shown.page, name)->accessibleName().isEmpty(), name);
    QCOMPARE(shown.page.actions().refresh->shortcut(), QKeySequence(QKeySequence::Refresh));
}

QTEST_MAIN(TestSchemaPage)
#include "tst_schemapage.moc"
