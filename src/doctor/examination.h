// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/connectiondoctor.h"

#include <QCoreApplication>
#include <QMap>

namespace Doctor {

/// The translation context of all that the doctor says.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Doctor)
};

/// One walk: keeps the time of each step, tells the observers, and hides the password in all that is told.
class Examination final
{
public:
    using Clock = std::chrono::steady_clock;

    Examination(const Db::ConnectionSpec &connection, std::function<void(Step)> started,
                std::function<void(const Finding &)> found, Waiting waiting, const std::atomic_bool &stop);
    Q_DISABLE_COPY_MOVE(Examination)

    [[nodiscard]] const Db::ConnectionSpec &connection() const { return m_connection; }
    [[nodiscard]] const std::atomic_bool &stopFlag() const { return m_stop; }
    [[nodiscard]] bool isStopped() const { return m_stop; }

    void begin(Step step);
    void wait(Step step, const QString &sentence) const;
    /// Ends a step that was begun. A duration that is set is kept; otherwise it is the time since begin().
    void end(Finding finding);
    /// Every step that was not found yet is Skipped, for this reason.
    void skipRest(const QString &reason);

    /// Sleeps, unless stopped. False: stopped.
    [[nodiscard]] bool pause(std::chrono::milliseconds time) const;

    [[nodiscard]] const QList<Finding> &findings() const { return m_findings; }

private:
    [[nodiscard]] QString clean(const QString &text) const;

    const Db::ConnectionSpec &m_connection;
    std::function<void(Step)> m_started;
    std::function<void(const Finding &)> m_found;
    Waiting m_waiting;
    const std::atomic_bool &m_stop;
    QMap<Step, Clock::time_point> m_begun;
    QList<Finding> m_findings;
};

} // namespace Doctor
