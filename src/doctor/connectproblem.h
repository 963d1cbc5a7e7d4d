// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "doctor/connectiondoctor.h"

namespace Doctor {

/// Which step a failed connection attempt belongs to, and what to do about it.
struct ConnectProblem
{
    Step step = Step::Authentication;
    QString summary;
    QString fix;
};

/// libpq gives no SQLSTATE while connecting, and a pooler tells of a dead server only with the first
/// statement: the words decide. The host's, user's and database's names are put into the sentences.
[[nodiscard]] ConnectProblem connectProblem(const Core::Error &error, const Db::ConnectionSpec &connection);

/// Whether the server is on its way: a suspended or starting database, which needs a moment and no help.
[[nodiscard]] bool isWaking(const Core::Error &error);

} // namespace Doctor
