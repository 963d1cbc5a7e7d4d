// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/task.h"
#include "support/verify.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Core::Task;
using Core::TaskState;

class TestTask final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_state = std::make_shared<TaskState<int>>(); }
    void answersLaterInTheGuiThread_data();
    void answersLaterInTheGuiThread();
    void theFirstAnswerWins();
    void manyThreadsAnswerOnce();
    void aDeadContextIsNotCalled();
    void aContextThatDiesMeanwhileIsNotCalled();
    void cancelAsksTheCanceller();
    void lettingGoOfTheTaskKeepsTheAnswer();

private:
    std::shared_ptr<TaskState<int>> m_state;
};

void TestTask::answersLaterInTheGuiThread_data()
{
    QTest::addColumn<bool>("answerFirst");
    QTest::newRow("answer, then handler") << true;
    QTest::newRow("handler, then answer") << false;
}

void TestTask::answersLaterInTheGuiThread()
{
    QFETCH(bool, answerFirst);
    Task<int> task(m_state);
    QVERIFY(task.isRunning());
    int calls = 0;
    int value = 0;
    const QThread *thread = nullptr;
    const auto answer = [this] { std::thread([this] { m_state->answer(7); }).join(); };
    if (answerFirst)
        answer();
    task.then(this, [&](const Result<int> &result) {
        ++calls;
        value = result.value();
        thread = QThread::currentThread();
    });
    if (!answerFirst)
        answer();
    QVERIFY(!task.isRunning());
    QCOMPARE(calls, 0); // never from within then() or answer()
    QTRY_COMPARE(calls, 1);
    QCOMPARE(value, 7);
    QCOMPARE(thread, QThread::currentThread());
}

void TestTask::theFirstAnswerWins()
{
    Task<int> task(m_state);
    m_state->answer(1);
    m_state->answer(Error{ErrorKind::Closed, u"late"_s, {}, {}});
    QStringList answers;
    task.then(this, [&](const Result<int> &result) {
        answers.append(result ? QString::number(*result) : result.error().summary);
    });
    m_state->answer(3);
    QTRY_VERIFY(!answers.isEmpty());
    m_state->answer(4);
    QCoreApplication::processEvents();
    QCOMPARE(answers, QStringList{u"1"_s});
}

void TestTask::manyThreadsAnswerOnce()
{
    for (int round = 0; round < 200; ++round) {
        auto state = std::make_shared<TaskState<int>>();
        Task<int> task(state);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([state, i] { state->answer(i); });
        int calls = 0;
        task.then(this, [&](const Result<int> &) { ++calls; });
        for (std::thread &thread : threads)
            thread.join();
        QTRY_VERIFY(calls > 0);
        QCoreApplication::processEvents();
        QCOMPARE(calls, 1);
    }
}

void TestTask::aDeadContextIsNotCalled()
{
    Task<int> task(m_state);
    bool called = false;
    auto context = std::make_unique<QObject>();
    task.then(context.get(), [&](const Result<int> &) { called = true; });
    context.reset();
    m_state->answer(1);
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void TestTask::aContextThatDiesMeanwhileIsNotCalled()
{
    Task<int> task(m_state);
    bool called = false;
    auto context = std::make_unique<QObject>();
    task.then(context.get(), [&](const Result<int> &) { called = true; });
    m_state->answer(1); // on its way
    context.reset();
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void TestTask::cancelAsksTheCanceller()
{
    Task<int> task(m_state);
    int asked = 0;
    m_state->setCanceller([&] { ++asked; });
    task.cancel();
    QCOMPARE(asked, 1);
    QVERIFY(task.isRunning()); // the answer comes from the one who works
    m_state->answer(1);
    task.cancel();
    QCOMPARE(asked, 1);
    Task<int>().cancel(); // nothing to do
    QVERIFY(!Task<int>().isRunning());
}

void TestTask::lettingGoOfTheTaskKeepsTheAnswer()
{
    int value = 0;
    {
        Task<int> task(m_state);
        task.then(this, [&](const Result<int> &result) { value = *result; });
    }
    std::exchange(m_state, nullptr)->answer(5);
    QTRY_COMPARE(value, 5);
}

QTEST_GUILESS_MAIN(TestTask)
#include "tst_task.moc"
