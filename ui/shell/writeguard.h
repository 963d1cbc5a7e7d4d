// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/accessgate.h"
#include "profiles/profile.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace Gui {

/// Keeps the gate of one opened profile. A guarded database opens locked; unlocking needs a reason, lasts for
/// a while and ends by itself, though never in the middle of a save.
class WriteGuard final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Open,     ///< no guard is needed
        Locked,   ///< may be unlocked for a while
        Unlocked, ///< until left() is zero
        ReadOnly, ///< the profile or the server allows no changes at all
    };
    static constexpr std::chrono::minutes usualTime{15};

    explicit WriteGuard(const Profiles::Profile &profile, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(WriteGuard)

    [[nodiscard]] const std::shared_ptr<Db::AccessGate> &gate() const { return m_gate; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool allowsWriting() const { return m_gate->allowsWriting(); }
    /// Until it locks again; zero unless Unlocked.
    [[nodiscard]] std::chrono::seconds left() const;
    /// What unlock() was given last.
    [[nodiscard]] const QString &reason() const { return m_reason; }

    /// The server itself refuses changes: a standby, a read-only role, a write-protected file.
    void setServerReadOnly();
    void unlock(const QString &reason, std::chrono::milliseconds time = usualTime);
    void lock();
    /// While `isSaving` answers true, the lock waits.
    void waitFor(std::function<bool()> isSaving) { m_isSaving = std::move(isSaving); }

Q_SIGNALS:
    void stateChanged();
    /// Once a second while unlocked.
    void leftChanged();

private:
    void setState(State state);
    void tick();

    std::shared_ptr<Db::AccessGate> m_gate;
    State m_state;
    QString m_reason;
    QDeadlineTimer m_end; ///< stands still while the computer sleeps
    QDateTime m_clockEnd; ///< does not; whichever comes first counts
    QTimer m_timer;
    std::function<bool()> m_isSaving;
};

} // namespace Gui
