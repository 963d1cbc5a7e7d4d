// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/writeguard.h"

namespace Gui {

using std::chrono::milliseconds;

namespace {

WriteGuard::State initialState(const Profiles::Profile &profile)
{
    if (profile.isReadOnly)
        return WriteGuard::State::ReadOnly;
    return profile.environment.needsGuard() ? WriteGuard::State::Locked : WriteGuard::State::Open;
}

} // namespace

WriteGuard::WriteGuard(const Profiles::Profile &profile, QObject *parent)
    : QObject(parent)
    , m_gate(std::make_shared<Db::AccessGate>(initialState(profile) == State::Open))
    , m_state(initialState(profile))
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &WriteGuard::tick);
}

std::chrono::seconds WriteGuard::left() const
{
    if (m_state != State::Unlocked)
        return std::chrono::seconds(0);
    const qint64 byClock = QDateTime::currentDateTimeUtc().msecsTo(m_clockEnd);
    const qint64 left = std::min<qint64>(m_end.remainingTime(), byClock);
    return std::chrono::seconds((std::max<qint64>(left, 0) + 999) / 1000);
}

void WriteGuard::setState(State state)
{
    m_gate->setAllowsWriting(state == State::Open || state == State::Unlocked);
    if (state == State::Unlocked)
        m_timer.start();
    else
        m_timer.stop();
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

void WriteGuard::setServerReadOnly()
{
    setState(State::ReadOnly);
}

void WriteGuard::unlock(const QString &reason, milliseconds time)
{
    if (m_state != State::Locked && m_state != State::Unlocked)
        return;
    m_reason = reason;
    m_end = QDeadlineTimer(time);
    m_clockEnd = QDateTime::currentDateTimeUtc().addMSecs(time.count());
    setState(State::Unlocked);
    Q_EMIT leftChanged();
}

void WriteGuard::lock()
{
    if (m_state != State::Unlocked)
        return;
    if (m_isSaving && m_isSaving()) {
        m_end = QDeadlineTimer(0); // for the next tick: the time is over for everything but this save
        return;
    }
    setState(State::Locked);
}

void WriteGuard::tick()
{
    Q_EMIT leftChanged();
    if (left().count() == 0)
        lock();
}

} // namespace Gui
