// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/connectiondoctor.h"
#include "doctor/watchedsession.h"

namespace Doctor {

/// Who takes the server's connections.
struct ServerLoad
{
    int used = 0;      ///< connections of clients, ours included
    int available = 0; ///< that clients without special rights can have: max_connections without the reserved
    int active = 0;
    int idle = 0;
    int idleInTransaction = 0; ///< they hold locks and keep a hosted database awake
    int hidden = 0;            ///< of other users: their state is not shown to ours
    int roleUsed = 0;
    int roleLimit = -1; ///< CONNECTION LIMIT of the user; -1: none
    int databaseUsed = 0;
    int databaseLimit = -1; ///< CONNECTION LIMIT of the database; -1: none
};

[[nodiscard]] Core::Result<ServerLoad> readServerLoad(WatchedSession &session);

/// "12 of 97 connections are in use: 3 active, 8 idle, 1 idle in a transaction."
[[nodiscard]] QString loadSentence(const ServerLoad &load);

/// Warning above 80 %, failed above 95 %, of the server's, the user's or the database's limit.
[[nodiscard]] Finding checkLoad(const ServerLoad &load);

} // namespace Doctor
