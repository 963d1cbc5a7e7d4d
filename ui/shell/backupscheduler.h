// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/schedule.h"
#include "profiles/profile.h"

#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>

namespace Gui {

class ProfileBook;
class ProfileSecrets;

/// Looks once a minute whether a scheduled backup is due, one for all windows. It reads a file and sends
/// nothing to any database; a backup that is due is the only thing that does so while nobody asks for
/// anything. Never asks for a password: a profile whose password is not at hand is told about once, and
/// waits.
class BackupScheduler final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::minutes interval{1};
    static constexpr std::chrono::minutes pause{15}; ///< after a failure
    static constexpr std::chrono::minutes late{10};  ///< from then on a run was missed

    /// Both must outlive it.
    BackupScheduler(ProfileBook &book, ProfileSecrets &secrets, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(BackupScheduler)

    /// Looks now, and from now on every minute.
    void start();
    void check();

public Q_SLOTS:
    /// The backup of due() has ended.
    void ended(const QString &profileId, bool isGood);

Q_SIGNALS:
    /// To be made now; the profile has its password. ended() is to follow.
    void due(const Profiles::Profile &profile, const Backup::Schedule &schedule);
    /// The schedules were read; due() may still wait for a password.
    void checked();
    /// Something to tell the user, once.
    void noticed(const QString &text);

private:
    struct Due
    {
        Backup::Schedule schedule;
        QDateTime planned; ///< invalid: the first one
    };
    [[nodiscard]] static Core::Result<QList<Due>> read(const QDateTime &now);
    void begin(const Due &due, const QDateTime &now);

    ProfileBook &m_book;
    ProfileSecrets &m_secrets;
    QTimer m_timer;
    bool m_isChecking = false;
    QSet<QString> m_running;
    QMap<QString, QDateTime> m_failed; ///< when
    QSet<QString> m_told;              ///< whose password is missing
    bool m_toldUnreadable = false;
};

} // namespace Gui
