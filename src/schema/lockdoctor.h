// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/databasestate.h"

namespace Schema {

/// PostgreSQL: another session that holds locks on the application's tables or their history. A migration
/// waits for it.
struct LockHolder
{
    qint64 processId = 0;
    QString startedAt; ///< of its process: tells it from a later one of the same number
    QString user;
    QString program; ///< application_name
    QString client;  ///< address; empty: this computer's socket
    QString state;   ///< "active", "idle in transaction"
    QString since;   ///< UTC, begin of its transaction
    qint64 seconds = 0;
    QStringList tables;       ///< on which it holds locks
    QString query;            ///< the last one; empty: not shown to this role
    bool isMigrating = false; ///< it holds the history whole, as Entity Framework and this program do
    bool isOurs = false;      ///< of this program
    bool mayStop = false;     ///< this role may ask it to stop
    QString sentence;         ///< for people, translated
};

/// Who or what keeps migrations waiting.
struct LockReport
{
    QList<LockHolder> holders;     ///< the longest first
    std::optional<QString> efLock; ///< SQLite: Entity Framework's lock is held since then (UTC)
    bool isWriting = false;        ///< SQLite: another program is writing right now
    QString verdict;               ///< for people, translated: what it means and what can be done

    [[nodiscard]] bool isFree() const { return holders.isEmpty() && !efLock && !isWriting; }
};

/// Changes nothing, and waits a few seconds at most.
[[nodiscard]] Core::Result<LockReport> examineLocks(const Target &target, Core::JobContext &context);

enum class StopHow {
    Cancel,    ///< its statement is stopped; an idle transaction goes on
    Terminate, ///< its connection is cut, and what it was doing is rolled back
};
/// Asks the server to stop `holder`, once its user agreed. False: it was gone already.
/// Error: Permission, ReadOnly (the gate).
[[nodiscard]] Core::Result<bool> stopHolder(const Target &target, const LockHolder &holder, StopHow how,
                                            Core::JobContext &context);

/// SQLite: takes away Entity Framework's lock, which must still be that of `since`: a newer one belongs to
/// somebody who is at work. False: it is gone or another one. Error: Busy, ReadOnly.
[[nodiscard]] Core::Result<bool> clearEfLock(const Target &target, const QString &since,
                                             Core::JobContext &context);

} // namespace Schema
