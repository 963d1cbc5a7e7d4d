// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/schedule.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace Gui {

class ToneLabel;

/// The system's timer of a schedule: whether it is there, what its files say, and a button that writes or
/// removes them. Installing it stores the schedule first: the timer runs what is stored.
class TimerFields final : public QWidget
{
    Q_OBJECT

public:
    /// `profileId`, `profileName`: whose schedule.
    TimerFields(const QString &profileId, const QString &profileName, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(TimerFields)

    /// What the files are made from.
    void setSchedule(const Backup::Schedule &schedule);
    [[nodiscard]] bool isInstalled() const { return m_isInstalled; }

Q_SIGNALS:
    void stored(const Backup::Schedule &schedule);

private:
    void ask();
    void change();
    void updateState();

    QString m_profileId;
    QString m_profileName;
    Backup::Schedule m_schedule;
    Backup::Timer m_timer;
    bool m_isInstalled = false;
    bool m_isBusy = true;

    ToneLabel *m_status;
    QPushButton *m_change;
    QToolButton *m_show;
    QPlainTextEdit *m_files;
};

} // namespace Gui
