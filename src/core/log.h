// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Core {

/// Replaces secrets by "***": the user information of URIs, the values of password keywords in every quoting,
/// in SQL, JSON and the environment, bearer tokens, stored verifiers, Neon's endpoint form; and what the
/// server says about rows (DETAIL, CONTEXT). Every text that leaves the program on its own account passes
/// through here. Takes time in proportion to the text, whatever is in it.
[[nodiscard]] QString redacted(const QString &text);

/// Routes every qDebug/qWarning of the process through redacted() to standard error.
void installLogSink();

} // namespace Core
