// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QDialog>

#include <chrono>

class QLineEdit;
class QPushButton;

namespace Gui {

/// Asks why a locked database is to be changed, and says what unlocking does. Use it by open() and
/// accepted().
class UnlockDialog final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int shortestReason = 3; ///< characters

    UnlockDialog(const Profiles::Profile &profile, std::chrono::minutes duration, QWidget *parent);
    Q_DISABLE_COPY_MOVE(UnlockDialog)

    /// Meaningful once accepted; one line.
    [[nodiscard]] QString reason() const;

private:
    QLineEdit *m_reason;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
