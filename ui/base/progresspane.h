// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/jobpace.h"

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace Gui {

/// What a dialog shows while it waits for its own work: the phase, a bar, how far, how long still.
class ProgressPane final : public QWidget
{
    Q_OBJECT

public:
    /// `name`: accessible name of the bar.
    explicit ProgressPane(const QString &name, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProgressPane)

    /// Before the first news of the work.
    void begin(const QString &phase);
    void setProgress(const Core::JobProgress &progress);

private:
    JobPace m_pace;
    QElapsedTimer m_clock;
    QLabel *m_phase;
    QProgressBar *m_bar;
    QLabel *m_facts;
};

} // namespace Gui
