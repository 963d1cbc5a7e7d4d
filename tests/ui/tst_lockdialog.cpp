// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lockingsession.h"
#include "schemabench.h"
#include "ui/schema/lockdialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;

namespace {

constexpr int limit = 60'000; // ms

class Shown final
{
public:
    explicit Shown(const SchemaPlace &place)
        : dialog(
              place,
              [this](const Core::Question &question, std::function<void()> go) {
                  asked.append(question);
                  if (isAllowed)
                      go();
              },
              nullptr)
    {
        dialog.show();
    }
    bool look() const
    {
        if (!dialog.isLooking())
            button("lockAgain")->click();
        return waitForLook();
    }
    bool waitForLook() const
    {
        return QTest::qWaitFor([this] { return !dialog.isLooking(); }, limit);
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return child<QPushButton>(&dialog, name); }
    [[nodiscard]] QListWidget *holders() const { return child<QListWidget>(&dialog, "lockHolders"); }
    [[nodiscard]] QString text(const char *name) const { return child<QLabel>(&dialog, name)->text(); }

    bool isAllowed = true;
    QList<Core::Question> asked;
    LockDialog dialog;
};

} // namespace

/// Who keeps migrations waiting, and what can be done about it.
class TestLockDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsThatNobodyDoes_data() { TempDatabase::addDirectKinds(); }
    void tellsThatNobodyDoes();
    void clearsWhatAKilledProgramLeft();
    void clearsNoNewerLock();
    void endsTheHoldersConnection();
    void waitsUntilItIsFree();
    void saysWhyItCannotLook();
};

void TestLockDialog::tellsThatNobodyDoes()
{
    QFETCH(TempDatabase::Kind, kind);
    const SchemaBench bench(kind);
    Shown shown(bench.schemaPlace());
    QVERIFY(shown.look());
    QVERIFY2(shown.text("lockVerdict").contains(u"Nobody holds"_s), qPrintable(shown.text("lockVerdict")));
    for (const char *name : {"lockCancel", "lockTerminate", "lockClear"})
        QVERIFY2(!shown.button(name)->isEnabled(), name);
    QCOMPARE(shown.button("lockClear")->isVisible(), !bench.isPostgres());
    QCOMPARE(shown.button("lockTerminate")->isVisible(), bench.isPostgres());
}

void TestLockDialog::clearsWhatAKilledProgramLeft()
{
    const SchemaBench bench;
    bench.leaveEfLock();
    Shown shown(bench.schemaPlace());
    QVERIFY(shown.look());
    QVERIFY2(shown.text("lockVerdict").contains(u"2026-01-02 03:04:05"_s),
             qPrintable(shown.text("lockVerdict")));
    const auto count = [&] { return bench.place.execute(u"select 1 from \"__EFMigrationsLock\""_s).size(); };
    QSignalSpy released(&shown.dialog, &LockDialog::released);
    shown.isAllowed = false;
    shown.button("lockClear")->click();
    QCOMPARE(shown.asked.size(), 1);
    QVERIFY(shown.asked.first().irreversible && shown.asked.first().destructive);
    QVERIFY(shown.waitForLook());
    QCOMPARE(count(), 1);

    shown.isAllowed = true;
    shown.button("lockClear")->click();
    QTRY_COMPARE_WITH_TIMEOUT(released.size(), 1, limit);
    QCOMPARE(count(), 0);
    QVERIFY(shown.waitForLook());
    QVERIFY2(shown.text("lockMessage").contains(u"cleared"_s), qPrintable(shown.text("lockMessage")));
    QVERIFY(shown.text("lockVerdict").contains(u"Nobody holds"_s));
}

void TestLockDialog::clearsNoNewerLock()
{
    const SchemaBench bench;
    bench.leaveEfLock();
    Shown shown(bench.schemaPlace());
    QVERIFY(shown.look());
    // The old one went by itself, and somebody is at work now.
    bench.place.execute(u"update \"__EFMigrationsLock\" set \"Timestamp\" = '2026-01-02 09:00:00+00:00'"_s);
    shown.button("lockClear")->click();
    QTRY_VERIFY_WITH_TIMEOUT(shown.text("lockMessage").contains(u"left alone"_s), limit);
    QCOMPARE(bench.place.execute(u"select 1 from \"__EFMigrationsLock\""_s).size(), 1);
}

void TestLockDialog::endsTheHoldersConnection()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    LockingSession other(bench.place.spec, holdHistory);
    QVERIFY(other.holds());
    Shown shown(bench.schemaPlace());
    QVERIFY(shown.look());
    QCOMPARE(shown.holders()->count(), 1);
    QVERIFY2(shown.holders()->item(0)->text().contains(u"is migrating"_s),
             qPrintable(shown.holders()->item(0)->text()));
    QVERIFY2(shown.text("lockFacts").contains(u"__EFMigrationsHistory"_s),
             qPrintable(shown.text("lockFacts")));
    QVERIFY(shown.button("lockTerminate")->isEnabled());
    shown.button("lockTerminate")->click();
    QTRY_VERIFY_WITH_TIMEOUT(shown.text("lockMessage").contains(u"was asked to stop"_s), limit);
    QTRY_VERIFY_WITH_TIMEOUT(shown.look() && shown.holders()->count() == 0, limit);
    QVERIFY(shown.asked.first().text.contains(u"migrating"_s));
    other.release();
}

void TestLockDialog::waitsUntilItIsFree()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    LockingSession other(bench.place.spec, holdHistory);
    QVERIFY(other.holds());
    Shown shown(bench.schemaPlace());
    QVERIFY(shown.look());
    auto *waits = child<QCheckBox>(&shown.dialog, "lockWaits");
    waits->setChecked(true);
    QVERIFY(shown.waitForLook());
    QVERIFY(waits->isChecked());
    other.release();
    QTRY_VERIFY_WITH_TIMEOUT(!waits->isChecked(), limit);
    QVERIFY(shown.text("lockVerdict").contains(u"Nobody holds"_s));
}

void TestLockDialog::saysWhyItCannotLook()
{
    const SchemaBench bench(TempDatabase::Kind::PostgresDirect);
    SchemaPlace place = bench.schemaPlace();
    place.target.connection.hosts.first().port = 1;
    Shown shown(place);
    QVERIFY(shown.waitForLook());
    QVERIFY(!shown.text("lockVerdict").isEmpty());
    QVERIFY(!shown.text("lockVerdict").contains(u"Nobody"_s));
    QVERIFY(!shown.button("lockTerminate")->isEnabled());
    QVERIFY(shown.button("lockAgain")->isEnabled());
}

QTEST_MAIN(TestLockDialog)
#include "tst_lockdialog.moc"
