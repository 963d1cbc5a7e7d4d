// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filename.h"
#include "ui/backup/scheduledialog.h"
#include "windowbench.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeEdit>
#include <QToolButton>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Schedule;
using Kind = Profiles::Environment::Kind;
using Every = Schedule::Every;

namespace {

constexpr int limit = 30'000; // ms

class Shown final
{
public:
    explicit Shown(const Profiles::Profile &profile)
        : dialog(profile, nullptr)
    {
        dialog.show();
    }
    [[nodiscard]] bool wait() const
    {
        return QTest::qWaitFor([&] { return dialog.isLoaded(); }, limit);
    }
    [[nodiscard]] QString text(const char *name) const
    {
        const auto *label = child<QLabel>(&dialog, name);
        return label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return child<QPushButton>(&dialog, name); }
    void setEvery(Every every) const
    {
        auto *box = child<QComboBox>(&dialog, "scheduleEvery");
        box->setCurrentIndex(box->findData(int(every)));
    }

    ScheduleDialog dialog;
};

std::optional<Schedule> stored(const QString &profile)
{
    const auto schedules = Backup::ScheduleStore().schedules();
    for (const Schedule &schedule : schedules ? *schedules : QList<Schedule>())
        if (schedule.profile == profile)
            return schedule;
    return std::nullopt;
}

} // namespace

/// Schedules as they are chosen, stored and shown again.
class TestScheduleDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beginsWithTheEnvironmentsPreset_data();
    void beginsWithTheEnvironmentsPreset();
    void presetsFillTheFields();
    void savesAndShowsItAgain();
    void withoutANumberAllAreKept();
    void whatIsShownAboutTheLastRunStays();
    void anUnknownPasswordIsSaidBefore_data();
    void anUnknownPasswordIsSaidBefore();
    void showsTheTimersFiles();
    void withoutSystemdNothingIsInstalled();

private:
    static Profiles::Profile server(Profiles::SecretPlace place)
    {
        Profiles::Profile profile =
            makeProfile(u"Shop"_s, u"postgresql://staff@db.example.com/shop"_s, Kind::Production);
        profile.secret = place;
        return profile;
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestScheduleDialog::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", m_home->path().toUtf8());
    for (const char *name : {"CONFIG", "DATA", "STATE"})
        qputenv(QByteArray("XDG_").append(name).append("_HOME").constData(),
                m_home->filePath(QString::fromLatin1(name)).toUtf8());
}

void TestScheduleDialog::beginsWithTheEnvironmentsPreset_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Every>("every");
    QTest::newRow("local") << Kind::Local << Every::Never;
    QTest::newRow("staging") << Kind::Staging << Every::Day;
    QTest::newRow("production") << Kind::Production << Every::Day;
}

void TestScheduleDialog::beginsWithTheEnvironmentsPreset()
{
    QFETCH(Kind, kind);
    QFETCH(Every, every);
    const Shown shown(makeProfile(u"Shop"_s, m_home->filePath(u"shop.db"_s), kind));
    QVERIFY(shown.wait());
    QCOMPARE(shown.dialog.schedule().every, every);
    QCOMPARE(shown.dialog.schedule().alsoWeekly, kind == Kind::Production);
    QVERIFY2(shown.text("scheduleNext").startsWith(every == Every::Never ? u"No backup"_s : u"Next backup"_s),
             qPrintable(shown.text("scheduleNext")));
}

void TestScheduleDialog::presetsFillTheFields()
{
    const Shown shown(makeProfile(u"Shop"_s, m_home->filePath(u"shop.db"_s), Kind::Local));
    QVERIFY(shown.wait());
    shown.button("presetProduction")->click();
    const Backup::Retention production = Backup::presetOf(Backup::Preset::Production).keep;
    QCOMPARE(shown.dialog.schedule().keep, production);
    QVERIFY(shown.dialog.schedule().alsoWeekly);
    shown.button("presetStaging")->click();
    QCOMPARE(shown.dialog.schedule().keep, Backup::presetOf(Backup::Preset::Staging).keep);
    shown.button("presetLocal")->click();
    QCOMPARE(shown.dialog.schedule().every, Every::Never);
    QVERIFY(!child<QTimeEdit>(&shown.dialog, "scheduleAt")->isEnabled());
}

void TestScheduleDialog::savesAndShowsItAgain()
{
    const Profiles::Profile profile = makeProfile(u"Shop"_s, m_home->filePath(u"shop.db"_s), Kind::Staging);
    {
        Shown shown(profile);
        QSignalSpy saved(&shown.dialog, &ScheduleDialog::saved);
        QVERIFY(shown.wait());
        QVERIFY(!stored(profile.id));
        shown.setEvery(Every::Week);
        auto *weekday = child<QComboBox>(&shown.dialog, "scheduleWeekday");
        QVERIFY(weekday->isVisible());
        weekday->setCurrentIndex(weekday->findData(int(Qt::Thursday)));
        child<QTimeEdit>(&shown.dialog, "scheduleAt")->setTime(QTime(6, 45));
        child<QLineEdit>(&shown.dialog, "scheduleFolder")->setText(m_home->filePath(u"backups"_s));
        child<QCheckBox>(&shown.dialog, "scheduleCompress")->setChecked(false);
        child<QSpinBox>(&shown.dialog, "keepWeekly")->setValue(5);
        QVERIFY(!child<QCheckBox>(&shown.dialog, "scheduleAlsoWeekly")->isVisible());
        shown.button("scheduleSave")->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, limit);
        QCOMPARE(shown.dialog.result(), int(QDialog::Accepted));
    }
    const auto schedule = stored(profile.id);
    QVERIFY(schedule);
    QCOMPARE(schedule->every, Every::Week);
    QCOMPARE(schedule->weekday, Qt::Thursday);
    QCOMPARE(schedule->at, QTime(6, 45));
    QCOMPARE(schedule->keep.weekly, 5);
    QVERIFY(!schedule->compress);
    const Shown again(profile);
    QVERIFY(again.wait());
    QCOMPARE(again.dialog.schedule(), *schedule);
}

void TestScheduleDialog::withoutANumberAllAreKept()
{
    const Shown shown(makeProfile(u"Shop"_s, m_home->filePath(u"shop.db"_s), Kind::Staging));
    QVERIFY(shown.wait());
    QVERIFY(shown.button("scheduleSave")->isEnabled());
    QVERIFY(shown.text("scheduleKeepAll").isEmpty());
    for (const char *name : {"keepLast", "keepDaily", "keepWeekly", "keepMonthly"})
        child<QSpinBox>(&shown.dialog, name)->setValue(0);
    QVERIFY2(shown.text("scheduleKeepAll").contains(u"all backups are kept"_s),
             qPrintable(shown.text("scheduleKeepAll")));
    child<QLineEdit>(&shown.dialog, "scheduleFolder")->setText(u"relative"_s);
    QVERIFY(!shown.button("scheduleSave")->isEnabled());
}

void TestScheduleDialog::whatIsShownAboutTheLastRunStays()
{
    const Profiles::Profile profile = makeProfile(u"Shop"_s, m_home->filePath(u"shop.db"_s), Kind::Staging);
    Schedule schedule = Backup::presetOf(Backup::Preset::Staging);
    schedule.profile = profile.id;
    schedule.kind = Backup::Kind::SqliteSnapshot;
    schedule.lastRun = QDateTime(QDate(2026, 3, 1), QTime(12, 30), Qt::UTC);
    QVERIFY(Backup::ScheduleStore().save(schedule));
    {
        Shown shown(profile);
        QVERIFY(shown.wait());
        QVERIFY2(shown.text("scheduleLast").startsWith(u"Last one"_s),
                 qPrintable(shown.text("scheduleLast")));
        QSignalSpy saved(&shown.dialog, &ScheduleDialog::saved);
        shown.button("scheduleSave")->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, limit);
    }
    QCOMPARE(stored(profile.id)->lastRun, schedule.lastRun);
    schedule.lastProblem = u"The disk is full."_s;
    QVERIFY(Backup::ScheduleStore().save(schedule));
    const Shown shown(profile);
    QVERIFY(shown.wait());
    QVERIFY2(shown.text("scheduleLast").contains(u"The disk is full."_s),
             qPrintable(shown.text("scheduleLast")));
}

void TestScheduleDialog::anUnknownPasswordIsSaidBefore_data()
{
    using Place = Profiles::SecretPlace;
    QTest::addColumn<Place>("place");
    QTest::addColumn<QString>("says");
    QTest::newRow("session") << Place::Session << u"for the session only"_s;
    QTest::newRow("vault") << Place::Vault << u"while the vault is unlocked"_s;
    QTest::newRow("keyring") << Place::Keyring << QString();
    QTest::newRow("password file") << Place::PasswordFile << QString();
}

void TestScheduleDialog::anUnknownPasswordIsSaidBefore()
{
    QFETCH(Profiles::SecretPlace, place);
    QFETCH(QString, says);
    const Shown shown(server(place));
    QVERIFY(shown.wait());
    if (says.isEmpty())
        QVERIFY(shown.text("schedulePassword").isEmpty());
    else
        QVERIFY2(shown.text("schedulePassword").contains(says), qPrintable(shown.text("schedulePassword")));
    shown.setEvery(Every::Never);
    QVERIFY(shown.text("schedulePassword").isEmpty());
}

void TestScheduleDialog::showsTheTimersFiles()
{
    const Profiles::Profile profile = server(Profiles::SecretPlace::Keyring);
    const Shown shown(profile);
    QVERIFY(shown.wait());
    const auto *files = child<QPlainTextEdit>(&shown.dialog, "timerFiles");
    QVERIFY(!files->isVisible());
    child<QToolButton>(&shown.dialog, "timerShow")->click();
    QVERIFY(files->isVisible());
    QVERIFY2(files->toPlainText().contains(profile.id), qPrintable(files->toPlainText()));
    QVERIFY2(files->toPlainText().contains(u"Persistent=true"_s), qPrintable(files->toPlainText()));
    shown.setEvery(Every::Never);
    QVERIFY(!child<QPushButton>(&shown.dialog, "timerChange")->isEnabled());
}

void TestScheduleDialog::withoutSystemdNothingIsInstalled()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_home->path().toUtf8()); // no systemctl
    const Profiles::Profile profile = server(Profiles::SecretPlace::Keyring);
    const Shown shown(profile);
    QVERIFY(shown.wait());
    auto *install = shown.button("timerChange");
    QTRY_VERIFY_WITH_TIMEOUT(install->isEnabled(), limit);
    install->click();
    QVERIFY(!install->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(install->isEnabled(), limit);
    qputenv("PATH", path);
    QVERIFY2(shown.text("timerStatus").contains(u"systemd"_s), qPrintable(shown.text("timerStatus")));
    QCOMPARE(install->text().remove(u'&'), u"Install timer"_s);
    QVERIFY2(stored(profile.id), "the schedule itself is kept: this program keeps it");
}

QTEST_MAIN(TestScheduleDialog)
#include "tst_scheduledialog.moc"
