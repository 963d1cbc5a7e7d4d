// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/elidedlabel.h"
#include "ui/base/environmentbadge.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/jobline.h"
#include "ui/shell/jobspanel.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using namespace Qt::StringLiterals;
using Core::JobContext;
using Core::JobProgress;
using Core::Result;
using Kind = Profiles::Environment::Kind;

namespace {

/// Work that goes on until it is let go or stopped.
struct Work
{
    std::shared_ptr<QSemaphore> go = std::make_shared<QSemaphore>();

    Result<int> operator()(JobContext &context) const
    {
        context.enter(u"Copying the customers"_s, JobProgress::Unit::Rows, 1000);
        while (!go->tryAcquire(1, 10)) {
            if (const Result<void> on = context.proceed(); !on)
                return on.error();
        }
        return 42;
    }
};

JobDescription description(const QString &title, Kind kind)
{
    JobDescription what;
    what.title = title;
    what.environment.kind = kind;
    return what;
}

} // namespace

/// Jobs in their threads, and the lines that show them.
class TestJobsPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsAJobWhileItRuns();
    void severalJobsHaveALineEach();
    void cancelStopsOneOnly();
    void progressIsShown();
    void aJobOutlivesWhoWantedIt();
    void everythingCanBeStopped();

private:
    QList<JobLine *> lines() const { return m_panel->findChildren<JobLine *>(u"jobLine"_s); }
    int shownLines() const
    {
        int count = 0;
        for (const JobLine *line : lines())
            count += line->isVisible() ? 1 : 0;
        return count;
    }
    void run(const Work &work, const QString &title, Kind kind = Kind::Local)
    {
        m_desk->run<int>(description(title, kind), work, this,
                         [this](const Result<int> &result) { m_results.append(result); });
    }

    std::unique_ptr<JobDesk> m_desk;
    std::unique_ptr<JobsPanel> m_panel;
    QList<Result<int>> m_results;
};

void TestJobsPanel::init()
{
    m_results.clear();
    m_desk = std::make_unique<JobDesk>();
    m_panel = std::make_unique<JobsPanel>(*m_desk);
    m_panel->resize(1200, 40);
}

void TestJobsPanel::cleanup()
{
    m_panel.reset();
    m_desk.reset();
}

void TestJobsPanel::showsAJobWhileItRuns()
{
    QVERIFY(m_panel->isHidden());
    const Work work;
    QSignalSpy finished(m_desk.get(), &JobDesk::finished);
    QSignalSpy allFinished(m_desk.get(), &JobDesk::allFinished);
    run(work, u"Backing up “Shop”"_s, Kind::Production);
    QVERIFY(m_panel->isVisible());
    QTRY_COMPARE(shownLines(), 1);
    QCOMPARE(m_desk->titles(), QStringList{u"Backing up “Shop”"_s});
    const JobLine *line = lines().first();
    QCOMPARE(line->findChild<QLabel *>(u"jobTitle"_s)->text(), u"Backing up “Shop”"_s);
    QCOMPARE(line->findChild<EnvironmentBadge *>()->environment().kind, Kind::Production);
    QTRY_VERIFY(line->findChild<ElidedLabel *>(u"jobText"_s)->text().contains(u"Copying the customers"_s));
    QVERIFY(m_results.isEmpty());
    work.go->release();
    QTRY_COMPARE(m_results.size(), 1);
    QCOMPARE(m_results.first().value(), 42);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(allFinished.size(), 1);
    QCOMPARE(m_desk->count(), 0);
    QTRY_VERIFY(m_panel->isHidden());
}

void TestJobsPanel::severalJobsHaveALineEach()
{
    const Work first;
    const Work second;
    run(first, u"One"_s);
    run(second, u"Two"_s);
    QTRY_COMPARE(shownLines(), 2); // the second comes with the next turn of the event loop
    QSignalSpy allFinished(m_desk.get(), &JobDesk::allFinished);
    first.go->release();
    QTRY_COMPARE(shownLines(), 1);
    QCOMPARE(m_desk->titles(), QStringList{u"Two"_s});
    QCOMPARE(allFinished.size(), 0);
    QVERIFY(m_panel->isVisible());
    second.go->release();
    QTRY_COMPARE(m_desk->count(), 0);
    QCOMPARE(allFinished.size(), 1);
    QVERIFY(m_panel->isHidden());
}

void TestJobsPanel::cancelStopsOneOnly()
{
    const Work first;
    const Work second;
    run(first, u"One"_s);
    run(second, u"Two"_s);
    JobLine *line = lines().first();
    auto *cancel = line->findChild<QPushButton *>(u"jobCancel"_s);
    cancel->click();
    QVERIFY(!cancel->isEnabled());
    QCOMPARE(line->findChild<ElidedLabel *>(u"jobText"_s)->text(), u"Stopping…"_s);
    QTRY_COMPARE(m_results.size(), 1);
    QCOMPARE(m_results.first().error().kind, Core::ErrorKind::Cancelled);
    QCOMPARE(m_desk->titles(), QStringList{u"Two"_s});
    second.go->release();
    QTRY_COMPARE(m_results.size(), 2);
    QVERIFY(m_results.last().has_value());
}

void TestJobsPanel::progressIsShown()
{
    JobLine line(description(u"Backing up"_s, Kind::Staging));
    line.resize(1000, 30);
    line.setProgress({u"Reading"_s, 0, 0, JobProgress::Unit::None});
    const auto *bar = line.findChild<QProgressBar *>(u"jobProgress"_s);
    const auto *text = line.findChild<ElidedLabel *>(u"jobText"_s);
    QCOMPARE(bar->maximum(), 0); // to and fro
    line.setProgress({u"Copying"_s, 610'000'000'000, 1'000'000'000'000, JobProgress::Unit::Bytes});
    QCOMPARE(bar->value() * 100 / bar->maximum(), 61);
    QVERIFY2(text->text().startsWith(u"61 % · Copying · "_s), qPrintable(text->text()));
    line.setStopping();
    line.setProgress({u"Copying"_s, 700'000'000'000, 1'000'000'000'000, JobProgress::Unit::Bytes});
    QCOMPARE(text->text(), u"Stopping…"_s);
}

void TestJobsPanel::aJobOutlivesWhoWantedIt()
{
    const Work work;
    auto *dialog = new QObject;
    bool told = false;
    m_desk->run<int>(description(u"One"_s, Kind::Local), work, dialog,
                     [&told](const Result<int> &) { told = true; });
    delete dialog;
    QCOMPARE(m_desk->count(), 1);
    work.go->release();
    QTRY_COMPARE(m_desk->count(), 0);
    QVERIFY(!told);
}

void TestJobsPanel::everythingCanBeStopped()
{
    run(Work(), u"One"_s);
    run(Work(), u"Two"_s);
    QSignalSpy allFinished(m_desk.get(), &JobDesk::allFinished);
    m_desk->cancelAll();
    QTRY_COMPARE(allFinished.size(), 1);
    QCOMPARE(m_results.size(), 2);
    for (const Result<int> &result : m_results)
        QVERIFY(!result);
}

QTEST_MAIN(TestJobsPanel)
#include "tst_jobspanel.moc"
