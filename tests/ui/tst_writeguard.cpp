// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/writeguard.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/time.h>

#include <atomic>
#include <ctime>

using namespace Gui;
using namespace std::chrono_literals;
using Profiles::Environment;
using Profiles::Profile;
using State = WriteGuard::State;

namespace {

std::atomic<int> secondsAsleep = 0;

Profile profile(Environment::Kind kind, bool isGuarded = false, bool isReadOnly = false)
{
    Profile result;
    result.environment.kind = kind;
    result.environment.isGuarded = isGuarded;
    result.isReadOnly = isReadOnly;
    return result;
}

Profile production()
{
    return profile(Environment::Kind::Production);
}

const QString reason = QStringLiteral("ticket 214");

} // namespace

// In the place of the C library's, for Qt too: a computer that wakes up finds the wall clock ahead, while the
// monotonic one, which is clock_gettime's, stood still.
extern "C" __attribute__((visibility("default"))) int gettimeofday(timeval *time, void *) noexcept
{
    timespec now = {};
    const int result = clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec + secondsAsleep, now.tv_nsec / 1000};
    return result;
}

class TestWriteGuard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { secondsAsleep = 0; }
    void theProfileDecidesHowItOpens_data();
    void theProfileDecidesHowItOpens();
    void unlocksWithAReasonAndLocksAgain();
    void onlyWhatIsLockedCanBeUnlocked();
    void countsDownAndLocksByItself();
    void unlockingAgainGivesTheWholeTime();
    void theClockEndsItToo();
    void theEndWaitsForASave();
    void lockingWaitsForASave();
    void theServersRefusalIsFinal();
};

void TestWriteGuard::theProfileDecidesHowItOpens_data()
{
    QTest::addColumn<Profile>("opened");
    QTest::addColumn<State>("state");
    using Kind = Environment::Kind;
    QTest::newRow("local") << profile(Kind::Local) << State::Open;
    QTest::newRow("staging") << profile(Kind::Staging) << State::Open;
    QTest::newRow("production") << production() << State::Locked;
    QTest::newRow("own") << profile(Kind::Own) << State::Open;
    QTest::newRow("own, guarded") << profile(Kind::Own, true) << State::Locked;
    QTest::newRow("local, read-only") << profile(Kind::Local, false, true) << State::ReadOnly;
    QTest::newRow("production, read-only") << profile(Kind::Production, false, true) << State::ReadOnly;
}

void TestWriteGuard::theProfileDecidesHowItOpens()
{
    QFETCH(Profile, opened);
    QFETCH(State, state);
    const WriteGuard guard(opened);
    QCOMPARE(guard.state(), state);
    QCOMPARE(guard.allowsWriting(), state == State::Open);
    QCOMPARE(guard.gate()->allowsWriting(), state == State::Open);
    QCOMPARE(guard.left(), 0s);
}

void TestWriteGuard::unlocksWithAReasonAndLocksAgain()
{
    WriteGuard guard(production());
    QSignalSpy changed(&guard, &WriteGuard::stateChanged);
    QSignalSpy left(&guard, &WriteGuard::leftChanged);
    guard.unlock(reason);
    QCOMPARE(guard.state(), State::Unlocked);
    QVERIFY(guard.gate()->allowsWriting());
    QCOMPARE(guard.reason(), reason);
    QCOMPARE(guard.left(), WriteGuard::usualTime);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(left.size(), 1);
    guard.lock();
    QCOMPARE(guard.state(), State::Locked);
    QVERIFY(!guard.gate()->allowsWriting());
    QCOMPARE(guard.left(), 0s);
    QCOMPARE(changed.size(), 2);
}

void TestWriteGuard::onlyWhatIsLockedCanBeUnlocked()
{
    for (const Profile &opened :
         {profile(Environment::Kind::Local), profile(Environment::Kind::Production, false, true)}) {
        WriteGuard guard(opened);
        const State before = guard.state();
        QSignalSpy changed(&guard, &WriteGuard::stateChanged);
        guard.unlock(reason);
        guard.lock();
        QCOMPARE(guard.state(), before);
        QVERIFY(guard.reason().isEmpty());
        QCOMPARE(changed.size(), 0);
    }
}

void TestWriteGuard::countsDownAndLocksByItself()
{
    WriteGuard guard(production());
    QSignalSpy left(&guard, &WriteGuard::leftChanged);
    guard.unlock(reason, 1500ms);
    QCOMPARE(guard.left(), 2s);
    QTRY_COMPARE(guard.state(), State::Locked);
    QVERIFY(!guard.allowsWriting());
    QVERIFY2(left.size() >= 2, "nobody saw the time go by");
}

void TestWriteGuard::unlockingAgainGivesTheWholeTime()
{
    WriteGuard guard(production());
    guard.unlock(reason, 1min);
    QSignalSpy changed(&guard, &WriteGuard::stateChanged);
    guard.unlock(QStringLiteral("ticket 215"));
    QCOMPARE(guard.left(), WriteGuard::usualTime);
    QCOMPARE(guard.reason(), QStringLiteral("ticket 215"));
    QCOMPARE(changed.size(), 0);
}

void TestWriteGuard::theClockEndsItToo()
{
    WriteGuard guard(production());
    const QDateTime before = QDateTime::currentDateTimeUtc();
    guard.unlock(reason, 15min);
    secondsAsleep = 3600;
    QVERIFY2(before.secsTo(QDateTime::currentDateTimeUtc()) >= 3600, "the test's clock is not the program's");
    QCOMPARE(guard.left(), 0s);
    QTRY_COMPARE(guard.state(), State::Locked);
    QVERIFY(!guard.allowsWriting());
}

void TestWriteGuard::theEndWaitsForASave()
{
    WriteGuard guard(production());
    bool isSaving = true;
    int asked = 0;
    guard.waitFor([&] { return ++asked, isSaving; });
    guard.unlock(reason, 1ms);
    QTRY_VERIFY(asked >= 2);
    QCOMPARE(guard.state(), State::Unlocked);
    QVERIFY(guard.allowsWriting());
    isSaving = false;
    QTRY_COMPARE(guard.state(), State::Locked);
    QVERIFY(!guard.allowsWriting());
}

/// Somebody who locks by hand while a save is on its way finds it locked after the save, not 15 minutes
/// later.
void TestWriteGuard::lockingWaitsForASave()
{
    WriteGuard guard(production());
    bool isSaving = true;
    guard.waitFor([&] { return isSaving; });
    guard.unlock(reason);
    guard.lock();
    QCOMPARE(guard.state(), State::Unlocked);
    QCOMPARE(guard.left(), 0s);
    isSaving = false;
    QTRY_COMPARE(guard.state(), State::Locked);
    QVERIFY(!guard.allowsWriting());
}

void TestWriteGuard::theServersRefusalIsFinal()
{
    for (const Profile &opened : {profile(Environment::Kind::Local), production()}) {
        WriteGuard guard(opened);
        guard.unlock(reason);
        QSignalSpy changed(&guard, &WriteGuard::stateChanged);
        guard.setServerReadOnly();
        QCOMPARE(guard.state(), State::ReadOnly);
        QVERIFY(!guard.allowsWriting());
        QCOMPARE(guard.left(), 0s);
        guard.unlock(reason);
        guard.lock();
        guard.setServerReadOnly();
        QCOMPARE(guard.state(), State::ReadOnly);
        QCOMPARE(changed.size(), 1);
    }
}

QTEST_MAIN(TestWriteGuard)
#include "tst_writeguard.moc"
