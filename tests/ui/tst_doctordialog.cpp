// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "ui/connect/doctordialog.h"
#include "ui/connect/doctorrow.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QThreadPool>
#include <QToolButton>

using namespace Gui;
using Doctor::Finding;
using Doctor::Step;
using Doctor::Verdict;
using namespace Qt::StringLiterals;

namespace {

/// An examination that goes on only when the test lets it.
struct Script
{
    QSemaphore gate;          ///< one for each step
    std::atomic_int runs = 0; ///< walks that began
    std::atomic_int ends = 0; ///< walks that came to an end
    std::atomic_bool wasStopped = false;
    std::atomic_bool ranElsewhere = false;
    bool wakes = false;
    Verdict login = Verdict::Passed;

    QList<Finding> walk(const Db::ConnectionSpec &connection, const std::function<void(Step)> &started,
                        const std::function<void(const Finding &)> &found, const std::atomic_bool &stop,
                        const Doctor::Waiting &waiting)
    {
        ++runs;
        ranElsewhere = QThread::currentThread() != QCoreApplication::instance()->thread();
        QList<Finding> findings;
        const QList<Step> steps = Doctor::stepsOf(connection.engine);
        bool failed = false;
        for (const Step step : steps) {
            if (!failed && !stop) {
                started(step);
                if (wakes && step == Step::Authentication)
                    waiting(step, u"Waking the database…"_s);
                while (!stop && !gate.tryAcquire(1, 10)) {
                }
            }
            Finding finding = {step, Verdict::Passed, u"Fine."_s, {}, {}, std::chrono::milliseconds(12)};
            if (failed || stop)
                finding = {step, Verdict::Skipped, u"Not tried."_s, {}, {}, {}};
            else if (step == Step::Authentication && login == Verdict::Failed)
                finding = {
                    step, login, u"Refused."_s, u"Check the password."_s, u"FATAL: the server's words"_s, {}};
            failed = failed || finding.verdict == Verdict::Failed;
            found(finding);
            findings.append(finding);
        }
        wasStopped = stop.load();
        ++ends;
        return findings;
    }
};

} // namespace

class TestDoctorDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void rowsFillAsStepsAreDone();
    void aFailureIsToldWithItsFix();
    void detailsAreBehindAClick();
    void wakingIsCalm();
    void escapeStopsAndCloses();
    void deletingStops();
    void runsAgain();
    void copiesTheReportWithoutThePassword();
    void filesHaveTheirOwnSteps();
    void everythingIsNamedForTheKeyboardAndScreenReaders();

private:
    void open(const QString &connectionString = u"postgresql://me:canary-42@h.example/d"_s)
    {
        auto script = m_script;
        m_dialog = std::make_unique<DoctorDialog>(
            Db::ConnectionString::parse(connectionString).value(),
            [script](const auto &...arguments) { return script->walk(arguments...); }, nullptr);
        m_dialog->open();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    [[nodiscard]] QString headline() const
    {
        return m_dialog->findChild<QLabel *>(u"doctorHeadline"_s)->text();
    }
    [[nodiscard]] QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    [[nodiscard]] QList<DoctorRow *> rows() const { return m_dialog->findChildren<DoctorRow *>(); }
    [[nodiscard]] static QString shown(const DoctorRow *row, const char *name)
    {
        const auto *label = row->findChild<QLabel *>(QString::fromLatin1(name));
        return label->isHidden() ? QString() : label->text();
    }

    std::shared_ptr<Script> m_script;
    std::unique_ptr<DoctorDialog> m_dialog;
};

void TestDoctorDialog::init()
{
    m_script = std::make_shared<Script>();
}

void TestDoctorDialog::cleanup()
{
    m_dialog.reset();
    QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
}

void TestDoctorDialog::rowsFillAsStepsAreDone()
{
    open();
    QCOMPARE(rows().size(), 12);
    QTRY_COMPARE(shown(rows().at(0), "doctorSummary"), u"Checking…"_s);
    QVERIFY(m_script->ranElsewhere);
    QCOMPARE(shown(rows().at(1), "doctorSummary"), QString());
    QCOMPARE(button("doctorClose")->text(), u"Cancel"_s);
    QVERIFY(!button("doctorAgain")->isEnabled());
    QVERIFY(!button("doctorCopy")->isEnabled());
    m_script->gate.release(1);
    QTRY_COMPARE(shown(rows().at(0), "doctorSummary"), u"Fine."_s);
    QCOMPARE(shown(rows().at(0), "doctorTime"), u"12 ms"_s);
    QTRY_COMPARE(shown(rows().at(1), "doctorSummary"), u"Checking…"_s);
    QCOMPARE(m_dialog->findChild<QProgressBar *>()->value(), 1);
    m_script->gate.release(11);
    QTRY_VERIFY(!m_dialog->isRunning());
    QCOMPARE(headline(), u"The connection works."_s);
    QVERIFY(button("doctorAgain")->isEnabled());
    QVERIFY(button("doctorClose")->text().contains(u"Close"));
}

void TestDoctorDialog::aFailureIsToldWithItsFix()
{
    m_script->login = Verdict::Failed;
    m_script->gate.release(12);
    open();
    QTRY_VERIFY(!m_dialog->isRunning());
    QCOMPARE(headline(), u"There is no connection."_s);
    const DoctorRow *login = rows().at(int(Step::Authentication));
    QCOMPARE(shown(login, "doctorSummary"), u"Refused."_s);
    QCOMPARE(shown(login, "doctorFix"), u"Check the password."_s);
    QVERIFY2(login->accessibleName().contains(u"failed") &&
                 login->accessibleName().contains(u"Check the password."),
             qPrintable(login->accessibleName()));
    const DoctorRow *last = rows().constLast();
    QCOMPARE(shown(last, "doctorSummary"), u"Not tried."_s);
    QCOMPARE(shown(last, "doctorTime"), QString());
}

void TestDoctorDialog::detailsAreBehindAClick()
{
    m_script->login = Verdict::Failed;
    m_script->gate.release(12);
    open();
    QTRY_VERIFY(!m_dialog->isRunning());
    const DoctorRow *login = rows().at(int(Step::Authentication));
    auto *more = login->findChild<QToolButton *>();
    QCOMPARE(shown(login, "doctorDetail"), QString());
    more->setFocus();
    QTest::keyClick(more, Qt::Key_Space);
    QCOMPARE(shown(login, "doctorDetail"), u"FATAL: the server's words"_s);
    QTest::keyClick(more, Qt::Key_Space);
    QCOMPARE(shown(login, "doctorDetail"), QString());
    QVERIFY(rows().at(0)->findChild<QToolButton *>()->isHidden());
}

void TestDoctorDialog::wakingIsCalm()
{
    m_script->wakes = true;
    open();
    m_script->gate.release(4);
    QTRY_COMPARE(headline(), u"Waking the database…"_s);
    QCOMPARE(shown(rows().at(int(Step::Authentication)), "doctorSummary"), u"Waking the database…"_s);
    m_script->gate.release(8);
    QTRY_COMPARE(headline(), u"The connection works."_s);
}

void TestDoctorDialog::escapeStopsAndCloses()
{
    open();
    QTRY_COMPARE(m_script->runs, 1);
    QSignalSpy finished(m_dialog.get(), &QDialog::finished);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(finished.size(), 1);
    QVERIFY(!m_dialog->isVisible());
    QTRY_VERIFY(m_script->wasStopped);
}

void TestDoctorDialog::deletingStops()
{
    open();
    QTRY_COMPARE(m_script->runs, 1);
    m_dialog.reset();
    QTRY_VERIFY(m_script->wasStopped);
    QTRY_COMPARE(m_script->ends, 1);
    QCoreApplication::sendPostedEvents(); // what was told too late finds nobody
}

void TestDoctorDialog::runsAgain()
{
    m_script->login = Verdict::Failed;
    m_script->gate.release(5);
    open();
    QTRY_VERIFY(!m_dialog->isRunning());
    m_script->login = Verdict::Passed;
    QTest::mouseClick(button("doctorAgain"), Qt::LeftButton);
    QVERIFY(m_dialog->isRunning());
    QCOMPARE(shown(rows().at(int(Step::Authentication)), "doctorSummary"), QString());
    m_script->gate.release(12);
    QTRY_COMPARE(headline(), u"The connection works."_s);
    QCOMPARE(m_script->runs, 2);
}

void TestDoctorDialog::copiesTheReportWithoutThePassword()
{
    m_script->login = Verdict::Failed;
    m_script->gate.release(12);
    open();
    QTRY_VERIFY(!m_dialog->isRunning());
    QTest::mouseClick(button("doctorCopy"), Qt::LeftButton);
    const QString text = QApplication::clipboard()->text();
    QVERIFY2(text.startsWith(u"postgresql://me@h.example/d\n"), qPrintable(text));
    QVERIFY(text.contains(u"Check the password.") && text.contains(u"FATAL: the server's words"));
    QVERIFY(!text.contains(u"canary"));
    const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
    for (const QLabel *label : labels)
        QVERIFY2(!label->text().contains(u"canary"), qPrintable(label->text()));
}

void TestDoctorDialog::filesHaveTheirOwnSteps()
{
    m_script->gate.release(12);
    open(u"Data Source=/tmp/gsctracking.db"_s);
    QCOMPARE(rows().size(), 8);
    QTRY_VERIFY(!m_dialog->isRunning());
}

void TestDoctorDialog::everythingIsNamedForTheKeyboardAndScreenReaders()
{
    m_script->gate.release(12);
    open();
    QTRY_VERIFY(!m_dialog->isRunning());
    QStringList mnemonics;
    const QList<QAbstractButton *> buttons = m_dialog->findChildren<QAbstractButton *>();
    for (const QAbstractButton *control : buttons) {
        if (control->objectName().startsWith(u"qt_"))
            continue;
        QVERIFY(!control->objectName().isEmpty());
        QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
        if (const qsizetype at = control->text().indexOf(u'&'); at >= 0)
            mnemonics.append(control->text().mid(at + 1, 1).toLower());
    }
    QCOMPARE(mnemonics.size(), 3);
    QCOMPARE(mnemonics.removeDuplicates(), 0);
    for (const DoctorRow *row : rows())
        QVERIFY(row->accessibleName().contains(u"passed"));
}

QTEST_MAIN(TestDoctorDialog)
#include "tst_doctordialog.moc"
