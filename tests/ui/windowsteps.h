// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "windowbench.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace Tests {

/// How long a step of the window may take, on a machine that may be busy; ms.
inline constexpr int stepLimit = 60'000;

inline bool waitForNotice(const Gui::MainWindow *window, const QString &part)
{
    return QTest::qWaitFor([&] { return noticeText(window).contains(part); }, stepLimit);
}

/// Waits for the dialog, types into it, and presses the button.
inline bool answer(const char *dialog, const char *button, const char *input = nullptr,
                   const QString &text = {})
{
    if (!QTest::qWaitFor([&] { return shownDialog(dialog) != nullptr; }, stepLimit))
        return false;
    if (input)
        child<QLineEdit>(shownDialog(dialog), input)->setText(text);
    auto *choice = child<QPushButton>(shownDialog(dialog), button);
    if (!choice || !QTest::qWaitFor([&] { return choice->isEnabled() && choice->isVisible(); }, stepLimit))
        return false;
    choice->click();
    return QTest::qWaitFor([&] { return !shownDialog(dialog); }, stepLimit);
}

} // namespace Tests
