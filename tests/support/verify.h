// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"

#include <QTest>

#include <chrono>
#include <memory>
#include <optional>

/// Ends the test function unless the Core::Result holds a value, showing its Error.
#define QVERIFY_OK(expression)                                                                               \
    do {                                                                                                     \
        const auto &gscResult = (expression);                                                                \
        QVERIFY2(gscResult.has_value(),                                                                      \
                 qPrintable(gscResult.has_value() ? QString() : Core::toText(gscResult.error())));           \
    } while (false)

namespace Tests {

/// Lets the event loop run until the task has answered, and gives the answer. A task that does not answer
/// within `limit` fails the test; the result is then an Error of kind Timeout. Takes the task's only handler.
template <typename T>
[[nodiscard]] Core::Result<T> waitFor(Core::Task<T> &task,
                                      std::chrono::milliseconds limit = std::chrono::seconds(30))
{
    const auto answer = std::make_shared<std::optional<Core::Result<T>>>();
    QObject context;
    task.then(&context, [answer](Core::Result<T> result) { answer->emplace(std::move(result)); });
    if (!QTest::qWaitFor([&] { return answer->has_value(); }, static_cast<int>(limit.count()))) {
        QTest::qFail("the task did not answer in time", __FILE__, __LINE__);
        return Core::Error{.kind = Core::ErrorKind::Timeout,
                           .summary = QStringLiteral("the task did not answer in time"),
                           .detail = {},
                           .code = {}};
    }
    return std::move(**answer);
}

template <typename T>
[[nodiscard]] Core::Result<T> waitFor(Core::Task<T> &&task,
                                      std::chrono::milliseconds limit = std::chrono::seconds(30))
{
    return waitFor(task, limit);
}

} // namespace Tests
