// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lockingsession.h"
#include "schema/stagingrecord.h"
#include "schemabench.h"
#include "ui/schema/migrationdialog.h"
#include "ui/schema/outcomedialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Environment = Profiles::Environment::Kind;
using Schema::Direction;

namespace {

constexpr int limit = 60'000; // ms

const QString teamId = u"20260201000000_AddLoyalty"_s;

class Shown final
{
public:
    Shown(const SchemaBench &bench, Direction direction, const QString &to,
          MigrationDialog::Offer offer = MigrationDialog::Offer::Everything)
        : dialog(bench.schemaPlace(), direction, to, offer, u"/backups"_s, nullptr)
    {
        dialog.show();
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return child<QPushButton>(&dialog, name); }
    [[nodiscard]] QCheckBox *box(const char *name) const { return child<QCheckBox>(&dialog, name); }
    [[nodiscard]] QString text(const char *name) const
    {
        QStringList texts;
        for (const QLabel *label : dialog.findChildren<QLabel *>(QLatin1String(name)))
            texts.append(label->text());
        return texts.join(u'\n');
    }
    bool waitForPlan() const
    {
        return QTest::qWaitFor([this] { return button("migrationTryOut")->isEnabled(); }, limit);
    }
    bool waitForState() const
    {
        return QTest::qWaitFor([this] { return child<QWidget>(&dialog, "statePane")->isVisible(); }, limit);
    }
    [[nodiscard]] QString state() const
    {
        QStringList texts;
        for (const QLabel *label : child<QWidget>(&dialog, "statePane")->findChildren<QLabel *>())
            texts.append(label->text());
        return texts.join(u'\n');
    }

    MigrationDialog dialog;
};

} // namespace

/// The plan in words, the agreements, and the alert after a failure.
class TestMigrationDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysWhatEachStepDoes_data() { TempDatabase::addDirectKinds(); }
    void saysWhatEachStepDoes();
    void lossesNeedATick_data() { TempDatabase::addDirectKinds(); }
    void lossesNeedATick();
    void unknownRowsNeedATick();
    void stagingComesFirst();
    void promisesNoBackupOfNothing();
    void aDryRunChangesNothing();
    void nothingToDoIsNotDone();
    void tellsWhyThereIsNoPlan();
    void aLockLeadsToItsHolder();
    void leavingStopsThePlan();
    void theAlertSaysEverything_data() { TempDatabase::addDirectKinds(); }
    void theAlertSaysEverything();
    void theAlertAfterTheRehearsalOffersNoRestore();

private:
    QTemporaryDir m_home;
};

void TestMigrationDialog::initTestCase()
{
    for (const char *name : {"XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
        qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
}

void TestMigrationDialog::saysWhatEachStepDoes()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind);
    bench.addColumn(teamId, u"Loyalty"_s);
    Shown shown(bench, Direction::Apply, {});
    QVERIFY(!shown.button("migrationAccept")->isEnabled()); // nobody agrees to what is not known yet
    QVERIFY(shown.waitForPlan());
    QVERIFY2(shown.text("planStep").contains(nameIndex) && shown.text("planStep").contains(teamId),
             qPrintable(shown.text("planStep")));
    QVERIFY2(shown.text("planWords").contains(u"IX_Customer_Name_Id"_s) &&
                 shown.text("planWords").contains(u"Loyalty"_s),
             qPrintable(shown.text("planWords")));
    QVERIFY(shown.text("planBackup").contains(u"/backups"_s));
    QVERIFY(shown.box("planRehearse")->isChecked());
    QVERIFY2(!shown.button("migrationAccept")->isDefault(), "Enter never changes a schema");
    QSignalSpy accepted(&shown.dialog, &QDialog::accepted);
    shown.button("migrationAccept")->click();
    QCOMPARE(accepted.size(), 1);
    const Schema::RunRequest request = shown.dialog.request();
    QCOMPARE(request.direction, Direction::Apply);
    QCOMPARE(request.to, QString());
    QVERIFY(request.withRehearsal && !request.isDryRun && request.acceptedLosses.isEmpty());
    QVERIFY(request.target.options.gate);
    QVERIFY(!bench.hasInHistory(nameIndex)); // looking changed nothing
}

void TestMigrationDialog::lossesNeedATick()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind);
    bench.addColumn(teamId, u"Loyalty"_s);
    QVERIFY(bench.place.apply());
    bench.place.execute(u"update \"Customer\" set \"Loyalty\" = 'gold' where \"Id\" <= 2"_s);
    Shown shown(bench, Direction::RollBack, nameIndex);
    QVERIFY(shown.waitForPlan());
    QVERIFY2(shown.text("planLosses").contains(u"2 value(s) of “Loyalty”"_s),
             qPrintable(shown.text("planLosses")));
    QVERIFY(!shown.button("migrationAccept")->isEnabled());
    shown.box("planAcceptLoss")->setChecked(true);
    QVERIFY(shown.button("migrationAccept")->isEnabled());
    shown.button("migrationAccept")->click();
    QCOMPARE(shown.dialog.request().acceptedLosses.size(), 1);
    QCOMPARE(shown.dialog.request().direction, Direction::RollBack);
    const auto outcome = Place::run(shown.dialog.request());
    QVERIFY2(outcome && outcome->isGood(), "what was agreed to is what is asked for");
    QVERIFY(!bench.hasInHistory(teamId));
}

void TestMigrationDialog::unknownRowsNeedATick()
{
    const SchemaBench bench;
    bench.place.execute(
        u"insert into \"__EFMigrationsHistory\" values ('29990101000000_FromTheFuture', '99.0.0')"_s);
    Shown shown(bench, Direction::Apply, {});
    QVERIFY(shown.waitForPlan());
    QVERIFY(shown.text("planUnknown").contains(u"FromTheFuture"_s));
    QVERIFY(!shown.button("migrationAccept")->isEnabled());
    shown.box("planAcceptUnknown")->setChecked(true);
    QVERIFY(shown.button("migrationAccept")->isEnabled());
    QVERIFY(shown.dialog.request().acceptsUnknownRows);
}

void TestMigrationDialog::stagingComesFirst()
{
    const SchemaBench production(TempDatabase::Kind::Sqlite, Environment::Production);
    Shown warned(production, Direction::Apply, {});
    QVERIFY(warned.waitForPlan());
    QVERIFY2(warned.text("stagingWarning").contains(nameIndex), qPrintable(warned.text("stagingWarning")));
    QVERIFY(warned.button("migrationAccept")->isEnabled()); // a warning, not a ban

    const SchemaBench staging;
    QVERIFY(staging.place.apply());
    QVERIFY(Schema::StagingRecord(Schema::stagingRecordFile()).note(u"Staging"_s, *staging.place.status()));
    Shown calm(production, Direction::Apply, {});
    QVERIFY(calm.waitForPlan());
    QCOMPARE(calm.text("stagingWarning"), QString());
}

void TestMigrationDialog::promisesNoBackupOfNothing()
{
    const SchemaBench bench;
    const Place fresh(TempDatabase::Kind::Sqlite);
    SchemaPlace place = bench.schemaPlace();
    place.target = fresh.target();
    MigrationDialog dialog(place, Direction::Apply, {}, MigrationDialog::Offer::Everything, u"/backups"_s,
                           nullptr);
    const auto backupText = [&] {
        const auto *label = dialog.findChild<QLabel *>(u"planBackup"_s);
        return label ? label->text() : QString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!backupText().isEmpty(), limit);
    QVERIFY2(backupText().startsWith(u"No table is there yet"_s), qPrintable(backupText()));
}

void TestMigrationDialog::aDryRunChangesNothing()
{
    const SchemaBench bench;
    Shown shown(bench, Direction::Apply, {}, MigrationDialog::Offer::DryRun);
    QVERIFY(shown.waitForPlan());
    QVERIFY(!shown.button("migrationAccept")->isVisible());
    shown.button("migrationTryOut")->click();
    const Schema::RunRequest request = shown.dialog.request();
    QVERIFY(request.isDryRun && request.withRehearsal && !request.backup);
    const auto outcome = Place::run(request);
    QVERIFY(outcome && outcome->isGood() && outcome->rehearsal->done.contains(nameIndex));
    QVERIFY(!bench.hasInHistory(nameIndex));
}

void TestMigrationDialog::nothingToDoIsNotDone()
{
    const SchemaBench bench;
    QVERIFY(bench.place.apply());
    Shown shown(bench, Direction::Apply, {});
    QVERIFY(shown.waitForState());
    QVERIFY2(shown.state().contains(u"Nothing is to be done"_s), qPrintable(shown.state()));
    QVERIFY(!shown.button("migrationAccept")->isEnabled());
}

void TestMigrationDialog::tellsWhyThereIsNoPlan()
{
    const SchemaBench bench;
    bench.place.execute(u"drop table \"__EFMigrationsHistory\""_s);
    Shown shown(bench, Direction::Apply, {});
    QVERIFY(shown.waitForState());
    QVERIFY2(shown.state().contains(u"There is no plan"_s), qPrintable(shown.state()));
    QVERIFY(!shown.button("migrationAccept")->isEnabled());
    QVERIFY(!shown.button("migrationLocks")->isVisible());
    bench.place.execute(historyOf(Schema::webMigrations()));
    child<QPushButton>(&shown.dialog, "stateAction")->click();
    QVERIFY(shown.waitForPlan());
}

void TestMigrationDialog::aLockLeadsToItsHolder()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    LockingSession other(bench.place.spec, holdHistory);
    QVERIFY(other.holds());
    Shown shown(bench, Direction::Apply, {});
    QVERIFY(shown.waitForState());
    QVERIFY(shown.button("migrationLocks")->isVisible());
    QSignalSpy asked(&shown.dialog, &MigrationDialog::locksRequested);
    shown.button("migrationLocks")->click();
    QCOMPARE(asked.size(), 1);
    QVERIFY(!shown.dialog.isVisible());
}

void TestMigrationDialog::leavingStopsThePlan()
{
    const SchemaBench bench;
    {
        Shown shown(bench, Direction::Apply, {});
        shown.button("migrationCancel")->click();
        QVERIFY(!shown.dialog.isVisible());
    } // the answer finds nobody
    QVERIFY(!bench.hasInHistory(nameIndex));
}

void TestMigrationDialog::theAlertSaysEverything()
{
    QFETCH(TempDatabase::Kind, kind);
    SchemaBench bench(kind);
    bench.place.add(teamId, u"ALTER TABLE \"Customer\" ADD COLUMN \"Loyalty\" TEXT;\n\nINSERT INTO "
                            "\"Nowhere\" VALUES (1);"_s);
    Schema::RunRequest request = bench.place.request();
    request.backup = [](Core::JobContext &) { return Core::Result<QString>(u"/backups/before.db"_s); };
    const auto outcome = Place::run(request);
    QVERIFY(outcome && outcome->failure);
    OutcomeDialog alert(bench.schemaPlace(), *outcome, false, nullptr);
    alert.show();
    const auto text = [&](const char *name) { return child<QLabel>(&alert, name)->text(); };
    QVERIFY2(text("outcomeTitle").contains(teamId), qPrintable(text("outcomeTitle")));
    QVERIFY2(text("outcomeError").contains(u"Nowhere"_s), qPrintable(text("outcomeError")));
    QVERIFY2(text("outcomePlace").contains(u"line 3"_s), qPrintable(text("outcomePlace")));
    QVERIFY(child<QPlainTextEdit>(&alert, "outcomeSql")->toPlainText().startsWith(u"INSERT INTO"_s));
    QCOMPARE(text("outcomeCause"), sentenceOf(Schema::FailureCause::Missing));
    QVERIFY2(text("outcomeState").contains(u"stays"_s),
             qPrintable(text("outcomeState"))); // the index before it
    QVERIFY2(text("outcomeNext").contains(u"/backups/before.db"_s), qPrintable(text("outcomeNext")));
    QVERIFY(text("outcomeDone").contains(nameIndex));
    QVERIFY(alert.report().contains(u"Nowhere"_s) && alert.report().contains(teamId));
    QVERIFY(!child<QPushButton>(&alert, "outcomeLocks"));
    QSignalSpy restored(&alert, &OutcomeDialog::restoreRequested);
    child<QPushButton>(&alert, "outcomeRestore")->click();
    QCOMPARE(restored.size(), 1);
    QCOMPARE(restored.first().first().toString(), u"/backups/before.db"_s);
}

void TestMigrationDialog::theAlertAfterTheRehearsalOffersNoRestore()
{
    SchemaBench bench;
    bench.place.add(teamId, u"INSERT INTO \"Nowhere\" VALUES (1);"_s);
    Schema::RunRequest request = bench.place.request();
    request.withRehearsal = true;
    request.backup = [](Core::JobContext &) { return Core::Result<QString>(u"/backups/before.db"_s); };
    const auto outcome = Place::run(request);
    QVERIFY(outcome && outcome->failure && outcome->failure->isInRehearsal);
    OutcomeDialog alert(bench.schemaPlace(), *outcome, false, nullptr);
    alert.show();
    QVERIFY(child<QLabel>(&alert, "outcomeState")->text().contains(u"not touched"_s));
    QVERIFY(!child<QPushButton>(&alert, "outcomeRestore"));
    child<QPushButton>(&alert, "outcomeCopy")->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"on the copy"_s));
}

QTEST_MAIN(TestMigrationDialog)
#include "tst_migrationdialog.moc"
