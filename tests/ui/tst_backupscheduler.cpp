// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/sessionstore.h"
#include "ui/connect/profilesecrets.h"
#include "ui/shell/backupscheduler.h"
#include "ui/shell/profilebook.h"
#include "windowbench.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Schedule;
using Kind = Profiles::Environment::Kind;

namespace {

constexpr int limit = 30'000; // ms

/// A schedule that ran `days` ago and is due now.
Schedule overdue(const QString &profile, int days)
{
    Schedule schedule = Backup::presetOf(Backup::Preset::Staging);
    schedule.profile = profile;
    schedule.lastRun = QDateTime::currentDateTimeUtc().addDays(-days);
    return schedule;
}

} // namespace

/// What is due, on real schedules and real places of passwords.
class TestBackupScheduler final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsDueWithoutASchedule();
    void aMissedRunIsToldAndMade();
    void oneAtATime();
    void aFailureIsNotRepeatedAtOnce();
    void withoutAPasswordItWaitsAndTellsOnce();
    void aKnownPasswordComesWithIt();
    void aProfileThatIsGoneIsNoProfile();
    void anUnreadableFileIsToldOnce();

private:
    [[nodiscard]] Profiles::Profile addFile()
    {
        const Profiles::Profile profile =
            makeProfile(u"Shop"_s, m_home->filePath(u"shop.db"_s), Kind::Staging);
        m_book->setProfiles({profile});
        return profile;
    }
    /// Looks, and waits until what is due was told.
    void check()
    {
        m_scheduler->check();
        QSignalSpy idle(m_scheduler.get(), &BackupScheduler::checked);
        QVERIFY(idle.wait(limit));
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<ProfileBook> m_book;
    Secrets::SessionStore m_session;
    std::unique_ptr<ProfileSecrets> m_secrets;
    std::unique_ptr<BackupScheduler> m_scheduler;
    std::unique_ptr<QSignalSpy> m_due;
    std::unique_ptr<QSignalSpy> m_noticed;
};

void TestBackupScheduler::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", m_home->path().toUtf8());
    for (const char *name : {"CONFIG", "DATA", "STATE"})
        qputenv(QByteArray("XDG_").append(name).append("_HOME").constData(),
                m_home->filePath(QString::fromLatin1(name)).toUtf8());
    m_book = std::make_unique<ProfileBook>(Profiles::profilesFile());
    m_secrets = std::make_unique<ProfileSecrets>(ProfileSecrets::Stores{&m_session, nullptr, nullptr});
    m_scheduler = std::make_unique<BackupScheduler>(*m_book, *m_secrets);
    m_due = std::make_unique<QSignalSpy>(m_scheduler.get(), &BackupScheduler::due);
    m_noticed = std::make_unique<QSignalSpy>(m_scheduler.get(), &BackupScheduler::noticed);
}

void TestBackupScheduler::cleanup()
{
    m_due.reset();
    m_noticed.reset();
    m_scheduler.reset();
    m_secrets.reset();
    m_book.reset();
}

void TestBackupScheduler::nothingIsDueWithoutASchedule()
{
    const Profiles::Profile profile = addFile();
    check();
    Schedule never = overdue(profile.id, 3);
    never.every = Schedule::Every::Never;
    QVERIFY(Backup::ScheduleStore().save(never));
    check();
    QCOMPARE(m_due->size(), 0);
    QCOMPARE(m_noticed->size(), 0);
}

void TestBackupScheduler::aMissedRunIsToldAndMade()
{
    const Profiles::Profile profile = addFile();
    QVERIFY(Backup::ScheduleStore().save(overdue(profile.id, 3)));
    check();
    QTRY_COMPARE(m_due->size(), 1);
    QCOMPARE(m_due->first().at(0).value<Profiles::Profile>().id, profile.id);
    QCOMPARE(m_due->first().at(1).value<Schedule>().profile, profile.id);
    QCOMPARE(m_noticed->size(), 1);
    QVERIFY2(m_noticed->first().first().toString().contains(u"was missed"_s),
             qPrintable(m_noticed->first().first().toString()));
}

void TestBackupScheduler::oneAtATime()
{
    const Profiles::Profile profile = addFile();
    QVERIFY(Backup::ScheduleStore().save(overdue(profile.id, 3)));
    check();
    QTRY_COMPARE(m_due->size(), 1);
    check();
    QCOMPARE(m_due->size(), 1);
    // It went well, and the file says so.
    Schedule done = overdue(profile.id, 0);
    QVERIFY(Backup::ScheduleStore().save(done));
    m_scheduler->ended(profile.id, true);
    check();
    QCOMPARE(m_due->size(), 1);
}

void TestBackupScheduler::aFailureIsNotRepeatedAtOnce()
{
    const Profiles::Profile profile = addFile();
    QVERIFY(Backup::ScheduleStore().save(overdue(profile.id, 3)));
    check();
    QTRY_COMPARE(m_due->size(), 1);
    m_scheduler->ended(profile.id, false);
    check();
    QCOMPARE(m_due->size(), 1);
}

void TestBackupScheduler::withoutAPasswordItWaitsAndTellsOnce()
{
    Profiles::Profile profile =
        makeProfile(u"Shop"_s, u"postgresql://staff@db.example.com/shop"_s, Kind::Staging);
    profile.secret = Profiles::SecretPlace::Session;
    m_book->setProfiles({profile});
    QVERIFY(Backup::ScheduleStore().save(overdue(profile.id, 3)));
    check();
    QTRY_COMPARE(m_noticed->size(), 1);
    QVERIFY2(m_noticed->first().first().toString().contains(u"waits for the password"_s),
             qPrintable(m_noticed->first().first().toString()));
    QVERIFY2(QApplication::topLevelWidgets().isEmpty(), "nobody is asked");
    check();
    check();
    QCOMPARE(m_noticed->size(), 1);
    QCOMPARE(m_due->size(), 0);
    // The user opens the profile, and with it the password is there.
    m_session.write(profile.id, u"s3cret"_s).then(this, [](const Core::Result<bool> &) {});
    check();
    QTRY_COMPARE(m_due->size(), 1);
    QCOMPARE(m_due->first().at(0).value<Profiles::Profile>().connection.password.value_or(QString()),
             u"s3cret"_s);
    m_session.remove(profile.id).then(this, [](const Core::Result<bool> &) {});
}

void TestBackupScheduler::aKnownPasswordComesWithIt()
{
    Profiles::Profile profile =
        makeProfile(u"Shop"_s, u"postgresql://staff@db.example.com/shop"_s, Kind::Staging);
    profile.secret = Profiles::SecretPlace::PasswordFile;
    m_book->setProfiles({profile});
    QVERIFY(Backup::ScheduleStore().save(overdue(profile.id, 1)));
    check();
    QTRY_COMPARE(m_due->size(), 1);
    QVERIFY2(!m_due->first().at(0).value<Profiles::Profile>().connection.password, "libpq finds it");
}

void TestBackupScheduler::aProfileThatIsGoneIsNoProfile()
{
    (void)addFile();
    QVERIFY(Backup::ScheduleStore().save(overdue(u"somebody-else"_s, 3)));
    check();
    QCOMPARE(m_due->size(), 0);
    QCOMPARE(m_noticed->size(), 0);
}

void TestBackupScheduler::anUnreadableFileIsToldOnce()
{
    (void)addFile();
    QVERIFY(QDir().mkpath(Core::Paths::config() + u"/schedules.json"_s)); // a folder
    check();
    check();
    QCOMPARE(m_noticed->size(), 1);
}

QTEST_MAIN(TestBackupScheduler)
#include "tst_backupscheduler.moc"
