// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/connectiondoctor.h"

#include <QJsonObject>

namespace Doctor {

/// How a report looks in a terminal or a file.
struct ReportStyle
{
    bool hasSymbols = true; ///< ✓ ! ✗ –, otherwise ok, warn, FAIL, skip
    bool hasColors = false; ///< ANSI sequences around them
};

/// The gravest of all: Failed, Warning, or Passed. Skipped steps do not count.
[[nodiscard]] Verdict verdictOf(const QList<Finding> &findings);

/// Whether the walk came to a database that answers.
[[nodiscard]] bool isConnected(const QList<Finding> &findings);

/// One step: mark, title and time in columns, the sentence, and the fix indented below it. Ends with a line
/// feed.
[[nodiscard]] QString stepText(const Finding &finding, Db::Engine engine, const ReportStyle &style = {});

/// "The connection works." or what else is to be said in the end.
[[nodiscard]] QString verdictText(const QList<Finding> &findings);

/// All of it with details, for a message to somebody who helps. Without passwords.
[[nodiscard]] QString reportText(const Db::ConnectionSpec &connection, const QList<Finding> &findings);

/// {target, verdict, steps: [{step, verdict, summary, fix, detail, milliseconds}]}; keys and the words of
/// `step` and `verdict` never change.
[[nodiscard]] QJsonObject reportJson(const Db::ConnectionSpec &connection, const QList<Finding> &findings);

/// The connection as it may be shown: without the password.
[[nodiscard]] QString shownTarget(const Db::ConnectionSpec &connection);

} // namespace Doctor
