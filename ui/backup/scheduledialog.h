// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/schedule.h"
#include "profiles/profile.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QTimeEdit;

namespace Gui {

class RetentionFields;
class TimerFields;
class ToneLabel;

/// When backups of a profile are made by themselves, and how many stay. Reads and writes the schedule and the
/// system's timer elsewhere. Use it by open().
class ScheduleDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ScheduleDialog(const Profiles::Profile &profile, QWidget *parent);
    Q_DISABLE_COPY_MOVE(ScheduleDialog)

    /// The stored one was read, or there is none.
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    [[nodiscard]] Backup::Schedule schedule() const;

Q_SIGNALS:
    /// It is on disk.
    void saved(const QString &text);

private:
    void arrange();
    [[nodiscard]] QWidget *createPresets();
    [[nodiscard]] QWidget *createContent();
    void connectParts();
    void load();
    void setSchedule(const Backup::Schedule &schedule);
    void applyPreset(Backup::Preset preset);
    void chooseFolder();
    void updateState();
    void save();

    Profiles::Profile m_profile;
    Backup::Schedule m_stored; ///< with what the fields do not show
    bool m_isLoaded = false;

    QComboBox *m_every = nullptr;
    QComboBox *m_weekday = nullptr;
    QTimeEdit *m_at = nullptr;
    QCheckBox *m_alsoWeekly = nullptr;
    QComboBox *m_kind = nullptr;
    QCheckBox *m_compress = nullptr;
    QLineEdit *m_folder = nullptr;
    RetentionFields *m_keep = nullptr;
    ToneLabel *m_keepAll = nullptr;
    ToneLabel *m_next = nullptr;
    ToneLabel *m_last = nullptr;
    ToneLabel *m_password = nullptr;
    TimerFields *m_timer = nullptr;
    ToneLabel *m_problem = nullptr;
    QPushButton *m_save = nullptr;
};

} // namespace Gui
