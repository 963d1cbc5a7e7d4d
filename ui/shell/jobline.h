// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/jobpace.h"

#include <QElapsedTimer>
#include <QWidget>

class QProgressBar;
class QPushButton;

namespace Gui {

class ElidedLabel;
struct JobDescription;

/// One job: whose database, what, how far, how fast, how long still, and a way to stop it.
class JobLine final : public QWidget
{
    Q_OBJECT

public:
    explicit JobLine(const JobDescription &what, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(JobLine)

    void setProgress(const Core::JobProgress &progress);
    /// It was asked to stop and is on its way.
    void setStopping();

Q_SIGNALS:
    void cancelRequested();

private:
    QString m_title;
    QString m_phase;
    JobPace m_pace;
    QElapsedTimer m_clock;
    bool m_isStopping = false;

    ElidedLabel *m_text;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
};

} // namespace Gui
