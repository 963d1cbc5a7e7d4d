// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/jobpace.h"

#include <QTest>

using namespace Gui;
using Core::JobProgress;
using namespace Qt::StringLiterals;

/// How fast, how long still, and in which words.
class TestJobPace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingBeforeItKnows();
    void countsTheLastSeconds();
    void aStandstillHasNoEnd();
    void beginsAgain();
    void anEstimateThatWasTooLowPromisesNothing();
    void wordsOf_data();
    void wordsOf();
};

void TestJobPace::saysNothingBeforeItKnows()
{
    JobPace pace;
    QVERIFY(!pace.perSecond());
    pace.add(0, 0);
    QVERIFY(!pace.perSecond());
    pace.add(JobPace::shortest - 1, 500);
    QVERIFY(!pace.perSecond());
    QVERIFY(!pace.secondsLeft(1000));
    pace.add(1000, 500);
    QCOMPARE(pace.perSecond().value_or(0), 500.0);
    QCOMPARE(pace.secondsLeft(1500).value_or(0), 2);
    QVERIFY2(!pace.secondsLeft(0), "of an unknown total nobody knows the end");
}

void TestJobPace::countsTheLastSeconds()
{
    JobPace pace;
    qint64 done = 0;
    for (qint64 time = 0; time <= 60'000; time += 100)
        pace.add(time, done += 100); // 1,000 a second
    for (qint64 time = 60'100; time <= 60'000 + JobPace::window + 200; time += 100)
        pace.add(time, done += 10); // 100 a second from here
    QVERIFY2(qAbs(pace.perSecond().value_or(0) - 100) < 5,
             qPrintable(QString::number(pace.perSecond().value_or(0))));
}

void TestJobPace::aStandstillHasNoEnd()
{
    JobPace pace;
    pace.add(0, 700);
    pace.add(5000, 700);
    QVERIFY(!pace.perSecond());
    QVERIFY(!pace.secondsLeft(1000));
}

void TestJobPace::beginsAgain()
{
    JobPace pace;
    pace.add(0, 0);
    pace.add(2000, 1000);
    pace.add(2100, 5); // a restarted copy counts from the beginning
    QVERIFY(!pace.perSecond());
    pace.restart();
    QVERIFY(!pace.perSecond());
}

void TestJobPace::anEstimateThatWasTooLowPromisesNothing()
{
    JobPace pace;
    pace.add(0, 0);
    pace.add(1000, 1200);
    QVERIFY(!pace.secondsLeft(1000));
    QCOMPARE(percentText({u"Copying"_s, 1200, 1000, JobProgress::Unit::Rows}), u"100 %"_s);
}

void TestJobPace::wordsOf_data()
{
    QTest::addColumn<JobProgress>("progress");
    QTest::addColumn<qint64>("before"); // done two seconds ago
    QTest::addColumn<QStringList>("words");
    using Unit = JobProgress::Unit;
    QTest::newRow("rows") << JobProgress{u"Copying"_s, 400'000, 1'000'000, Unit::Rows} << qint64(240'000)
                          << QStringList{u"Copying"_s, u"400,000 of 1,000,000 rows"_s, u"80,000 rows/s"_s,
                                         u"8 s left"_s};
    QTest::newRow("bytes") << JobProgress{u"Packing"_s, 412'000'000, 1'200'000'000, Unit::Bytes}
                           << qint64(402'000'000)
                           << QStringList{u"Packing"_s, u"412.0 MB of 1.2 GB"_s, u"5.0 MB/s"_s,
                                          u"3 min left"_s};
    QTest::newRow("pages") << JobProgress{u"Copying"_s, 50, 100'000, Unit::Pages} << qint64(30)
                           << QStringList{u"Copying"_s, u"50 of 100,000 pages"_s, u"10 pages/s"_s,
                                          u"2 h 47 min left"_s};
    QTest::newRow("no total") << JobProgress{u"Dumping"_s, 3'000'000, 0, Unit::Bytes} << qint64(1'000'000)
                              << QStringList{u"Dumping"_s, u"3.0 MB"_s, u"1.0 MB/s"_s};
    QTest::newRow("only a phase") << JobProgress{u"Waiting"_s, 0, 0, Unit::None} << qint64(0)
                                  << QStringList{u"Waiting"_s};
    QTest::newRow("more than an int")
        << JobProgress{u"Copying"_s, 3'000'000'000, 6'000'000'000, Unit::Bytes} << qint64(1'000'000'000)
        << QStringList{u"Copying"_s, u"3.0 GB of 6.0 GB"_s, u"1.0 GB/s"_s, u"3 s left"_s};
}

void TestJobPace::wordsOf()
{
    QFETCH(JobProgress, progress);
    QFETCH(qint64, before);
    QFETCH(QStringList, words);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    JobPace pace;
    pace.add(1000, before);
    pace.add(3000, progress.done);
    QCOMPARE(progressTexts(progress, pace), words);
}

QTEST_MAIN(TestJobPace)
#include "tst_jobpace.moc"
