// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/verify.h"

#include <QTest>

#include <thread>

class tst_Verify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheAnswerOfAnotherThread()
    {
        const auto state = std::make_shared<Core::TaskState<int>>();
        std::thread worker([state] { state->answer(42); });
        const Core::Result<int> result = Tests::waitFor(Core::Task<int>(state));
        worker.join();
        QVERIFY_OK(result);
        QCOMPARE(*result, 42);
    }

    void aTaskThatNeverAnswersFailsTheTest()
    {
        QEXPECT_FAIL("", "expected: this is what the helper is for", Continue);
        const auto result = Tests::waitFor(Core::Task<int>(std::make_shared<Core::TaskState<int>>()),
                                           std::chrono::milliseconds(20));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Core::ErrorKind::Timeout);
    }

    void anErrorFailsWithItsText()
    {
        QEXPECT_FAIL("", "expected: this is what the macro is for", Continue);
        QVERIFY_OK(Core::Result<void>(Core::Error{
            .kind = Core::ErrorKind::Io, .summary = QStringLiteral("disk full"), .detail = {}, .code = {}}));
    }
};

QTEST_GUILESS_MAIN(tst_Verify)
#include "tst_verify.moc"
